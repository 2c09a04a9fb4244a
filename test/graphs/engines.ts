import { compiled } from './compiled.ts';
import type { NamedEngine } from './engine.ts';
import { interpreted } from './interpreted.ts';

/** Every engine must draw the same graphs. */
export const engines: readonly NamedEngine[] = [interpreted, compiled];
