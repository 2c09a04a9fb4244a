import { canonicalOf, explore } from '@mmspec/checker';
import type { SearchResult } from '@mmspec/checker';
import type { DeadSlots, TransitionSystem } from '@mmspec/system';
import { initialOf, successorsOf } from '../random/agreement.ts';
import type { Engines } from '../random/pipeline.ts';
import { loopDifferences } from './loops.ts';
import { replay } from '../random/replay.ts';

/*
 * What must be true of a search that resets numbers that nothing depends on.
 */

export interface DeadOptions {
  /** Systems with more states are not judged. */
  readonly statesMax: number;
}

export interface DeadFinding {
  readonly differences: readonly string[];
  /** Slots that are dead somewhere, where every property is judged. */
  readonly slots: number;
  readonly states: number;
  /** States of the reduced search. */
  readonly kept: number;
  readonly violated: number;
  readonly lassos: number;
}

/** Every law on one setting of one spec. */
export async function deadLaws({ system, machine }: Engines, { statesMax }: DeadOptions): Promise<DeadFinding> {
  const differences: string[] = [];
  const all = [...system.properties.keys()];
  const dead = system.deadValues?.(all) ?? [];
  const slots = new Set(dead.flatMap((each) => each.dead.flat())).size;
  const full = await explore(system, { statesMax, reduction: false, deadValues: true });
  const nothing = { differences, slots, states: full.states, kept: 0, violated: 0, lassos: 0 };
  if (!full.finished) return nothing;
  const states = statesOf(system, (state) => state);
  differences.push(...stateDifferences(system, dead, all, states));
  // Where nothing is judged, more is dead.
  differences.push(...stateDifferences(system, system.deadValues?.([]) ?? [], [], states));
  if (differences.length > 0) return { ...nothing, differences: differences.slice(0, 5) };

  const reduced = await explore(system, { deadValues: true, packedFrom: Infinity });
  differences.push(...searchDifferences('dead values', system, full, reduced));
  if (reduced.reduction.deadValues !== slots) differences.push(`${reduced.reduction.deadValues} numbers are reset, ${slots} can be dead`);
  const forms = new Set([...states.values()].map((state) => resetState(system, dead, state).join()));
  const kept = statesOf(system, (state) => resetState(system, dead, state));
  for (const form of forms) if (!kept.has(form)) differences.push(`${form} is a state that was reset, and is not kept`);
  for (const form of kept.keys()) if (!forms.has(form)) differences.push(`${form} is kept, and no state that was reset`);
  if (reduced.states !== forms.size) differences.push(`${reduced.states} states are kept, there are ${forms.size} when all are reset`);

  const packed = await explore(system, { deadValues: true, packedFrom: 0 });
  differences.push(...sameSearch(reduced, packed));
  differences.push(...replayDifferences(system, machine, reduced));
  differences.push(...(await withSymmetry(system, machine, full, states)));
  const violated = reduced.results.filter(({ path }) => path !== null);
  return {
    ...nothing,
    differences: differences.slice(0, 5),
    kept: reduced.states,
    violated: violated.length,
    lassos: violated.filter(({ path }) => path?.loop !== undefined).length,
  };
}

/** A state with its dead numbers at their minimum. */
function resetState({ slots }: TransitionSystem, dead: readonly DeadSlots[], state: Int32Array): Int32Array {
  const result = state.slice();
  for (const { location, dead: byLocation } of dead) {
    for (const slot of byLocation[(state[location] ?? 0) - (slots[location]?.min ?? 0)] ?? []) result[slot] = slots[slot]?.min ?? 0;
  }
  return result;
}

/** All states that can be reached where each is kept in some form. */
function statesOf(system: TransitionSystem, form: (state: Int32Array) => Int32Array): ReadonlyMap<string, Int32Array> {
  const found = new Map<string, Int32Array>();
  const add = (next: Int32Array | null): void => {
    if (next === null) return;
    const state = form(next);
    if (!found.has(state.join())) found.set(state.join(), state);
  };
  for (const { next } of initialOf(system)) add(next);
  for (const state of found.values()) for (const { next } of successorsOf(system, state)) add(next);
  return found;
}

