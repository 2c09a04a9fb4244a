export { formatSpec, linesOf, UnformattableError, widthDefault } from './format.ts';
export { formatLines, formatRange, isInLines } from './format_range.ts';
export { linePairs } from './line_pairs.ts';
export type { LinePair } from './line_pairs.ts';
