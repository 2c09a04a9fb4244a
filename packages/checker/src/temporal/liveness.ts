import type { FairnessItem, Formula, TransitionSystem, UntakenAction, SearchVerdict } from '@mmspec/system';
import { interchangeableFor } from '../reductions/symmetry/usable.ts';
import { automatonOf } from './automaton.ts';
import { asksForActions, constraintsOf } from './fairness.ts';
import { fairComponents } from './fair_components.ts';
import { shortLasso, walkOf } from './lasso.ts';
import type { Lasso, Walk } from './lasso.ts';
import { movesOf, plainMoves } from './moves.ts';
import type { MoveNumbers } from './moves.ts';
import { nearLasso } from './near_lasso.ts';
import { conjuncts, Nodes, violationsOf } from './normal_form.ts';
import { Interrupted } from './pause.ts';
import type { Pause } from './pause.ts';
import { firstLost } from './possible.ts';
import { productOf } from './product.ts';
import type { FairStates, Reader } from './product.ts';
import { OutOfRoom } from './room.ts';
import type { Room } from './room.ts';
import { shorterLasso } from './shortest_lasso.ts';
import type { Steps } from './steps.ts';
import { untakenActions } from './untaken.ts';

/** The verdict on a temporal property. */
export interface TemporalVerdict {
  readonly verdict: SearchVerdict;
  readonly lasso: Lasso | null;
  /** Of a lasso: none that violates the property has fewer steps. */
  readonly least: number;
  /** What the lasso goes through. */
  readonly walk: Walk | null;
  readonly untaken: readonly UntakenAction[];
}

/** What judging works with. */
export interface Bench {
  readonly system: TransitionSystem;
  readonly steps: Steps;
  /** The same steps with the values of parameters told apart. */
  readonly stepsWith: (moves: MoveNumbers) => Steps;
  /** All states were expanded. */
  readonly finished: boolean;
  /** It matters how short a lasso is. */
  readonly isShortest: boolean;
  /** Whether it matters that a lasso with fewer steps violates a property. */
  readonly isTooLong: (property: number, steps: number) => boolean;
  /** One of several interchangeable actors may stand for all. */
  readonly isReduced: boolean;
  /** No step out of these states is left out. */
  readonly takesAllSteps: boolean;
  /** Product states up to which edges are kept in search of a short lasso. */
  readonly keptMax: number | undefined;
  /** Product states up to which they are kept, under strong fairness, before it is known that there is a lasso. */
  readonly keptFirst: number | undefined;
  readonly room: Room;
  readonly pause: Pause;
}

/** Judges a temporal property on what a search has found, under the given fairness or its own. */
export async function judgeTemporal(bench: Bench, property: number, own: readonly FairnessItem[] | null): Promise<TemporalVerdict> {
  const { system, finished, room } = bench;
  const temporal = system.properties[property]?.temporal;
  if (temporal === undefined) throw new Error(`the temporal property ${system.properties[property]?.name ?? property} has no formula`);
  const fairness = own ?? temporal.fairness;
  const fair = await fairStates(bench, fairness);
  let best: Lasso | null = null;
  let full: OutOfRoom | null = null;
  for (const part of conjuncts(temporal.formula, interchangeable(bench, property, fairness))) {
    try {
      best = shorter(best, await room.within(() => violationOf(bench, fair, part)));
    } catch (error) {
      // Another part may take less.
      if (!(error instanceof OutOfRoom)) throw error;
      full = error;
    }
  }
  if (best !== null) {
    const { lasso, least } = await shortest(bench, fair, property, best);
    const walk = walkOf(bench.steps, lasso);
    return { verdict: 'violated', lasso, least, walk, untaken: untakenActions(system, fairness, bench.steps.unpack, lasso, walk) };
  }
  if (full !== null) throw full;
  return { verdict: finished ? 'holds' : 'unfinished', lasso: null, least: 0, walk: null, untaken: [] };
}

/**
 * The families of which one member stands for all: nothing tells them apart, fairness included, so that renaming the members makes a
 * fair behaviour of a fair one (Clarke, Enders, Filkorn and Jha, "Exploiting symmetry in temporal logic model checking", 1996).
 */