/** A state and the one with its dead numbers reset: the same steps, the same judgements, now and after each step. */
function stateDifferences(
  system: TransitionSystem,
  dead: readonly DeadSlots[],
  judged: readonly number[],
  states: ReadonlyMap<string, Int32Array>,
): readonly string[] {
  const reset = (state: Int32Array): Int32Array => resetState(system, dead, state);
  const kinds = (wanted: readonly string[]): readonly number[] => judged.filter((index) => wanted.includes(system.properties[index]?.kind ?? ''));
  const [onStates, onSteps] = [kinds(['state', 'lost_reference', 'reachable', 'possible']), kinds(['step'])];
  const atoms = kinds(['temporal']).length === 0 ? [] : [...(system.atoms ?? []).keys()];
  const stateAtoms = atoms.filter((atom) => system.atoms?.[atom]?.over === 'state');
  const stepAtoms = atoms.filter((atom) => system.atoms?.[atom]?.over === 'step');
  for (const state of states.values()) {
    const short = reset(state);
    const told = `${state.join()} and ${short.join()}`;
    if (reset(short).join() !== short.join()) return [`${state.join()} changes when it is reset again`];
    if (system.isQuiescent(state) !== system.isQuiescent(short)) return [`${told} differ in who waits`];
    for (const index of onStates)
      if (system.holdsInState(index, state) !== system.holdsInState(index, short)) return [`${told} differ in ${system.properties[index]?.name}`];
    for (const atom of stateAtoms)
      if (system.atomHolds?.(atom, state, state, -1) !== system.atomHolds?.(atom, short, short, -1)) return [`${told} differ in atom ${atom}`];
    const [here, there] = [successorsOf(system, state), successorsOf(system, short)];
    if (here.length !== there.length) return [`${told} have ${here.length} and ${there.length} ways on`];
    for (const [at, one] of here.entries()) {
      const other = there[at];
      if (one.action !== other?.action || one.flags !== other.flags || one.fault !== other.fault)
        return [`${told} differ in way ${at}: ${one.action} ${one.flags} ${one.fault}, ${other?.action} ${other?.flags} ${other?.fault}`];
      if (one.next === null || other.next === null) continue;
      if (reset(one.next).join() !== reset(other.next).join()) return [`${told} differ after way ${at}: ${one.next.join()} and ${other.next.join()}`];
      for (const index of onSteps) {
        const judgements = [one.next, other.next, reset(other.next)].map((next, which) =>
          system.holdsOnStep(index, which === 0 ? state : short, next, one.action),
        );
        if (new Set(judgements).size > 1) return [`${told} differ in ${system.properties[index]?.name} on way ${at}`];
      }
      for (const atom of stepAtoms) {
        if (system.atomHolds?.(atom, state, one.next, one.action) !== system.atomHolds?.(atom, short, reset(other.next), one.action))
          return [`${told} differ in atom ${atom} on way ${at}`];
      }
    }
  }
  return [];
}

function searchDifferences(how: string, system: TransitionSystem, full: SearchResult, reduced: SearchResult): readonly string[] {
  const differences: string[] = [];
  if (reduced.states > full.states) differences.push(`${how}: ${reduced.states} states are kept of ${full.states}`);
  if (reduced.depth > full.depth) differences.push(`${how}: the depth is ${reduced.depth}, without reduction ${full.depth}`);
  if (reduced.taken.join() !== full.taken.join())
    differences.push(`${how}: the actions ${reduced.taken.join('')} are taken, without reduction ${full.taken.join('')}`);
  for (const [index, result] of reduced.results.entries()) {
    const other = full.results[index];
    const { name = '?', kind } = system.properties[result.property] ?? {};
    if (other?.verdict !== result.verdict) differences.push(`${how}: ${name} is ${result.verdict}, without reduction ${other?.verdict}`);
    // A lasso of the states that are kept may have to go round twice.
    if (kind !== 'temporal' && other?.depth !== result.depth)
      differences.push(`${how}: ${name} is decided at ${result.depth}, without reduction at ${other?.depth}`);
  }
  return differences;
}

