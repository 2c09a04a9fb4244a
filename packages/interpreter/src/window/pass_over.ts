import type { LocalNode } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Expression, Statement } from '@mmspec/syntax';
import { awaitedIn } from '../awaited.ts';
import { Awaited, repeated } from '../choices.ts';
import { current, finish } from '../control.ts';
import { writeLocal } from '../place.ts';
import { touchesShared } from '../reads.ts';
import { contextOf, localIn, type Run } from '../run.ts';
import type { Entry } from '../state.ts';
import { meaningOf } from '../scene.ts';
import { executeNext, returnFrom } from '../statement.ts';
import { declare, declaresTarget, introduce } from '../stores.ts';
import { typeOf, withoutOption } from '../types.ts';
import type { Value } from '../value.ts';
import { copyOf } from '../noted_memory.ts';
import type { Item } from './state.ts';

/*
 * Over statements whose values are awaited.
 */

/** An actor somewhere on its way. */
export interface Stand {
  readonly stack: readonly Entry[];
  readonly top: ReadonlyMap<LocalNode, Value>;
  readonly held: Run['held'];
  readonly counts: Run['counts'];
}

export function standOf({ stack, top, held, counts }: Run): Stand {
  return { stack, top: new Map(top), held: new Map(held), counts: new Map(counts) };
}

/** Brings a run back to where it stood. */
export function restore(run: Run, { stack, top, held, counts }: Stand): void {
  run.stack = [...stack];
  refill(run.top, top);
  refill(run.held, held);
  refill(run.counts, counts);
}

function refill<K, V>(map: Map<K, V>, from: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of from) map.set(key, value);
}

/** A statement that waits for something: what it gives is awaited. False: nothing can be said of what follows. */
export function giveAwaited(run: Run, statement: Statement, more: string): boolean {
  const awaited = awaitedIn(run, statement, more);
  switch (statement.kind) {
    case 'if':
    case 'while':
      executeNext(run);
      return true;
    case 'return':
      returnAwaited(run, awaited);
      return true;
    case 'repeat':
    case 'for':
    case 'either':
    case 'break':
    case 'continue':
    case 'goto':
    case 'label':
    case 'error_statement':
      return false;
    case 'local':
      declare(run, statement, awaited, contextOf(run));
      break;
    case 'call_statement':
      giveOwners(run, statement.call, awaited);
      giveFirst(run, statement.call, awaited);
      break;
    case 'choose':
      if (declaresTarget(run.scene, statement)) introduce(run, statement, awaited);
      else giveTo(run, statement.target, awaited);
      break;
    case 'assign':
      giveTo(run, statement.target, awaited);
      break;
    case 'atomic':
      for (const local of localsStored(run, statement)) writeLocal(run, local, awaited);
      break;
    case 'assert':
    case 'await':
    case 'skip':
      break;
  }
  finish(run);
  return true;
}

/** Back to where an operation was called, with a result that waits. */
export function returnAwaited(run: Run, awaited: Value): void {
  try {
    returnFrom(run, awaited);
  } catch (error) {
    const statement = current(run.stack);
    if (!(error instanceof Awaited) || statement?.kind !== 'assign') throw error;
    // Which element takes the result follows from what is not seen yet.
    giveTo(run, statement.target, awaited);
    finish(run);
  }
}

function giveTo(run: Run, target: Expression, awaited: Value): void {
  const local = localNamed(run, target);
  if (local !== null) writeLocal(run, local, awaited);
}

/** Variables that own what a call may take away. */
export function giveOwners(run: Run, call: Expression, awaited: Value): void {
  if (call.kind !== 'call') return;
  for (const { value } of call.arguments) {
    const owner = ownerIn(run, value);
    if (owner !== null) writeLocal(run, owner, awaited);
  }
}

/** A built-in changes the variable that comes first, where that is the actor's own. */
function giveFirst(run: Run, call: Expression, awaited: Value): void {
  const first = call.kind === 'call' ? call.arguments[0]?.value : undefined;
  if (first !== undefined && !touchesShared(run.scene, first, contextOf(run).passed)) giveTo(run, first, awaited);
}

/** The run of one step from where another one stands, once more on what it was performed on; what the other knows of locals changes with it. */
export function stepRun(from: Run, { seen, cpus, picks }: Item): Run {
  const memory = seen ?? new Map<string, Value>();
  return { ...from, cpus: [...cpus], shared: copyOf(memory), before: memory, flags: new Set(), executed: [], choose: repeated(picks) };
}

/** Locals of outside that a step stores into, or that it may take a reference from. */
function localsStored(run: Run, statement: Statement): LocalNode[] {
  const found: LocalNode[] = [];
  const note = (local: LocalNode | null): void => {
    if (local !== null) found.push(local);
  };
  walk(statement, (node) => {
    if (node.kind === 'assign' || node.kind === 'choose') note(localNamed(run, node.target));
    if (node.kind !== 'call') return true;
    // A built-in changes the variable that comes first; a call may take what a variable owns.
    const [first] = node.arguments;
    if (first !== undefined && meaningOf(run.scene, node.callee).kind === 'builtin') note(localNamed(run, first.value));
    for (const { value } of node.arguments) note(ownerIn(run, value));
    return true;
  });
  return found;
}

/** The local at the beginning of a path, where it owns what it refers to. */
function ownerIn(run: Run, expression: Expression): LocalNode | null {
  const local = rootLocal(run, expression);
  return local?.kind === 'local' && local.owns ? local : null;
}

/** The local whose value, or a part of it, an expression names. What a local refers to is no part of it. */
export function localNamed(run: Run, expression: Expression): LocalNode | null {
  for (let part = expression; part.kind === 'field' || part.kind === 'index'; part = part.kind === 'field' ? part.object : part.array) {
    const owner = part.kind === 'field' ? withoutOption(typeOf(run.scene, part.object, contextOf(run).passed)) : null;
    if (owner?.kind === 'object' || owner?.kind === 'place') return null;
  }
  return rootLocal(run, expression);
}

/** The local at the beginning of a path. */
function rootLocal(run: Run, expression: Expression): LocalNode | null {
  let root = expression;
  while (root.kind === 'field' || root.kind === 'index') root = root.kind === 'field' ? root.object : root.array;
  if (root.kind !== 'name_expression') return null;
  const meaning = run.scene.model.meanings.get(root.name);
  if (meaning?.kind !== 'local') return null;
  return localIn(run.stack, run.top, meaning.declaration) === undefined ? null : meaning.declaration;
}
