export * from './check.ts';
export * from './transition_system.ts';
export * from './temporal.ts';
