import { aheadOf, sliceOf } from '@mmspec/checker';
import type { Ahead, Automaton, ReadStep } from '@mmspec/checker';
import { isBrokenByState, isFlag, judgedOn } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';

/** What a scenario asks for, one after the other. */
export interface WantedStep {
  /** As written. */
  readonly text: string;
  /** By action: 1 where taking it is this step. */
  readonly actions: Uint8Array;
  /** Nothing may come between the step before and this one. */
  readonly immediate: boolean;
  /** It is no step: one of these actors stands at a place and cannot move. */
  readonly waits: { readonly actors: readonly number[]; readonly isThere: (location: string) => boolean } | null;
}

/** How a scenario ends. */
export interface WantedEnd {
  readonly text: string;
  /** Indices of the properties of which one is violated. */
  readonly properties: readonly number[];
  readonly immediate: boolean;
}

/**
 * Counts how many of the wanted steps were taken, in their order; modes above those stand for runs that ended in a fault,
 * the last one for the end. A step that ends in a fault counts, and nothing follows it.
 */
export function scenarioAutomaton(system: TransitionSystem, steps: readonly WantedStep[], end: WantedEnd | null): Automaton {
  const all = steps.length;
  const ended = 2 * all + 1;
  const endedByFault = ended + 1;
  const flagged = [...system.properties.keys()].filter((index) => isFlag(system.properties[index]!.kind));
  const wanted = end?.properties ?? [];
  const isStep = (count: number, action: number): boolean => steps[count]?.actions[action] === 1;
  const countOf = (mode: number): number => (mode >= ended ? all + 1 : mode > all ? mode - all : mode);
  const isOver = (mode: number): boolean => mode > all;

  const isBrokenIn = (state: Int32Array): boolean => wanted.some((property) => isJudgedInState(system, property) && !system.holdsInState(property, state));
  const isBrokenBy = ({ action, before, after, flags, fault }: ReadStep): boolean =>
    wanted.some((property) => {
      if (after === null) return fault === property;
      const on = judgedOn(system.properties[property]!.kind);
      return on === 'flag' ? ((flags >>> flagged.indexOf(property)) & 1) === 1 : on === 'step' && !system.holdsOnStep(property, before, after, action);
    });
  const isStuckIn = wanted.some((property) => judgedOn(system.properties[property]!.kind) === 'stuck');
  const isBlocked = stuckActors(system);
  const ahead = aheadOfActors(system, steps);

  return {
    modes: endedByFault + 1,
    start: 0,
    allows: (mode) => !(mode === all && end?.immediate === true),
    isOver,
    isFault: (mode) => mode > all && mode !== ended,
    step: (mode, step, enter) => {
      const isFault = step.after === null;
      if (mode === all) {
        if (isBrokenBy(step)) enter(isFault ? endedByFault : ended);
        else if (!isFault) enter(all);
        return;
      }
      const waits = mode === 0 || steps[mode]?.immediate !== true;
      const taken = isStep(mode, step.action);
      if (taken) {
        if (mode + 1 === all && isBrokenBy(step)) enter(isFault ? endedByFault : ended);
        enter(isFault ? all + mode + 1 : mode + 1);
      }
      if (isFault) return;
      // Taking the first step that fits is as good as any, but where the one after it must follow at once.
      const mayComeAgain = waits && (steps[mode + 1]?.immediate === true || (mode + 1 === all && end?.immediate === true));
      if (taken ? mayComeAgain : waits) enter(mode);
    },
    rest: (mode, { state, moves, isStuck }, enter) => {
      if (mode === all) {
        if (isBrokenIn(state) || (isStuckIn && isStuck && !system.isQuiescent(state))) enter(ended);
        return;
      }
      const waiting = steps[mode]?.waits ?? null;
      if (waiting !== null && isBlocked(state, moves).some(({ actor, location }) => waiting.actors.includes(actor) && waiting.isThere(location)))
        enter(mode + 1);
    },
    accepts: (mode) => (end === null ? countOf(mode) === all : mode >= ended),
    isHopeless: (mode, state) => {
      if (isOver(mode)) return end === null ? countOf(mode) < all : mode < ended;
      return ahead.some(({ slot, able, before }) => slot !== null && able[before[mode]!]?.[state[slot]!] === 0);
    },
    progress: countOf,
  };
}

function isJudgedInState({ properties }: TransitionSystem, property: number): boolean {
  return isBrokenByState(properties[property]!.kind);
}

interface Blocked {
  readonly actor: number;
  readonly location: string;
}

/** The actors that are not done and have no step, with where they stand. */
function stuckActors(system: TransitionSystem): (state: Int32Array, moves: Uint8Array) => readonly Blocked[] {
  return (state, moves) => {
    const rows = new Map(system.describe(state).map(({ name, value }) => [name, String(value)]));
    return system.actors.flatMap(({ name }, actor) => {
      const location = rows.get(name) ?? '';
      return moves[actor] === 1 || location === 'done' ? [] : [{ actor, location }];
    });
  };
}

interface AheadOfActor extends Ahead {
  /** By mode: how many of the actor's steps come before. */
  readonly before: readonly number[];
}

/** What control flow allows for the steps that only one actor can take. */
function aheadOfActors(system: TransitionSystem, steps: readonly WantedStep[]): AheadOfActor[] {
  const dependencies = system.dependencies?.();
  // Steps that are written alike share their actions.
  const known = new Map<Uint8Array, ReadonlySet<number>>();
  const takers = steps.map(({ actions }) => {
    const found = known.get(actions) ?? new Set(system.actions.flatMap(({ actor }, action) => (actions[action] === 1 ? [actor] : [])));
    known.set(actions, found);
    return found;
  });
  return system.actors.flatMap((_, actor): AheadOfActor[] => {
    const isOwn = (index: number): boolean => takers[index]!.size === 1 && takers[index]!.has(actor);
    const own = steps.flatMap((_step, index) => (isOwn(index) ? [index] : []));
    if (own.length === 0) return [];
    const ahead = aheadOf(
      dependencies,
      actor,
      [],
      own.map((index) => steps[index]!.actions),
    );
    if (ahead === null) return [];
    const before = [0];
    steps.forEach((_step, index) => before.push(before[index]! + (isOwn(index) ? 1 : 0)));
    return [{ ...ahead, before }];
  });
}

/** By action: 1 where taking it can matter to a scenario. */
export function takenFor(system: TransitionSystem, steps: readonly WantedStep[], end: WantedEnd | null): Uint8Array {
  const actions = new Uint8Array(system.actions.length);
  for (const step of steps) {
    step.actions.forEach((can, action) => can === 1 && (actions[action] = 1));
    // Who waits has to come there.
    for (const actor of step.waits?.actors ?? []) system.actions.forEach((action, index) => action.actor === actor && (actions[index] = 1));
  }
  const properties = (end?.properties ?? []).map((property) => system.dependencies?.().properties[property] ?? null);
  if (properties.some((looks) => looks === null)) return new Uint8Array(system.actions.length).fill(1);
  for (const looks of properties) for (const action of looks?.visibleActions ?? []) actions[action] = 1;
  return sliceOf(system, { actions, slots: properties.flatMap((looks) => looks?.reads ?? []) });
}
