import type { Diagnostic } from '@mmspec/source';
import type { Expression, VariableDeclaration } from '@mmspec/syntax';
import { typeOf } from '../flow/typing.ts';
import type { FlowLocal, FlowValue, Frame, Location, Scoped } from '../flow/types.ts';
import type { ConcreteType, World } from '../world/world.ts';
import type { LockNotes } from './locks.ts';
import { callersText, counterOf, declarationOf, firstRefOf, nameOf, nameOfLocal, nameOfObject, soleObject, targetLocal } from './names.ts';
import type { Counter, Naming, ValueName } from './names.ts';
import { ownerOf, weightOf, weightOfLocal } from './owners.ts';
import { endHolding, lostName, noName, notHeld, overwritten, ownerLost, ownerNotGiven, whichOne } from './problems.ts';
import type { Where, WhyLost } from './problems.ts';
import {
  addFact,
  addName,
  bestName,
  freshValue,
  lasts,
  lookup,
  mergeTaken,
  pinned,
  pinnedIn,
  removeNames,
  removePin,
  resultName,
  setHeld,
  unify,
} from './state.ts';
import type { Held, Lost, PathValue, State } from './state.ts';
import { constantTerm, leastOf, minus, plus } from './term.ts';
import type { Term } from './term.ts';
import type { Taken } from './types.ts';

/*
 * What single events do to what is known on a path: taking, dropping, moving, naming.
 */

/**
 * Takes a diagnostic, the counter that it is about where it may follow from another diagnostic on the same counter,
 * and a test at the end of all walks that may take it back.
 */
export type Report = (diagnostic: () => Diagnostic, follows: VariableDeclaration | null, unless: () => boolean) => void;

export interface Walker {
  readonly naming: Naming;
  /** `vcpu`, or the name of an action. */
  readonly name: string;
  readonly report: Report;
  /** In the local work before the initial state: what `owns` variables hold there is part of the beginning. */
  readonly initial: boolean;
  /** What all walks together have noted, once they are done. */
  readonly locks: LockNotes;
  /** What this walk notes. */
  readonly noted: LockNotes;
}

/** A state, and a value in it. */
export interface Found {
  readonly state: State;
  readonly value: PathValue;
}

export function worldOf(walker: Walker): World {
  return walker.naming.world;
}

export function report(walker: Walker, diagnostic: () => Diagnostic, follows: VariableDeclaration | null = null, unless: () => boolean = () => false): void {
  walker.report(diagnostic, follows, unless);
}

function reportLost(walker: Walker, lost: readonly Lost[], where: Where, why: WhyLost): void {
  for (const one of lost) {
    report(walker, () => (one.named ? lostName(worldOf(walker), where, one, why) : noName(worldOf(walker), where, one)), one.held.ref);
  }
}

// ---------------------------------------------------------------- values

/** The value that control handed over. */
export function valueOf(walker: Walker, state: State, value: FlowValue): PathValue {
  switch (value.kind) {
    case 'known':
      return freshValue(null, value.value);
    case 'result':
      return lookup(state, resultName(value.result.id));
    case 'expression':
      return valueOfExpression(walker, state, value.scoped);
  }
}

export function valueOfExpression(walker: Walker, state: State, scoped: Scoped): PathValue {
  const { expression, frame } = scoped;
  if (expression.kind === 'none') return freshValue(null, 'none');
  if (expression.kind === 'boolean') return freshValue(null, expression.value);
  return lookup(state, nameOf(walker.naming, expression, frame));
}

/** A value that certainly is an object; the only one of its type is known by name. */
export function exists(walker: Walker, found: Found, type: ConcreteType | null): Found {
  const known = addFact(found.state, found.value, 'some');
  const sole = soleObject(worldOf(walker), type);
  if (sole === null) return known;
  const name = nameOfObject(sole);
  const object = lookup(known.state, name);
  const same = object === known.value ? known : unify(known.state, known.value, object);
  return addName(same.state, same.value, name);
}

/** The pinned value in a later state. */
function again(state: State): Found {
  return { state, value: pinnedIn(state) };
}

/** The end of an event: references on a value that has no name are lost. */
export function unpin(walker: Walker, state: State, where: Where, why: WhyLost = 'assigned'): State {
  const { state: next, lost } = removePin(state);
  reportLost(walker, lost, where, why);
  return next;
}

