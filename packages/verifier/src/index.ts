export { verifyViews } from './verify.ts';
export { Unverified } from './unverified.ts';
