import type { Checkpoints } from './checkpoints.ts';
import type { Expansion } from './expansion.ts';
import type { Frontier, PackedExpansion } from './frontier.ts';
import type { Levels } from './levels.ts';

/** What the frontiers of one breadth-first search share. */
export interface BreadthFirst {
  readonly expansion: Expansion;
  readonly levels: Levels;
  readonly checkpoints: Checkpoints;
  /** The packed code, where it was made. */
  readonly packed: () => PackedExpansion | null;
  /** Another frontier goes on. */
  readonly handOver: (frontier: Frontier) => void;
}
