import { canonicalOf, explore } from '@mmspec/checker';
import type { Canonical, SearchResult } from '@mmspec/checker';
import type { Family, TransitionSystem } from '@mmspec/system';
import { initialOf, successorsOf } from '../random/agreement.ts';
import type { Engines } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { loopDifferences } from './loops.ts';

/*
 * What must be true of a search that keeps one state for all that differ by the names of interchangeable members.
 */

export interface SymmetryOptions {
  /** States over which the interchange of members is judged. */
  readonly comparedMax: number;
  /** Systems with more states are not judged by their orbits. */
  readonly statesMax: number;
}

export interface SymmetryFinding {
  readonly differences: readonly string[];
  readonly families: number;
  readonly states: number;
  /** States of the reduced search. */
  readonly kept: number;
  readonly violated: number;
}

/** Every law on one setting of one spec. */
export async function symmetryLaws({ system, machine }: Engines, options: SymmetryOptions): Promise<SymmetryFinding> {
  const families = system.symmetry?.() ?? [];
  const nothing = { differences: [], families: families.length, states: 0, kept: 0, violated: 0 };
  if (families.length === 0) return nothing;
  const told = new Set(families.flatMap(({ brokenBy }) => brokenBy));
  const properties = [...system.properties.keys()].filter((index) => !told.has(index) && system.properties[index]?.kind !== 'temporal');
  const differences = [...interchangeDifferences(system, families, options.comparedMax)];
  const full = await explore(system, { statesMax: options.statesMax, properties, reduction: false, symmetry: true });
  if (!full.finished || differences.length > 0) return { ...nothing, differences, states: full.states };
  const reduced = await explore(system, { properties, symmetry: true });
  differences.push(...searchDifferences(system, full, reduced));
  differences.push(...loopDifferences(reduced, await explore(system, { properties, symmetry: true, packedFrom: 0 })));
  const tried = await explore(system, { properties, symmetry: true, packedFrom: 0, reductionsTriedFrom: 5 });
  differences.push(...(tried.reduction.symmetry > 1 ? loopDifferences(reduced, tried) : searchDifferences(system, full, tried)));
  for (const result of reduced.results) {
    if (result.path === null) continue;
    const wrong = replay(system, machine, result.property, result.path);
    const name = system.properties[result.property]?.name ?? '?';
    if (wrong !== null) differences.push(`the trace of ${name} does not replay: ${wrong}`);
    if (result.depth !== result.path.actions.length)
      differences.push(`the trace of ${name} has ${result.path.actions.length} steps, its depth is ${result.depth}`);
  }
  differences.push(
    ...orbitDifferences(
      system,
      families.filter(({ name }) => reduced.reduction.interchangeable?.includes(name)),
      full,
      reduced,
    ),
  );
  // With every property judged, those that tell members apart switch their family off.
  const all = await explore(system, { statesMax: options.statesMax, reduction: false });
  differences.push(...searchDifferences(system, all, await explore(system, { symmetry: true })));
  const violated = reduced.results.filter(({ path }) => path !== null).length;
  return { ...nothing, differences: differences.slice(0, 5), states: full.states, kept: reduced.states, violated };
}

function searchDifferences(system: TransitionSystem, full: SearchResult, reduced: SearchResult): readonly string[] {
  const differences: string[] = [];
  if (!full.finished) return differences;
  if (reduced.states > full.states) differences.push(`${reduced.states} states are kept of ${full.states}`);
  // Of an orbit with several representatives one may be found later than the first.
  const isExact = (reduced.reduction.approximate ?? 0) === 0;
  if (isExact ? reduced.depth !== full.depth : reduced.depth < full.depth) differences.push(`the depth is ${reduced.depth}, without reduction ${full.depth}`);
  if (reduced.taken.join() !== full.taken.join()) differences.push(`the actions ${reduced.taken.join('')} are taken, without reduction ${full.taken.join('')}`);
  for (const [index, result] of reduced.results.entries()) {
    const other = full.results[index];
    const name = system.properties[result.property]?.name ?? '?';
    if (other?.verdict !== result.verdict || other.depth !== result.depth)
      differences.push(`${name} is ${result.verdict} at ${result.depth}, without reduction ${other?.verdict} at ${other?.depth}`);
  }
  return differences;
}

/** The orbits of all states, against the states that were kept. */
function orbitDifferences(system: TransitionSystem, families: readonly Family[], full: SearchResult, reduced: SearchResult): readonly string[] {
  if (families.length === 0) return full.states === reduced.states ? [] : [`${reduced.states} states are kept of ${full.states} without a family`];
  const canonical = canonicalOf(system.slots, families);
  const states = statesOf(system, full.states + 1);
  const orders = families.reduce((product, { size }) => product * factorial(size), 1);
  const differences: string[] = [];
  const representatives = new Set<string>();
  const seen = new Set<string>();
  let sum = 0;
  let extra = 0;
  for (const state of states.values()) {
    const key = state.join();
    const reduce = (each: Int32Array): string => {
      const copy = each.slice();
      canonical.reduce(copy);
      return copy.join();
    };
    representatives.add(reduce(state));
    if (seen.has(key)) continue;
    const orbit = orbitOf(canonical, families, state);
    sum += orbit.size;
    if (orders % orbit.size !== 0) differences.push(`an orbit of ${orbit.size} states under ${orders} orders`);
    const forms = new Set<string>();
    for (const [other, image] of orbit) {
      if (!states.has(other)) differences.push(`${other} is ${key} renamed, and not reached`);
      seen.add(other);
      forms.add(reduce(image));
    }
    extra += forms.size - 1;
    for (const form of forms) if (!orbit.has(form)) differences.push(`the representative ${form} of ${key} is not of its orbit`);
  }
  if (sum !== full.states) differences.push(`the orbits have ${sum} states, ${full.states} were found`);
  if (extra > 0 && reduced.reduction.approximate === 0) differences.push(`${extra} representatives too many, and none is counted as approximate`);
  if (reduced.states > representatives.size) differences.push(`${reduced.states} states are kept, there are ${representatives.size} representatives`);
  if (reduced.states < representatives.size - extra) differences.push(`${reduced.states} states are kept, there are ${representatives.size - extra} orbits`);
  return differences;
}

