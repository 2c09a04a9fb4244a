export { beginningOf } from './beginning.ts';
export * from './build.ts';
export * from './match.ts';
export { partsOf } from './shared.ts';
export { treesAfter } from './trees_after.ts';
export type { EffectCall } from './shared.ts';
export type * from './types.ts';
export * from './typing.ts';
export { join } from './joined.ts';
