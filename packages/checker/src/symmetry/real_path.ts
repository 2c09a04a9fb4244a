import type { TransitionSystem } from '@mmspec/system';
import type { Path } from '../options.ts';
import type { Canonical, Step } from './canonical.ts';

/** What a path ends in, beside its last state. */
export type Ending =
  | { readonly kind: 'state' }
  | { readonly kind: 'fault'; readonly property: number }
  /** The last step violates the property, in the state after it as it was found. */
  | { readonly kind: 'step'; readonly property: number; readonly after: Int32Array };

/**
 * A run of the system itself along a chain of representatives. Each state after the first is the successor that was found,
 * before it was made a representative, renamed as everything before it was. Throws where that is no run: a family was
 * taken for interchangeable that is not.
 */
export function realPath(system: TransitionSystem, canonical: Canonical, chain: Path, ending: Ending): Path {
  const [first] = chain.states;
  if (first === undefined) return chain;
  const states: Int32Array[] = [first];
  const actions: number[] = [];
  /** Makes of the representative what stands in the run; done in order. */
  let names: readonly Step[] = [];
  chain.actions.forEach((action, index) => {
    const representative = chain.states[index]!;
    const current = states.at(-1)!;
    const isLast = index === chain.actions.length - 1;
    const target = chain.states[index + 1];
    if (target === undefined) {
      const property = ending.kind === 'fault' ? ending.property : -1;
      actions.push(likeliest(system, action, waysOf(system, current).filter((way) => way.fault === property)));
      return;
    }
    const found = isLast && ending.kind === 'step' ? ending.after : foundBefore(system, canonical, representative, action, target);
    const next = renamed(canonical, found, names);
    const fits = waysOf(system, current).filter((way) => way.next !== null && isEqual(way.next, next));
    const violating = isLast && ending.kind === 'step' ? fits.filter((way) => violates(system, ending.property, current, next, way)) : fits;
    actions.push(likeliest(system, action, violating));
    states.push(next);
    const steps = canonical.reduceNoting(found.slice());
    names = [...steps.toReversed(), ...names];
  });
  return { states, actions };
}

interface Way {
  readonly action: number;
  readonly flags: number;
  readonly next: Int32Array | null;
  /** -1: none. */
  readonly fault: number;
}

function waysOf(system: TransitionSystem, state: Int32Array): readonly Way[] {
  const next = new Int32Array(system.slots.length);
  const ways: Way[] = [];
  system.successors(
    state,
    next,
    (action, flags) => ways.push({ action, flags, next: next.slice(), fault: -1 }),
    (action, fault) => ways.push({ action, flags: 0, next: null, fault }),
  );
  return ways;
}

/** The successor by an action that has a representative. */
function foundBefore(system: TransitionSystem, canonical: Canonical, state: Int32Array, action: number, representative: Int32Array): Int32Array {
  for (const way of waysOf(system, state)) {
    if (way.action !== action || way.next === null) continue;
    const reduced = way.next.slice();
    canonical.reduce(reduced);
    if (isEqual(reduced, representative)) return way.next;
  }
  throw new Error(`no step by action ${action} leads to the representative that follows`);
}

function renamed(canonical: Canonical, state: Int32Array, names: readonly Step[]): Int32Array {
  const result = state.slice();
  for (const step of names) canonical.interchange(result, step);
  return result;
}

function violates(system: TransitionSystem, property: number, before: Int32Array, after: Int32Array, { action, flags }: Way): boolean {
  if (system.properties[property]?.kind === 'step') return !system.holdsOnStep(property, before, after, action);
  const bit = [...system.properties.keys()].filter((index) => system.properties[index]?.kind === 'live').indexOf(property);
  return ((flags >>> bit) & 1) === 1;
}

/** Of several ways one with the same statement. */
function likeliest(system: TransitionSystem, action: number, ways: readonly Way[]): number {
  const { span, environment } = system.actions[action]!;
  const isLike = (other: number): boolean => {
    const candidate = system.actions[other]!;
    return candidate.environment === environment && candidate.span.file === span.file && candidate.span.start === span.start;
  };
  const way = ways.find((each) => each.action === action) ?? ways.find((each) => isLike(each.action)) ?? ways[0];
  if (way === undefined) throw new Error('a trace of representatives is no run: members that were interchanged are not alike');
  return way.action;
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  return a.every((value, slot) => value === b[slot]);
}
