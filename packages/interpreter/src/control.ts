import { isJumpedOver } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import type { LocalNode } from '@mmspec/semantics';
import type { Block, IfStatement, LabelStatement, Statement } from '@mmspec/syntax';
import type { Run } from './run.ts';
import type { BlockEntry, Entry, RepeatEntry } from './state.ts';
import type { Value } from './value.ts';

/*
 * The stack of unfinished work: where it stands, and how jumps and ends of blocks change it.
 */

const none: ReadonlyMap<LocalNode, Value> = new Map();

export function blockEntry(block: Block): BlockEntry {
  return { kind: 'block', block, index: 0, locals: none };
}

const wrapped = new WeakMap<IfStatement, Block>();

/** `else if` as a block of one statement; the same block every time, so that states stay comparable. */
export function asBlock(alternative: Block | IfStatement): Block {
  if (alternative.kind === 'block') return alternative;
  const known = wrapped.get(alternative);
  if (known !== undefined) return known;
  const block: Block = { kind: 'block', statements: [alternative], span: alternative.span };
  wrapped.set(alternative, block);
  return block;
}

/** The statement that comes next; null at the end of a block. */
export function current(stack: readonly Entry[]): Statement | null {
  return statementOf(stack.at(-1));
}

function statementOf(entry: Entry | undefined): Statement | null {
  if (entry?.kind === 'while') return entry.statement;
  return entry?.kind === 'block' ? (entry.block.statements[entry.index] ?? null) : null;
}

/** Where a stack stands in the text of the spec itself: at its statement, or at the one that calls the library; null: nowhere in it. */
export function spanInSpec(stack: readonly Entry[]): Span | null {
  let found: Span | null = null;
  for (const entry of stack) {
    const span = statementOf(entry)?.span;
    if (span === undefined) continue;
    if (span.file !== 0) break;
    found = span;
  }
  return found;
}

export function inAtomic(stack: readonly Entry[]): boolean {
  return stack.some((entry) => entry.kind === 'atomic' || (entry.kind === 'call' && entry.operation.atomic));
}

/** The label that covers the statement an entry is at. */
export function labelOf(entry: Entry): LabelStatement | null {
  if (entry.kind !== 'block') return null;
  for (let index = Math.min(entry.index, entry.block.statements.length - 1); index >= 0; index--) {
    const statement = entry.block.statements[index];
    if (statement?.kind === 'label') return statement;
  }
  return null;
}

/** Labels and operations from the outside in. */
export function pathOf(stack: readonly Entry[]): string[] {
  return stack.flatMap((entry) => {
    if (entry.kind === 'call') return [entry.operation.name.text];
    const label = labelOf(entry);
    return label === null ? [] : [label.name.text];
  });
}

/** Starts of the statements from the actor's text inwards: every call, then the step. */
function chainOf(stack: readonly Entry[]): number[] {
  const chain: number[] = [];
  stack.forEach((entry, index) => {
    if (entry.kind !== 'call') return;
    const caller = statementOf(stack[index - 1]);
    if (caller !== null) chain.push(caller.span.start);
  });
  const step = current(stack);
  return step === null ? chain : [...chain, step.span.start];
}

/** Where a stack stands, as text; empty at the end. */
export function standsAt(stack: readonly Entry[]): string {
  return stack.length === 0 ? '' : `${pathOf(stack).join('.')}@${chainOf(stack).join('/')}`;
}

export function push(run: Run, ...entries: readonly Entry[]): void {
  run.stack = [...run.stack, ...entries];
}

function top(run: Run): Entry | undefined {
  return run.stack.at(-1);
}

export function pop(run: Run): void {
  run.stack = run.stack.slice(0, -1);
}

function replaceTop(run: Run, entry: Entry): void {
  run.stack = [...run.stack.slice(0, -1), entry];
}

/** The current statement has been executed. */
export function finish(run: Run): void {
  const entry = top(run);
  if (entry?.kind !== 'block') throw new Error('a statement outside a block');
  replaceTop(run, standing(entry, entry.index + 1));
}

/** A block at a place, with the locals that have a value there. */
function standing(entry: BlockEntry, index: number): BlockEntry {
  const { statements } = entry.block;
  const hasEnded = (node: LocalNode): boolean => (node.kind === 'local' || node.kind === 'choose') && isJumpedOver(statements, node, index);
  const isAnyOver = [...entry.locals.keys()].some(hasEnded);
  return { ...entry, index, locals: isAnyOver ? new Map([...entry.locals].filter(([node]) => !hasEnded(node))) : entry.locals };
}

/** The statement under the loop on top is over. */
export function leaveLoop(run: Run): void {
  pop(run);
  finish(run);
}

/** A round of the loop on top is over. */
export function endRound(run: Run): void {
  const entry = top(run);
  switch (entry?.kind) {
    case 'while':
      return;
    case 'repeat':
      endRepeatRound(run, entry);
      return;
    case 'for': {
      replaceTop(run, { ...entry, index: entry.index + 1 });
      return;
    }
    case undefined:
    case 'atomic':
    case 'block':
    case 'call':
      throw new Error('the end of a round outside a loop');
  }
}

function endRepeatRound(run: Run, entry: RepeatEntry): void {
  if (entry.limit !== 'forever' && entry.rounds + 1 >= entry.limit) {
    leaveLoop(run);
    return;
  }
  replaceTop(run, { ...entry, rounds: entry.limit === 'forever' ? 0 : entry.rounds + 1 });
  push(run, blockEntry(entry.statement.body));
}

function isLoop(entry: Entry | undefined): boolean {
  return entry?.kind === 'while' || entry?.kind === 'repeat' || entry?.kind === 'for';
}

/** Drops everything above the innermost loop of the running text. */
export function unwindToLoop(run: Run): void {
  while (!isLoop(top(run))) {
    if (run.stack.length === 0 || top(run)?.kind === 'call') throw new Error('break or continue outside a loop');
    pop(run);
  }
}

/** Drops everything above the innermost call and the call itself; false in the text of an actor or action, which ends. */
export function unwindCall(run: Run): boolean {
  while (run.stack.length > 0) {
    const entry = top(run);
    pop(run);
    if (entry?.kind === 'call') return true;
  }
  return false;
}

/** Jumps to a label of a block around the running statement. Scopes that the jump leaves are over. */
export function jump(run: Run, label: string): void {
  while (run.stack.length > 0) {
    const entry = top(run);
    if (entry?.kind === 'call') break;
    const index = entry?.kind === 'block' ? entry.block.statements.findIndex((statement) => statement.kind === 'label' && statement.name.text === label) : -1;
    if (entry?.kind === 'block' && index >= 0) {
      replaceTop(run, standing({ ...entry, locals: declaredBefore(entry, index) }, index));
      return;
    }
    pop(run);
  }
  throw new Error(`no label ${label} around the goto`);
}

function declaredBefore(entry: BlockEntry, index: number): ReadonlyMap<LocalNode, Value> {
  const before = new Set<unknown>(entry.block.statements.slice(0, index));
  return new Map([...entry.locals].filter(([node]) => before.has(node)));
}
