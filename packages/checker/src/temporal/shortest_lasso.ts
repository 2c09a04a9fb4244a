import { atomsOfFormula } from '@mmspec/system';
import type { Formula, TransitionSystem } from '@mmspec/system';
import type { Lasso } from './lasso.ts';
import type { StepTaken } from './loop.ts';
import type { Pause } from './pause.ts';
import type { FairStates } from './product.ts';
import { OutOfRoom } from './room.ts';
import type { Room } from './room.ts';
import { unwanted } from './steps.ts';
import { stutter, valuationsOf } from './valuations.ts';
import type { Valuations } from './valuations.ts';

/*
 * The shortest lasso of all. A shortest cycle of the product is none yet: the automaton may go round more often than the system, and may
 * begin to wait in the middle of a loop. So lassos of 0, 1, 2, … steps of the system are tried one after the other, by what the formula and
 * fairness say of them, as long as there are not too many.
 */

/** What is known of lassos with fewer steps than one that was found. */
export interface Shorter {
  /** One of them; null: none was found. */
  readonly lasso: Lasso | null;
  /** None has fewer steps. */
  readonly least: number;
}

/** A state that was opened: its steps that differ in where they lead, what they count for and what atoms say of them. */
interface Place {
  readonly valuation: number;
  /** Fairness constraints that are enabled. */
  readonly enabled: ReadonlySet<number>;
  readonly steps: readonly Move[];
}

interface Move {
  readonly step: number;
  readonly target: number;
  readonly valuation: number;
  readonly counts: readonly number[];
}

/** Paths between two looks at the clock. */
const pathsPerPause = 256;
/** About what a step of a place takes. */
const bytesPerMove = 64;

/** Lassos of fewer than `bound` steps that are fair and violate the formula, of which `pathsMax` paths are looked at. */
export async function shorterLasso(
  system: TransitionSystem,
  { steps, constraints }: FairStates,
  formula: Formula,
  { bound, pathsMax }: { readonly bound: number; readonly pathsMax: number },
  room: Room,
  pause: Pause,
): Promise<Shorter> {
  const valuations = valuationsOf(system, atomsOfFormula(formula));
  const opened = steps.read(valuations, null);
  const places = new Map<number, Place>();
  const placeOf = (state: number): Place => {
    const known = places.get(state);
    if (known !== undefined) return known;
    opened.open(state);
    const enabled = new Set<number>();
    const moves = new Map<string, Move>();
    for (let step = 0; step < opened.count; step++) {
      const counts = constraints.ofMove[opened.moves[step]!] ?? [];
      counts.forEach((constraint) => enabled.add(constraint));
      const [target, valuation] = [opened.targets[step]!, opened.valuations[step]!];
      const key = `${target} ${valuation} ${counts.join()}`;
      if (target < unwanted && !moves.has(key)) moves.set(key, { step, target, valuation, counts });
    }
    room.take(bytesPerMove * (1 + moves.size));
    const place: Place = { valuation: opened.valuation, enabled, steps: [...moves.values()] };
    places.set(state, place);
    return place;
  };
  const isFair = (states: readonly number[], taken: readonly Move[]): boolean =>
    constraints.list.every(({ strong }, constraint) => {
      if (taken.some(({ counts }) => counts.includes(constraint))) return true;
      const isEnabled = (state: number): boolean => placeOf(state).enabled.has(constraint);
      return strong ? !states.some(isEnabled) : !states.every(isEnabled);
    });
  const path: { readonly state: number; readonly moves: readonly Move[]; next: number }[] = [];
  /** The lasso that the path to a state makes which is its last one; null: none that counts. */
  const closed = (end: number): Lasso | null => {
    const states = path.map(({ state }) => state);
    const taken = path.map(({ moves, next }) => moves[next - 1]!);
    const isViolating = (positions: readonly number[], moves: readonly (Move | null)[], loop: number): boolean =>
      isFair(
        positions.slice(loop),
        moves.slice(loop).flatMap((move) => move ?? []),
      ) &&
      !holds(
        formula,
        valuations,
        positions.map((state) => placeOf(state).valuation),
        moves.map((move) => move?.valuation ?? stutter),
        loop,
      );
    const lasso = (loop: number): Lasso => ({
      start: states[0] ?? end,
      steps: taken.map(({ step }, at): StepTaken => ({ state: states[at]!, step })),
      loop,
    });
    if (isViolating([...states, end], [...taken, null], states.length)) return lasso(states.length);
    for (const [loop, state] of states.entries()) if (state === end && isViolating(states, taken, loop)) return lasso(loop);
    return null;
  };
  let paths = 0;
  /** The lasso of so many steps; `undefined`: there are too many to look at. */
  const ofLength = async (length: number): Promise<Lasso | null | undefined> => {
    for (let start = 0; start < steps.initialCount; start++) {
      path.length = 0;
      for (let state = start; ;) {
        if (++paths > pathsMax) return undefined;
        const wait = paths % pathsPerPause === 0 ? pause() : null;
        if (wait !== null) await wait;
        const found = path.length === length ? closed(state) : null;
        if (found !== null) return found;
        if (path.length < length) path.push({ state, moves: placeOf(state).steps, next: 0 });
        for (let top = path.at(-1); top !== undefined && top.next === top.moves.length; top = path.at(-1)) path.pop();
        const top = path.at(-1);
        if (top === undefined) break;
        state = top.moves[top.next++]!.target;
      }
    }
    return null;
  };
  try {
    for (let length = 0; length < bound; length++) {
      const lasso = await ofLength(length);
      if (lasso !== null) return { lasso: lasso ?? null, least: length };
    }
    return { lasso: null, least: bound };
  } catch (error) {
    // What was found is not given up for lack of memory.
    if (!(error instanceof OutOfRoom)) throw error;
    return { lasso: null, least: 0 };
  }
}

