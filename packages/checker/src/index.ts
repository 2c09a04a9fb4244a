export type { Codec } from './store/codec.ts';
export type { Disk, DiskFile } from './disk/disk.ts';
export { CheckpointRefused } from './disk/refused.ts';
export { explore } from './explore.ts';
export { canonicalOf } from './reductions/symmetry/canonical.ts';
export type { Canonical } from './reductions/symmetry/canonical.ts';
export { Forecast } from './forecast.ts';
export { now, OutOfTime, turn, withinTime } from './store/host.ts';
export { expectsViolation, judge } from './judge.ts';
export type { ExpectedViolation, Expectation, JudgedProperty, Judgement } from './judge.ts';
export type { Layout, Place } from './store/layout.ts';
export { orderedSystem } from './reductions/order/ordered_system.ts';
export type { Order } from './reductions/order/ordered_system.ts';
export { usableOrder } from './reductions/order/usable.ts';
export type { OrderQuestions, UsableOrder } from './reductions/order/usable.ts';

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