/** All states that the interchange of members makes of one. */
function orbitOf(canonical: Canonical, families: readonly Family[], state: Int32Array): ReadonlyMap<string, Int32Array> {
  const found = new Map([[state.join(), state]]);
  for (const each of found.values()) {
    families.forEach(({ interchanges }, family) => {
      for (const {
        members: [one, other],
      } of interchanges) {
        const image = each.slice();
        canonical.interchange(image, { family, one, other });
        if (!found.has(image.join())) found.set(image.join(), image);
      }
    });
  }
  return found;
}

function factorial(size: number): number {
  return size < 2 ? 1 : size * factorial(size - 1);
}

function statesOf(system: TransitionSystem, statesMax: number): ReadonlyMap<string, Int32Array> {
  const found = new Map<string, Int32Array>();
  for (const { next } of initialOf(system)) if (next !== null) found.set(next.join(), next);
  for (const state of found.values()) {
    if (found.size > statesMax) break;
    for (const { next } of successorsOf(system, state)) if (next !== null && !found.has(next.join())) found.set(next.join(), next);
  }
  return found;
}

/** Interchanging two members in a state must do the same to all that comes of it. */
function interchangeDifferences(system: TransitionSystem, families: readonly Family[], statesMax: number): readonly string[] {
  const differences: string[] = [];
  const states = [...statesOf(system, statesMax).values()].slice(0, statesMax);
  const canonical = canonicalOf(system.slots, families);
  const executed = (action: number): string => [...new Set(system.actions[action]?.executed.map((path) => path.join('.')))].sort().join(' ');
  for (const [family, { name, interchanges, brokenBy }] of families.entries()) {
    for (const {
      members: [one, other],
      actors,
    } of interchanges) {
      const actorOf = (actor: number): number => actors.find((pair) => pair.includes(actor))?.find((each) => each !== actor) ?? actor;
      const image = (state: Int32Array): Int32Array => {
        const copy = state.slice();
        canonical.interchange(copy, { family, one, other });
        return copy;
      };
      for (const state of states) {
        const mirrored = image(state);
        const told = `${name}[${one}] and ${name}[${other}] of ${state.join()}`;
        if (image(mirrored).join() !== state.join()) differences.push(`interchanging ${told} twice changes the state`);
        const outside = mirrored.findIndex((value, slot) => value < (system.slots[slot]?.min ?? 0) || value > (system.slots[slot]?.max ?? 0));
        if (outside >= 0) differences.push(`interchanging ${told} leaves the range of ${system.slots[outside]?.name}`);
        if (differences.length > 0) return differences;
        const here = successorsOf(system, state);
        const there = successorsOf(system, mirrored);
        const text = (who: number, action: number, flags: number, fault: number, next: string): string =>
          `${who} ${system.actions[action]?.environment} ${executed(action)} ${flags} ${fault} ${next}`;
        const expected = here.map(({ action, flags, fault, next }) =>
          text(actorOf(system.actions[action]?.actor ?? -1), action, flags, fault, next === null ? '' : image(next).join()),
        );
        const got = there.map(({ action, flags, fault, next }) => text(system.actions[action]?.actor ?? -1, action, flags, fault, next?.join() ?? ''));
        if (expected.sort().join('\n') !== got.sort().join('\n'))
          differences.push(
            `interchanging ${told}: expected ${expected.find((each) => !got.includes(each))}, got ${got.find((each) => !expected.includes(each))}`,
          );
        if (system.isQuiescent(state) !== system.isQuiescent(mirrored)) differences.push(`interchanging ${told} changes who waits`);
        for (const [index, { name: property, kind }] of system.properties.entries()) {
          if (brokenBy.includes(index)) continue;
          if (['state', 'lost_reference', 'reachable', 'possible'].includes(kind) && system.holdsInState(index, state) !== system.holdsInState(index, mirrored))
            differences.push(`interchanging ${told} changes ${property}`);
          if (kind !== 'step') continue;
          const judged = (from: Int32Array, outcomes: typeof here, mirror: (next: Int32Array) => Int32Array): string =>
            outcomes
              .flatMap(({ action, next }) =>
                next === null ? [] : [`${mirror(next).join()} ${executed(action)} ${system.holdsOnStep(index, from, next, action)}`],
              )
              .sort()
              .join('\n');
          if (judged(state, here, image) !== judged(mirrored, there, (next) => next)) differences.push(`interchanging ${told} changes ${property} on a step`);
        }
        if (differences.length > 0) return differences;
      }
    }
  }
  return differences;
}