/** The truth of a formula on a behaviour that has these valuations of states and steps, and goes on at `loop` after the last one. */
function holds(formula: Formula, valuations: Valuations, states: readonly number[], steps: readonly number[], loop: number): boolean {
  const following = (at: number): number => (at + 1 < states.length ? at + 1 : loop);
  /** Least or greatest solution of an expansion law: two rounds from the end, since nothing changes after the first one through the loop. */
  const solved = (start: boolean, law: (at: number, later: boolean) => boolean): boolean[] => {
    const values = states.map(() => start);
    for (let round = 0; round < 2; round++) for (let at = states.length - 1; at >= 0; at--) values[at] = law(at, values[following(at)]!);
    return values;
  };
  const truth = (part: Formula): readonly boolean[] => {
    switch (part.kind) {
      case 'truth':
        return states.map(() => part.value);
      case 'atom':
        return valuations.steps.knows(part.atom)
          ? steps.map((step) => step !== stutter && valuations.steps.value(step - 1, part.atom) === true)
          : states.map((state) => valuations.states.value(state, part.atom) === true);
      case 'not':
        return truth(part.operand).map((value) => !value);
      case 'and':
      case 'or': {
        const operands = part.operands.map(truth);
        return states.map((_, at) => (part.kind === 'and' ? operands.every((each) => each[at]) : operands.some((each) => each[at])));
      }
      case 'always': {
        const operand = truth(part.operand);
        return solved(true, (at, later) => ((part.steps && steps[at] === stutter) || operand[at]!) && later);
      }
      case 'eventually': {
        const operand = truth(part.operand);
        return solved(false, (at, later) => operand[at]! || later);
      }
      case 'until': {
        const [left, right] = [truth(part.left), truth(part.right)];
        return solved(false, (at, later) => right[at]! || (left[at]! && later));
      }
    }
  };
  return truth(formula)[0]!;
}
