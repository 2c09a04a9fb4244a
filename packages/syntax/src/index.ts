export * from './tree.ts';
export { lengthMax, parse } from './parse.ts';
export type { Parsed } from './parse.ts';
