export { ledgerCodes } from './codes.ts';
export { ledger } from './ledger.ts';
export { emptiedBy, ownerOf, ownerOfCounter } from './owners.ts';
export { counterOf, firstRefOf } from './names.ts';
export type { Counter } from './names.ts';
export { holdingsAt } from './types.ts';
export type * from './types.ts';
