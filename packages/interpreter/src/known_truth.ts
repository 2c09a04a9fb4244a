import { isBarrier } from '@mmspec/syntax';
import type { AtomicStatement, Expression } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import { emptyContext } from './context.ts';
import { evaluate, truth } from './evaluate.ts';
import { isStatic } from './reads.ts';
import type { Scene } from './scene.ts';

/*
 * Conditions over constants and variants.
 */

/** The value of a condition over constants and variants; null where it has none, as with a division by zero. */
export function knownTruth(scene: Scene, condition: Expression): boolean | null {
  if (!isStatic(scene, condition)) return null;
  try {
    return staticTruth(scene, condition);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/** The value of a condition over constants and variants. */
export function staticTruth(scene: Scene, condition: Expression): boolean {
  return truth(evaluate(condition, emptyContext(scene)));
}

/** True for `atomic { … }` but a barrier, and for `atomic when c` where c is true. */
export function isAtomicHere(scene: Scene, statement: AtomicStatement): boolean {
  return !isBarrier(statement) && (statement.when === null || staticTruth(scene, statement.when));
}
