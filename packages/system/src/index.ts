export * from './check.ts';
export * from './dead_values.ts';
export * from './dependencies.ts';
export * from './symmetry.ts';
export * from './transition_system.ts';
export * from './temporal.ts';
export * from './step_record.ts';
export * from './step_text.ts';