/** The two loops find the same. */
function sameSearch(one: SearchResult, other: SearchResult): readonly string[] {
  const text = ({ states, transitions, depth, taken, results }: SearchResult): string =>
    [
      states,
      transitions,
      depth,
      taken.join(''),
      ...results.map(
        ({ property, verdict, depth: at, path }) =>
          `${property} ${verdict} ${at} ${path?.states.map((state) => state.join()).join(' ')} ${path?.actions.join()}`,
      ),
    ].join('\n');
  return text(one) === text(other) ? [] : [`the packed loop finds\n${text(other)}\nthe other one\n${text(one)}`];
}

function replayDifferences(system: TransitionSystem, machine: Engines['machine'], { results }: SearchResult): readonly string[] {
  return results.flatMap(({ property, path, depth }) => {
    if (path === null) return [];
    const { name = '?' } = system.properties[property] ?? {};
    const wrong = replay(system, machine, property, path);
    return [
      ...(wrong === null ? [] : [`the trace of ${name} does not replay: ${wrong}`]),
      ...(depth === path.actions.length ? [] : [`the trace of ${name} has ${path.actions.length} steps, its depth is ${depth}`]),
    ];
  });
}

/** Both reductions at once, of all that is judged but paths, which symmetry leaves alone. */
async function withSymmetry(
  system: TransitionSystem,
  machine: Engines['machine'],
  full: SearchResult,
  states: ReadonlyMap<string, Int32Array>,
): Promise<readonly string[]> {
  const properties = [...system.properties.keys()].filter((index) => system.properties[index]?.kind !== 'temporal');
  const families = system.symmetry?.() ?? [];
  if (families.length === 0) return [];
  const expected = { ...full, results: full.results.filter(({ property }) => properties.includes(property)) };
  const [symmetric, dead, both] = [
    await explore(system, { properties, symmetry: true }),
    await explore(system, { properties, deadValues: true }),
    await explore(system, { properties, symmetry: true, deadValues: true }),
  ];
  const packed = await explore(system, { properties, symmetry: true, deadValues: true, packedFrom: 0 });
  const differences = [...searchDifferences('both', system, expected, both), ...replayDifferences(system, machine, both), ...loopDifferences(both, packed)];
  const used = families.filter(({ name }) => both.reduction.interchangeable?.includes(name));
  if (both.reduction.interchangeable?.join() !== symmetric.reduction.interchangeable?.join())
    differences.push('other families are interchangeable where values are reset');
  if (both.reduction.approximate !== 0 || symmetric.reduction.approximate !== 0) return differences;
  if (both.states > Math.min(symmetric.states, dead.states))
    differences.push(`both keep ${both.states} states, symmetry alone ${symmetric.states}, dead values alone ${dead.states}`);
  // States that become the same by renaming and resetting in any order are one.
  const canonical = canonicalOf(system.slots, used);
  const slots = system.deadValues?.(properties) ?? [];
  const reset = (state: Int32Array): Int32Array => resetState(system, slots, state);
  const classes = new Map<string, string>();
  const rootOf = (key: string): string => {
    let at = key;
    for (let up = classes.get(at) ?? at; up !== at; up = classes.get(at) ?? at) {
      classes.set(at, classes.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const state of states.values()) {
    const forms = [
      state,
      ...used.flatMap(({ interchanges }, family) =>
        interchanges.map(({ members: [one, other] }) => {
          const image = state.slice();
          canonical.interchange(image, { family, one, other });
          return image;
        }),
      ),
    ].map((each) => reset(each).join());
    const [first = ''] = forms;
    for (const form of forms) {
      if (!classes.has(form)) classes.set(form, form);
      classes.set(rootOf(form), rootOf(first));
    }
  }
  const count = new Set([...classes.keys()].map(rootOf)).size;
  if (both.states !== count) differences.push(`both keep ${both.states} states, there are ${count} classes`);
  return differences;
}
