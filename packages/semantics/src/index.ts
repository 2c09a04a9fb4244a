export * from './model.ts';
export * from './world.ts';
export * from './flow/index.ts';
