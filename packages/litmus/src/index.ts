export { litmusCodes } from './syntax/codes.ts';
export { readLitmus, type Read } from './syntax/read.ts';
export type { Expected, LitmusTest, Statement, Verdict } from './syntax/tree.ts';
export { answerLkmm, type Answer, type Limits, type Stuck, type Wild, type Witness } from './search/answer.ts';
export { answerBy, answerWindow, type Way, type WindowAnswer, type WindowLimits } from './window/answer.ts';
export { runLitmus, type LitmusMemory, type LitmusOptions, type LitmusResult } from './run.ts';
export { loopWarnings, unfitFor, wildAccess } from './syntax/warnings.ts';
