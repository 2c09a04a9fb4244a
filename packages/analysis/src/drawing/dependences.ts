import { cellsOf, placeOfActor, referencesHeld } from '@mmspec/interpreter';
import type { Done, Entry, Load, Machine, Outcome, Store } from '@mmspec/interpreter';
import type { LocalNode } from '@mmspec/semantics';
import { isLoop, walk } from '@mmspec/syntax';
import type { Statement } from '@mmspec/syntax';

/*
 * On which earlier steps a step of a run depends (Agrawal and Horgan, "Dynamic program slicing", 1990). By data: on the
 * last store into each cell that it reads. By control: on the last outcome of each condition in the text of its actor that
 * could have led elsewhere, on the first step of each branch of an `either` that it stands in, and on what its actor waited for before
 * (Podgurski and Clarke, "A formal model of program dependences", 1990: that a wait ends is a decision too).
 */

/** By step: the earlier steps that it depends on, in order. */
export function dependencesOf(taken: readonly Outcome[]): number[][] {
  const written = new Map<string, number>();
  return taken.map((outcome, index) => {
    const on = new Set<number>();
    const actor = outcome.actor ?? outcome.environment ?? '';
    for (const load of loadsIn(outcome.done ?? [])) {
      const writer = written.get(cellKey(load, actor));
      if (writer !== undefined) on.add(writer);
    }
    if (outcome.actor !== null) for (const earlier of controlling(taken, index)) on.add(earlier);
    for (const store of storesIn(outcome.done ?? [])) written.set(cellKey(store, actor), index);
    return [...on].sort((a, b) => a - b);
  });
}

/** The steps that what is seen at the end depends on: `cells` as `Machine.looksOf` gives them, after all steps. */
export function dependencesOfLooks(machine: Machine, taken: readonly Outcome[], looks: readonly Load[]): number[] {
  const on = new Set<number>();
  const last = (isIt: (outcome: Outcome) => boolean): void => {
    const index = taken.findLastIndex(isIt);
    if (index >= 0) on.add(index);
  };
  for (const look of looks) {
    if (look.name === referencesHeld)
      taken.forEach((outcome, index) => {
        if (storesIn(outcome.done ?? []).some((store) => movesReferences(machine, store))) on.add(index);
      });
    else if (look.local === null)
      last(
        (outcome) =>
          (outcome.actor !== null && look.name === placeOfActor(outcome.actor)) ||
          storesIn(outcome.done ?? []).some(({ name, local }) => local === null && name === look.name),
      );
    else last((outcome) => storesIn(outcome.done ?? []).some(({ name, local }) => local === look.local && `${outcome.actor ?? ''}.${name}` === look.name));
  }
  return [...on].sort((a, b) => a - b);
}

/** The least set of steps that contains the given ones and, with each step, all that it depends on. */
export function sliceOf(dependences: readonly (readonly number[])[], needed: readonly number[]): number[] {
  const slice = new Set(needed);
  for (const step of slice) for (const earlier of dependences[step] ?? []) slice.add(earlier);
  return [...slice].sort((a, b) => a - b);
}

function movesReferences(machine: Machine, { name, local }: Store): boolean {
  if (local !== null) return local.kind === 'local' && local.owns;
  const declaration = machine.declarationOf(name);
  return declaration !== null && (declaration.owns || declaration.type.kind === 'ref_type');
}

function loadsIn(done: readonly Done[]): Load[] {
  return done
    .flatMap(({ loads, inside }) => [...loads, ...loadsIn(inside)])
    .flatMap((load) => cellsOf(load.name, load.value).map(([name, value]) => ({ ...load, name, value })));
}

function storesIn(done: readonly Done[]): Store[] {
  return done.flatMap(({ stores, inside }) => [...stores, ...storesIn(inside)]);
}

function cellKey({ name, local }: Load | Store, actor: string): string {
  return local === null ? name : `${actor} ${nodeKey(local)} ${name}`;
}

function nodeKey({ span: { file, start } }: LocalNode): string {
  return `${file}:${start}`;
}

// ---------------------------------------------------------------- control

/** A condition that had an outcome, or a wait that ended. */
interface Decision {
  readonly step: number;
  readonly statement: Statement;
  readonly stack: readonly Entry[];
  readonly outcome: boolean | null;
}

function controlling(taken: readonly Outcome[], index: number): Set<number> {
  const actor = taken[index]?.actor;
  const own = [...taken.keys()].slice(0, index).filter((step) => taken[step]?.actor === actor);
  const stack = stackOf(taken[index]);
  const on = new Set<number>();
  const seen = new Set<Statement>();
  for (const step of own.toReversed()) {
    for (const decision of decisionsIn(taken[step]?.done ?? [], step).toReversed()) {
      if (seen.has(decision.statement)) continue;
      seen.add(decision.statement);
      if (controls(decision, stack)) on.add(step);
    }
  }
  for (const entry of stack) {
    if (entry.kind !== 'block' || !isBranch(entry, stack)) continue;
    const first = firstIn(entry.block, taken, own);
    if (first !== null) on.add(first);
  }
  return on;
}

