export { readLitmus, type Read } from './syntax/read.ts';
export type { Expected, LitmusTest, Statement, Verdict } from './syntax/tree.ts';
export { answerLkmm, type Answer, type Limits, type Witness } from './search/answer.ts';
export { answerBy, answerWindow, type WindowAnswer, type WindowLimits } from './window/answer.ts';
