export * from './model.ts';
export * from './world.ts';
