export { codecOf } from './codec.ts';
export type { Codec } from './codec.ts';
export { explore } from './explore.ts';
export { turn } from './host.ts';
export { isNamed, judge } from './judge.ts';
export type { Judgement, NamedVerdict } from './judge.ts';
export { layoutOf, widthOf } from './layout.ts';
export type { Layout, Place } from './layout.ts';
export type { Cancellation, ExploreOptions, FairnessOverride, Path, Progress, PropertyVerdict, SearchResult } from './options.ts';
