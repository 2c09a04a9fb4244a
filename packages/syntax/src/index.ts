export * from './tree.ts';
export { lengthMax, parse } from './parse.ts';
export type { Parsed } from './parse.ts';
export { print } from './print/print.ts';
export { difference, sameTree } from './same_tree.ts';
export { syntaxCodes } from './codes/codes.ts';
export { grammarEbnf, ruleText } from './grammar/ebnf.ts';
export { grammarForDiagrams } from './grammar/productions.ts';
export type { Production } from './grammar/productions.ts';
