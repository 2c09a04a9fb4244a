export { verifyViews } from './verify.ts';
export { Unverified } from './run.ts';
