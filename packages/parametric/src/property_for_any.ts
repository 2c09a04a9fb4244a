import { eachExpr } from '@mmspec/compiler';
import type { Stmt } from '@mmspec/compiler';
import type { Property } from '@mmspec/system';

/*
 * What is said of a property for every number of instances.
 */

/** `proved`: for every number from `from` on. `uncovered`: views say nothing about such a property. */
export interface PropertyForAny {
  readonly property: string;
  readonly answer: 'proved' | 'undecided' | 'uncovered';
  /** Why it is not proved; empty where it is. */
  readonly reason: string;
  /** Steps of a way through views to where it would be violated; empty where there is none. */
  readonly steps: readonly string[];
}

export const undecided = ({ name }: Property, reason: string, steps: readonly string[] = []): PropertyForAny => ({
  property: name,
  answer: 'undecided',
  reason,
  steps,
});

/** Properties that views say nothing about. */
export function uncovered({ name, kind }: Property): PropertyForAny | null {
  const because = (reason: string): PropertyForAny => ({ property: name, answer: 'uncovered', reason, steps: [] });
  switch (kind) {
    case 'deadlock':
      return because('whether somebody can move depends on everybody');
    case 'reachable':
    case 'possible':
    case 'temporal':
      return because('views say what cannot happen, and neither what does nor what has to');
    case 'state':
    case 'step':
    case 'assertion':
    case 'range':
    case 'underflow':
    case 'overflow':
    case 'null_reference':
    case 'live':
    case 'get_at_zero':
    case 'sleeps_in_atomic':
    case 'lost_reference':
      return null;
  }
}

/** Whether a property asks who can take a step. */
export function asksEnabled(body: readonly Stmt[]): boolean {
  let found = false;
  eachExpr(body, ({ kind }) => (found ||= kind === 'enabled'));
  return found;
}
