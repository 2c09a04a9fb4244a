export type { Codec } from './store/codec.ts';
export type { Disk, DiskFile } from './disk/disk.ts';
export { CheckpointRefused } from './disk/refused.ts';
export { explore } from './explore.ts';
export { canonicalOf } from './reductions/symmetry/canonical.ts';
export type { Canonical } from './reductions/symmetry/canonical.ts';
export { Forecast } from './forecast.ts';
export { now, OutOfTime, turn, withinTime } from './store/host.ts';
export { expectsViolation, judge, withMore } from './judge.ts';
export type { ExpectedViolation, Expectation, JudgedProperty, Judgement } from './judge.ts';
export type { Layout, BitField as Place } from './store/layout.ts';
export { reducedSystem as orderedSystem } from './reductions/partial_order/reduced_system.ts';
export type { PartialOrder as Order } from './reductions/partial_order/reduced_system.ts';
export { usablePartialOrder as usableOrder } from './reductions/partial_order/usable.ts';
export type { PartialOrderQuestions as OrderQuestions, UsablePartialOrder as UsableOrder } from './reductions/partial_order/usable.ts';

export { sizeText } from './search/limits.ts';
export { searchTask } from './parallel/searcher.ts';
export type { SearcherReport, SearcherTask } from './parallel/searcher.ts';
export type {
  Cancellation,
  Checkpointing,
  ExploreOptions,
  FairnessOverride,
  Path,
  Progress,
  PropertyVerdict,
  SearchResult,
  WorkerPort,
  Workers,
} from './options.ts';
export type { Automaton, Expanded, Product, ReadStep } from './product/product.ts';
export { searchProduct } from './product/search_product.ts';
export type { ProductOptions, ProductPath, ProductResult } from './product/search_product.ts';
export { aheadOf, sliceOf } from './product/slice.ts';
export type { Ahead, Concern } from './product/slice.ts';
