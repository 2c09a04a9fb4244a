export { decideForAny } from './any_number.ts';
export type { ForAny, ForAnyOptions, Proof } from './any_number.ts';
export type { PropertyForAny } from './property_for_any.ts';
export { certificateOf } from './certificate.ts';
export { explained } from './explain.ts';
export { Parts } from './parts.ts';
export { shapeOf } from './shape.ts';
export { pairOf } from './views.ts';
