import type { VariableDeclaration } from '@mmspec/syntax';
import type { FlowLocal, Scoped } from '../flow/types.ts';
import { nameOfLocal } from './names.ts';
import type { ValueName } from './names.ts';
import { isZero, plus } from './term.ts';
import type { Term } from './term.ts';
import type { Taken } from './types.ts';

/*
 * What is known on a path: values, each with the names that certainly mean it, and the references held on it.
 * A value without a second name, reference or fact is not kept: two values that are not known to be equal may be equal.
 */

/** A fact about a value, known from tests and stores. */
export type Fact = 'none' | 'some' | boolean | null;

/** References held on one counter of a value. */
export interface Held {
  readonly ref: VariableDeclaration;
  readonly index: Scoped | null;
  /** Locals and shared state that the index depends on. */
  readonly indexName: ValueName | null;
  readonly count: Term;
  readonly taken: readonly Taken[];
  /** A lock, not a reference. */
  readonly lock: boolean;
}

export interface PathValue {
  /** By key. */
  readonly names: ReadonlyMap<string, ValueName>;
  readonly fact: Fact;
  /** By counter and index; counts are positive. */
  readonly held: ReadonlyMap<string, Held>;
  /** The event that is followed is about it, so that it is found again whatever happens to its names. */
  readonly pinned: boolean;
}

export type State = readonly PathValue[];

export const emptyState: State = [];

/** A value of which only one name, or not even that, is known. */
export function freshValue(name: ValueName | null, fact: Fact = null): PathValue {
  return { names: name === null ? new Map() : new Map([[name.key, name]]), fact, held: new Map(), pinned: false };
}

/** The value that a name means. */
export function lookup(state: State, name: ValueName | null): PathValue {
  const known = name === null ? undefined : state.find((value) => value.names.has(name.key));
  return known ?? freshValue(name, name?.root.kind === 'object' ? 'some' : null);
}

function worthKeeping(value: PathValue): boolean {
  if (value.held.size > 0) return true;
  const names = value.names.size + (value.pinned ? 1 : 0);
  return names > 1 || (names === 1 && value.fact !== null);
}

/** Of more values on which nothing is held nothing is known. */
const valuesMax = 256;

/** The state with another version of a value; either may be one that the state does not keep. */
function replace(state: State, old: PathValue, next: PathValue): State {
  const others = state.filter((value) => value !== old);
  const isNeeded = next.held.size > 0 || next.pinned || others.length < valuesMax;
  return worthKeeping(next) && isNeeded ? [...others, next] : others;
}

/** A value on which nothing is held gets no more names than this: that they are equal is then not known. */
const namesMax = 64;

/** The state in which a value has one more name. */
export function addName(state: State, value: PathValue, name: ValueName): { readonly state: State; readonly value: PathValue } {
  if (value.names.has(name.key) || (value.names.size >= namesMax && value.held.size === 0)) return { state, value };
  const next = { ...value, names: new Map(value.names).set(name.key, name) };
  return { state: replace(state, value, next), value: next };
}

/** The state in which a value is pinned. */
export function pinned(state: State, value: PathValue): { readonly state: State; readonly value: PathValue } {
  if (value.pinned) return { state, value };
  const next = { ...value, pinned: true };
  return { state: replace(state, value, next), value: next };
}

/** The pinned value in a later state; one that the state did not keep, because nothing is known of it, is fresh again. */
export function pinnedIn(state: State): PathValue {
  return state.find((value) => value.pinned) ?? { ...freshValue(null), pinned: true };
}

/** The state in which two values are known to be the same; the references held on both add up. */
export function unify(state: State, a: PathValue, b: PathValue): { readonly state: State; readonly value: PathValue } {
  if (a === b) return { state, value: a };
  const held = new Map(a.held);
  for (const [key, more] of b.held) {
    const known = held.get(key);
    held.set(key, known === undefined ? more : { ...known, count: plus(known.count, more.count), taken: mergeTaken(known.taken, more.taken) });
  }
  const value = { names: new Map([...a.names, ...b.names]), fact: a.fact ?? b.fact, held, pinned: a.pinned || b.pinned };
  const others = state.filter((other) => other !== a && other !== b);
  return { state: worthKeeping(value) ? [...others, value] : others, value };
}

/** The state with a fact about a value. */
export function addFact(state: State, value: PathValue, fact: Fact): { readonly state: State; readonly value: PathValue } {
  if (value.fact === fact) return { state, value };
  const next = { ...value, fact };
  return { state: replace(state, value, next), value: next };
}