/** Where a step of an actor stands: around its own statement. */
function stackOf(outcome: Outcome | undefined): readonly Entry[] {
  return outcome?.done?.find(({ phase, kind }) => phase === 'step' && kind === 'statement')?.stack ?? [];
}

function decisionsIn(done: readonly Done[], step: number): Decision[] {
  return done.flatMap(({ statement, stack, outcome, inside }): Decision[] => {
    if (statement === null) return [];
    const waits = statement.kind === 'await' || hasWaited(inside);
    const decides = (statement.kind === 'if' || statement.kind === 'while') && outcome !== null;
    return decides || waits ? [{ step, statement, stack, outcome: waits ? null : outcome }] : [];
  });
}

/** An operation of one step begins with a wait. */
function hasWaited(inside: readonly Done[]): boolean {
  return inside.some((each) => each.statement?.kind === 'await' || hasWaited(each.inside));
}

/** Whether a later step of the actor, at the end of its stack, could have been left out or put off by the decision. */
function controls({ statement, stack: around, outcome }: Decision, stack: readonly Entry[]): boolean {
  if (outcome === null) return true;
  const frame = framesIn(around).length;
  if (!isSameFrame(around, stack)) return statement.kind === 'while' && !outcome;
  const at = placeIn(stack, frame);
  if (at === null) return false;
  const { start, end } = statement.span;
  if (statement.kind === 'while' && !outcome) return true;
  if (start <= at && at < end) return true;
  return jumpsOut(statement, around).some(({ from, to }) => from <= at && at < to);
}

/** Calls around a place, from the outside in. */
function framesIn(stack: readonly Entry[]): Extract<Entry, { kind: 'call' }>[] {
  return stack.filter((entry) => entry.kind === 'call');
}

/** The later stack is inside the same call, or in a call that was made there. */
function isSameFrame(around: readonly Entry[], stack: readonly Entry[]): boolean {
  const later = framesIn(stack);
  return framesIn(around).every((call, at) => later[at]?.operation === call.operation && later[at]?.arguments === call.arguments);
}

/** The offset of the statement that runs in a frame. */
function placeIn(stack: readonly Entry[], frame: number): number | null {
  let depth = 0;
  let at: number | null = null;
  for (const entry of stack) {
    if (entry.kind === 'call') depth++;
    if (depth > frame) break;
    if (depth !== frame) continue;
    if (entry.kind === 'block') at = entry.block.statements[entry.index]?.span.start ?? at;
    if (entry.kind === 'while') at = entry.statement.span.start;
  }
  return at;
}

/** The parts of the text that jumps out of a statement leave out, or come back to. */
function jumpsOut(statement: Statement, around: readonly Entry[]): { readonly from: number; readonly to: number }[] {
  const { start, end } = statement.span;
  const loop = around.findLast((entry) => entry.kind === 'while' || entry.kind === 'repeat' || entry.kind === 'for')?.statement.span ?? null;
  const parts: { from: number; to: number }[] = [];
  const visit = (node: Statement, inLoop: boolean): void =>
    walk(node, (inner) => {
      if (inner.kind === 'return') parts.push({ from: 0, to: Infinity });
      if ((inner.kind === 'break' || inner.kind === 'continue') && !inLoop && loop !== null) parts.push({ from: loop.start, to: loop.end });
      if (inner.kind === 'goto') {
        const target = labelAt(inner.label.text, around);
        if (target !== null) parts.push(target > start ? { from: end, to: target } : { from: target, to: end });
      }
      if (inner !== node && isLoop(inner)) {
        visit(inner, true);
        return false;
      }
      return true;
    });
  visit(statement, statement.kind === 'while');
  return parts;
}

/** The offset of a label in a block around. */
function labelAt(name: string, around: readonly Entry[]): number | null {
  for (const entry of around.toReversed()) {
    if (entry.kind === 'call') return null;
    if (entry.kind !== 'block') continue;
    const label = entry.block.statements.find((statement) => statement.kind === 'label' && statement.name.text === name);
    if (label !== undefined) return label.span.start;
  }
  return null;
}

/** A block that is a branch of an `either`. */
function isBranch(entry: Extract<Entry, { kind: 'block' }>, stack: readonly Entry[]): boolean {
  const outer = stack[stack.indexOf(entry) - 1];
  const statement = outer?.kind === 'block' ? outer.block.statements[outer.index] : undefined;
  return statement?.kind === 'either' && statement.branches.includes(entry.block);
}

/** The step with which an actor has entered a block in which it has stood ever since; null where the step itself enters it. */
function firstIn(block: unknown, taken: readonly Outcome[], own: readonly number[]): number | null {
  let first: number | null = null;
  for (const step of own.toReversed()) {
    if (!stackOf(taken[step]).some((entry) => entry.kind === 'block' && entry.block === block)) break;
    first = step;
  }
  return first;
}
