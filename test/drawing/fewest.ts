import { isFlag } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import { moverOf } from './races.ts';
import type { RandomRace } from './races.ts';

/*
 * The fewest changes of actor among all shortest races, tried one by one.
 */

interface Successor {
  readonly action: number;
  readonly next: Int32Array | null;
  readonly flags: number;
  readonly fault: number;
}

function successorsOf(system: TransitionSystem, state: Int32Array): Successor[] {
  const next = new Int32Array(system.slots.length);
  const successors: Successor[] = [];
  system.successors(
    state,
    next,
    (action, flags) => successors.push({ action, next: next.slice(), flags, fault: -1 }),
    (action, fault, flags = 0) => successors.push({ action, next: null, flags, fault }),
  );
  return successors;
}

/** More sequences than this are not tried. */
const triedMax = 5_000;

/** The least number of changes among all sequences of so many steps that end in the violation; null where there are too many to try. */
export function fewestOf({ system, verdict, property }: RandomRace): number | null {
  const depth = verdict.depth ?? 0;
  const bit = [...system.properties.keys()].filter((index) => isFlag(system.properties[index]!.kind)).indexOf(verdict.property);
  const ends = (before: Int32Array, { action, next, flags, fault }: Successor): boolean => {
    switch (property.kind) {
      case 'state':
      case 'lost_reference':
        return next !== null && !system.holdsInState(verdict.property, next);
      case 'step':
        return next !== null && !system.holdsOnStep(verdict.property, before, next, action);
      case 'live':
      case 'get_at_zero':
      case 'sleeps_in_atomic':
        return ((flags >>> bit) & 1) === 1;
      case 'deadlock':
        return next !== null && successorsOf(system, next).length === 0 && !system.isQuiescent(next);
      case 'assertion':
      case 'null_reference':
      case 'overflow':
      case 'possible':
      case 'range':
      case 'reachable':
      case 'temporal':
      case 'underflow':
        return fault === verdict.property;
    }
  };
  let best = Infinity;
  let tried = 0;
  const walk = (state: Int32Array, steps: number, last: string, switches: number): void => {
    if (tried > triedMax) return;
    for (const successor of successorsOf(system, state)) {
      tried++;
      const mover = moverOf(system, successor.action);
      const changes = switches + (last === '' || last === mover ? 0 : 1);
      if (steps + 1 === depth) {
        if (ends(state, successor)) best = Math.min(best, changes);
      } else if (successor.next !== null) walk(successor.next, steps + 1, mover, changes);
    }
  };
  const next = new Int32Array(system.slots.length);
  const starts: Int32Array[] = [];
  system.initial(
    next,
    () => void starts.push(next.slice()),
    () => undefined,
  );
  for (const start of starts) walk(start, 0, '', 0);
  return tried > triedMax ? null : best;
}
