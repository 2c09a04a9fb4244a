import type { StepPath } from '@mmspec/syntax';
import type { World } from '../world/world.ts';
import type { ActorDeclaration } from '@mmspec/syntax';

/*
 * Which locations and steps a written path means: its parts are a subsequence of the path, in order.
 */

/** True if the names occur in the path in this order, with gaps allowed. */
export function matchesPath(path: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  for (const part of path) if (part === names[at]) at++;
  return at === names.length;
}

/** A written path without its leading actor. */
export interface ResolvedPath {
  /** Null: every actor. */
  readonly actor: ActorDeclaration | null;
  /** The instance, where an index is written. */
  readonly index: StepPath['index'];
  readonly names: readonly string[];
}

/** Splits the name of an actor from a path such as `vcpu[0].get`; inside `A at …` there is none. */
export function resolveStepPath(world: World, path: StepPath): ResolvedPath {
  const names = path.parts.map((part) => part.text);
  const actor = world.model.actors.find((candidate) => candidate.name.text === names[0]);
  if (actor === undefined) return { actor: null, index: null, names };
  return { actor, index: path.index, names: names.slice(1) };
}