function interchangeable({ system, isReduced }: Bench, property: number, fairness: readonly FairnessItem[]): (family: string) => boolean {
  let families: readonly string[] | null = null;
  return (family) => {
    if (!isReduced || fairness.some(({ actor, index }) => index !== null && actor === family)) return false;
    return (families ??= interchangeableFor(system, property)).includes(family);
  };
}

/** Paths that are looked at for a shorter lasso: where it matters how short one is, and else. */
const [pathsThorough, pathsUsual] = [2 ** 20, 2 ** 10];

/** The shortest lasso, as far as one can tell; what was not expanded, and steps that were left out, may have a shorter one. */
async function shortest(
  { system, finished, takesAllSteps, isTooLong, room, pause }: Bench,
  fair: FairStates,
  property: number,
  found: Lasso,
): Promise<{ readonly lasso: Lasso; readonly least: number }> {
  if (!finished || !takesAllSteps) return { lasso: found, least: 0 };
  const { formula } = system.properties[property]!.temporal!;
  const most = { bound: found.steps.length, pathsMax: isTooLong(property, found.steps.length) ? pathsThorough : pathsUsual };
  try {
    const { lasso, least } = await room.within(() => shorterLasso(system, fair, formula, most, room, pause));
    return { lasso: lasso ?? found, least };
  } catch (error) {
    // What was found is not given up for lack of time.
    if (!(error instanceof Interrupted)) throw error;
    return { lasso: found, least: 0 };
  }
}

/** The shorter of two lassos. */
function shorter(one: Lasso | null, other: Lasso | null): Lasso | null {
  if (one === null || other === null) return one ?? other;
  return other.steps.length < one.steps.length ? other : one;
}

async function fairStates({ system, steps, stepsWith, room, pause }: Bench, fairness: readonly FairnessItem[]): Promise<FairStates> {
  if (system.parametersOf === undefined || !asksForActions(fairness)) return { steps, constraints: constraintsOf(system, fairness, plainMoves(system)) };
  const moves = await movesOf(system, steps.expanded, steps.unpack, room, pause);
  return { steps: stepsWith(moves), constraints: constraintsOf(system, fairness, moves.list) };
}

/** A lasso that violates a formula; null where there is none. */
async function violationOf(bench: Bench, fair: FairStates, formula: Formula): Promise<Lasso | null> {
  const { system, room, pause } = bench;
  const nodes = new Nodes();
  let best: Lasso | null = null;
  for (const { settled, rest } of violationsOf(nodes, formula)) {
    const lasso = await room.within(async () => {
      const automaton = await automatonOf(nodes, rest, room, pause);
      return lassoBy(bench, fair, { system, nodes, automaton, settled });
    });
    best = shorter(best, lasso);
  }
  return best;
}

const keptMaxDefault = 2 ** 17;
/** Under strong fairness parts are searched again and again: of a small product, to take the steps again takes longer than to keep them. */
const keptFirstDefault = 2 ** 13;

/** A lasso that is read; null where there is none. */
async function lassoBy(bench: Bench, fair: FairStates, reader: Reader): Promise<Lasso | null> {
  const { isShortest, keptMax = keptMaxDefault, keptFirst = keptFirstDefault, room, pause, steps } = bench;
  const whole = productOf(fair, reader, 'whole');
  /** Undefined where there is too little memory for its edges. */
  const kept = async (): Promise<Lasso | null | undefined> => {
    try {
      return await room.within(() => shortLasso(whole, isShortest, room, pause));
    } catch (error) {
      if (!(error instanceof OutOfRoom)) throw error;
      return undefined;
    }
  };
  const isSmall = whole.requirements.strong.some((word) => word !== 0) && whole.count <= Math.min(keptMax, keptFirst);
  const first = isSmall ? await kept() : undefined;
  if (first !== undefined) return first;
  const part = productOf(fair, reader, 'part');
  const [component] = await room.within(() => fairComponents(part, 'some', room, pause));
  if (component === undefined) return null;
  const short = !isSmall && (whole.count <= keptMax || isShortest) ? await kept() : undefined;
  return short ?? nearLasso({ whole, part, stateCount: steps.stateCount }, component, room, pause);
}

/** The nearest state from which what is `possible` cannot be reached any more; -1 where there is none among those explored. */
export function lostState({ steps, room, pause }: Bench, property: number): Promise<number> {
  return firstLost(steps, property, room, pause);
}
