export { ledgerCodes } from './codes.ts';
export { emptyLedger, ledger } from './ledger.ts';
export { firstRefOf } from './names.ts';
export type { Counter } from './names.ts';
export { holdingsAt } from './types.ts';
export type * from './types.ts';
export { describeLedger } from './describe.ts';
export type { DescribedActor, DescribedHolding, DescribedHoldings, DescribedLedger } from './describe.ts';
export type { CounterFormula } from './formula.ts';