/** Removes names; where references lose their last one, there is something to say. */
export function forget(walker: Walker, state: State, gone: (name: ValueName) => boolean, where: Where, why: WhyLost): State {
  const { state: next, lost } = removeNames(state, gone);
  reportLost(walker, lost, where, why);
  return next;
}

// ---------------------------------------------------------------- counters

function heldKey(counter: Counter, index: ValueName | null): string {
  return `${counter.ref.span.file}:${counter.ref.span.start}${index === null ? '' : `[${index.key}]`}`;
}

/** A counter with the value that has it. */
export interface Located extends Found {
  readonly counter: Counter;
  readonly index: ValueName | null;
  readonly key: string;
}

/** The counter that an argument of type `ref` designates; its object exists from here on, for otherwise the step faults. */
export function locate(walker: Walker, state: State, expression: Expression, frame: Frame): Located | null {
  const world = worldOf(walker);
  const counter = counterOf(world, expression, frame);
  if (counter === null) return null;
  const index = counter.index === null ? null : nameOf(walker.naming, counter.index.expression, counter.index.frame);
  const key = heldKey(counter, index);
  if (counter.object === null) {
    const name: ValueName = { key: `&${key}`, text: counter.ref.name.text, root: { kind: 'variable' }, locals: new Set(), reads: new Set() };
    return { counter, index, key, state, value: lookup(state, name) };
  }
  const value = valueOfExpression(walker, state, counter.object);
  const found = exists(walker, pinned(state, value), typeOf(world, counter.object.expression, counter.object.frame));
  return { counter, index, key, ...found };
}

/** Gives the actor references. */
export function take(at: Located, count: Term, taken: Taken): State {
  const known = at.value.held.get(at.key);
  const held: Held = {
    ref: at.counter.ref,
    index: at.counter.index,
    indexName: at.index,
    count: known === undefined ? count : plus(known.count, count),
    taken: mergeTaken(known?.taken ?? [], [taken]),
    lock: false,
  };
  return setHeld(at.state, at.value, at.key, held).state;
}

/** Takes references from the actor, as `put` and stores into `owns` variables do; those that it does not hold are named. */
export function drop(walker: Walker, at: Located, count: Term, where: Where, what: 'put' | 'move'): State {
  const known = at.value.held.get(at.key);
  const left = minus(known?.count ?? constantTerm(0), count);
  const isEnough = leastOf(left) >= 0;
  if (!isEnough) {
    const rival = rivalOf(at);
    const name = bestName(at.value);
    const text = name?.text ?? 'this';
    const here = [...at.value.names.values()].find(({ root }) => root.kind === 'local' && root.local.frame === where.frame);
    const passed = name === null ? { text, inside: '' } : callersText(worldOf(walker), name, here ?? name);
    if (rival !== null) report(walker, () => whichOne(worldOf(walker), where, text, bestName(rival)?.text ?? 'another', what));
    else if (what === 'put') report(walker, () => notHeld(worldOf(walker), where, walker.name, passed, known?.count ?? null, count), at.counter.ref);
    else if (!walker.initial) report(walker, () => ownerNotGiven(worldOf(walker), where, walker.name, passed), at.counter.ref);
  }
  return known === undefined ? at.state : setHeld(at.state, at.value, at.key, { ...known, count: isEnough ? left : constantTerm(0) }).state;
}

/** Another value that may be the same and on whose counter the actor holds references. */
function rivalOf(at: Located): PathValue | null {
  for (const value of at.state) {
    for (const [key, held] of value.held) {
      if (held.ref !== at.counter.ref || (value === at.value && key === at.key)) continue;
      if (value !== at.value && differ(value, at.value)) continue;
      if (value === at.value && constantKeys(held.indexName, at.index)) continue;
      return value;
    }
  }
  return null;
}

function constantKeys(a: ValueName | null, b: ValueName | null): boolean {
  return a !== null && b !== null && a.key.startsWith('=') && b.key.startsWith('=');
}

/** True if two values are certainly different objects. */
export function differ(a: PathValue, b: PathValue): boolean {
  if (a.fact === 'none' || b.fact === 'none') return true;
  return objectName(a) !== null && objectName(b) !== null && objectName(a) !== objectName(b);
}

export function objectName(value: PathValue): string | null {
  for (const [key, name] of value.names) if (name.root.kind === 'object') return key;
  return null;
}