/** The state in which the references held on a counter of a value are others; `held` null or of count 0: none. */
export function setHeld(state: State, value: PathValue, key: string, held: Held | null): { readonly state: State; readonly value: PathValue } {
  const all = new Map(value.held);
  if (held === null || isZero(held.count)) all.delete(key);
  else all.set(key, held);
  const next = { ...value, held: all };
  return { state: replace(state, value, next), value: next };
}

/** A reference that no name reaches any more. */
export interface Lost {
  readonly held: Held;
  /** How it was called last. */
  readonly text: string;
  /** The local that said how many there are, where that is what was lost. */
  readonly counted: FlowLocal | null;
  /** False where all its names were good within one step only. */
  readonly named: boolean;
}

/** The state without the names that a predicate picks, and the references that no name is left for. */
export function removeNames(state: State, gone: (name: ValueName) => boolean): { readonly state: State; readonly lost: readonly Lost[] } {
  return remove(state, (value) => (isTouched(value, gone) ? { ...value, names: new Map([...value.names].filter(([, name]) => !gone(name))) } : value), gone);
}

/** The state in which no value is pinned, and the references that no name is left for. */
export function removePin(state: State): { readonly state: State; readonly lost: readonly Lost[] } {
  return remove(
    state,
    (value) => (value.pinned ? { ...value, pinned: false } : value),
    () => false,
  );
}

function isTouched(value: PathValue, gone: (name: ValueName) => boolean): boolean {
  for (const name of value.names.values()) if (gone(name)) return true;
  for (const { indexName, count } of value.held.values()) if ((indexName !== null && gone(indexName)) || lostCount(count, gone) !== null) return true;
  return false;
}

/** The local of a number that a predicate picks. */
function lostCount(count: Term, gone: (name: ValueName) => boolean): FlowLocal | null {
  for (const local of count.locals.keys()) if (gone(nameOfLocal(local))) return local;
  return null;
}

function remove(
  state: State,
  change: (value: PathValue) => PathValue,
  gone: (name: ValueName) => boolean,
): { readonly state: State; readonly lost: readonly Lost[] } {
  const lost: Lost[] = [];
  const kept: PathValue[] = [];
  for (const value of state) {
    const changed = change(value);
    if (changed === value) {
      if (worthKeeping(value)) kept.push(value);
      continue;
    }
    const held = new Map<string, Held>();
    for (const [key, one] of value.held) {
      const counted = lostCount(one.count, gone);
      const reachable = (changed.names.size > 0 || changed.pinned) && (one.indexName === null || !gone(one.indexName)) && counted === null;
      if (reachable) held.set(key, one);
      else if (value.fact !== 'none' && !one.lock)
        lost.push({ held: one, text: textOfValue(value), counted, named: [...value.names.values()].some((name) => !isMomentary(name)) });
    }
    const next = { ...changed, held };
    if (worthKeeping(next)) kept.push(next);
  }
  return { state: kept, lost };
}

/** How people call a value: by an object, else by the first local, else as written. */
export function textOfValue(value: PathValue): string {
  return bestName(value)?.text ?? 'it';
}

const order = { object: 0, expression: 1, local: 2, variable: 3 } as const;

/** The name under which a value is found again: objects first, then lasting expressions, then locals in the order of declaration. */
export function bestName(value: PathValue): ValueName | null {
  const rank = (name: ValueName): number => (isMomentary(name) ? 9 : order[name.root.kind]);
  let best: ValueName | null = null;
  for (const name of value.names.values())
    if (best === null || rank(name) - rank(best) < 0 || (rank(name) === rank(best) && localId(name) < localId(best))) best = name;
  return best ?? (value.pinned ? pin : null);
}

function localId(name: ValueName): number {
  return name.root.kind === 'local' ? name.root.local.id : 0;
}

export function mergeTaken(a: readonly Taken[], b: readonly Taken[]): readonly Taken[] {
  const more = b.filter((taken) => !a.some((known) => known.statement === taken.statement && known.frame === taken.frame));
  return more.length === 0 ? a : [...a, ...more];
}

/** The name of what an effect returned: good until the next location. */
export function resultName(id: number): ValueName {
  return { key: `#${id}`, text: 'the result', root: { kind: 'variable' }, locals: new Set(), reads: new Set() };
}

/** The name of a value that has no other one, while an event is followed. */
const pin: ValueName = { ...resultName(0), key: '#pin' };

/** True for names that are good within one step only: others may change what they depend on. */
function isMomentary(name: ValueName): boolean {
  return name.reads.size > 0 || name.key.startsWith('#');
}

/** True where the name is still good at a place where only these locals have a value. */
export function lasts(name: ValueName, inScope: (local: FlowLocal) => boolean): boolean {
  return !isMomentary(name) && [...name.locals].every(inScope);
}