// ---------------------------------------------------------------- owners and stores

/** The counter that a reference in an `owns` variable of this type is about. */
function ownedCounter(state: State, value: PathValue, type: ConcreteType | null): Located | null {
  const ref = firstRefOf(type);
  if (ref === null) return null;
  const counter: Counter = { object: null, ref, index: null };
  return { ...pinned(state, value), counter, index: null, key: heldKey(counter, null) };
}

/** Moves references of the actor into an `owns` variable that is about to get this value. */
export function give(walker: Walker, state: State, value: PathValue, type: ConcreteType | null, count: Term, where: Where): State {
  if (value.fact === 'none') return state;
  const at = ownedCounter(state, value, type);
  return at === null ? state : drop(walker, at, count, where, 'move');
}

/** Gives the actor the references that an `owns` variable held. */
export function receive(walker: Walker, state: State, value: PathValue, type: ConcreteType | null, count: Term, taken: Taken): State {
  if (value.fact === 'none') return state;
  const at = ownedCounter(state, value, type);
  return at === null ? state : unpin(walker, take(at, count, taken), taken);
}

/** Stores a value: names that depended on the target are gone, and the target is a name of the value. */
export function store(walker: Walker, state: State, target: Scoped, value: PathValue, where: Where, why: 'assigned' | 'emptied'): State {
  const world = worldOf(walker);
  const { expression, frame } = target;
  const type = typeOf(world, expression, frame);
  let current = pinned(state, value);
  if (why === 'assigned' && ownerOf(world, expression, frame) !== null) {
    const before = lookup(current.state, nameOf(walker.naming, expression, frame));
    if (before.fact === 'some') report(walker, () => overwritten(world, where, expression));
    current = again(give(walker, current.state, current.value, type, weightOf(world, expression, frame), where));
  }
  const local = targetLocal(world, expression, frame);
  const declaration = local === null ? declarationOf(world, expression, frame) : null;
  const depends = (name: ValueName): boolean => (local !== null ? name.locals.has(local) : declaration !== null && name.reads.has(declaration));
  current = again(forget(walker, current.state, depends, where, why));
  const name = nameOf(walker.naming, expression, frame);
  if (name !== null) current = addName(current.state, current.value, name);
  if (type?.kind === 'object') current = exists(walker, current, type);
  return unpin(walker, current.state, where, why);
}

/** Declares a local with a value. */
export function declare(walker: Walker, state: State, local: FlowLocal, value: PathValue, where: Where): State {
  if (local.ghost || local.alias !== null) return state;
  let current = pinned(state, value);
  if (local.owns && lookup(state, nameOfLocal(local)).fact === 'some') report(walker, () => ownerLost(worldOf(walker), where, local));
  if (local.owns) current = again(give(walker, current.state, current.value, local.type, constantTerm(weightOfLocal(worldOf(walker), local)), where));
  current = again(forget(walker, current.state, (name) => name.locals.has(local), where, 'scope'));
  current = addName(current.state, current.value, nameOfLocal(local));
  if (local.type.kind === 'object' && local.role !== 'parameter') current = exists(walker, current, local.type);
  return unpin(walker, current.state, where);
}

/** What is known at a location, seen from the step that arrives there: only names that last, only locals in scope. */
export function settleAt(walker: Walker, state: State, target: Location | null, where: Where): State {
  const scope = new Set(target?.scope);
  const inScope = (local: FlowLocal): boolean => local.role === 'top' || scope.has(local);
  for (const value of state) {
    for (const name of value.names.values()) {
      if (name.root.kind !== 'local' || !name.root.local.owns || inScope(name.root.local)) continue;
      const { local } = name.root;
      if (value.fact === 'some') report(walker, () => ownerLost(worldOf(walker), where, local));
    }
  }
  return forget(walker, state, (name) => !lasts(name, inScope), where, 'scope');
}

/** An actor that ends, or an action that is over, holds references still. */
export function reportHeldAtEnd(walker: Walker, state: State, where: Where, ends: 'actor' | 'action'): void {
  for (const value of state) {
    if (value.fact === 'none') continue;
    for (const held of value.held.values()) {
      if (!held.lock) report(walker, () => endHolding(worldOf(walker), where, walker.name, held, bestName(value)?.text ?? 'it', ends), held.ref);
    }
  }
}
