import { statementsUnder } from '@mmspec/syntax';
import type { GotoStatement, Statement } from '@mmspec/syntax';
import { passes } from './completes.ts';

/*
 * Where a `goto` goes over the declaration of a local, the local has no value at the label, and from there on
 * as far as control goes without passing the declaration; whoever comes there another way loses it at the label.
 * It may not be named there (MM0308), so nobody can tell.
 */

/** A `goto` in a block, however deep, to a label of the block; both as places in the list of its statements. */
interface BlockJump {
  readonly statement: GotoStatement;
  readonly from: number;
  readonly to: number;
}

type Block = readonly Statement[];

const jumps = new WeakMap<Block, readonly BlockJump[]>();
const endings = new WeakMap<Block, ReadonlyMap<Statement, ReadonlySet<number>>>();

/** The jumps to labels of this very block. */
function jumpsOf(block: Block): readonly BlockJump[] {
  const known = jumps.get(block);
  if (known !== undefined) return known;
  const labels = labelsOf(block);
  const found: BlockJump[] = [];
  // Labels of inner blocks hide those of this one.
  const visit = (statement: Statement, from: number, hidden: ReadonlySet<string>): void => {
    if (statement.kind === 'goto') {
      const to = labels.get(statement.label.text);
      if (to !== undefined && !hidden.has(statement.label.text)) found.push({ statement, from, to });
    }
    for (const inner of statementsUnder(statement)) {
      const more = labelsOf(inner);
      const hiding = more.size === 0 ? hidden : new Set([...hidden, ...more.keys()]);
      for (const each of inner) visit(each, from, hiding);
    }
  };
  if (labels.size > 0) block.forEach((statement, place) => visit(statement, place, new Set()));
  jumps.set(block, found);
  return found;
}

function labelsOf(block: Block): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  block.forEach((statement, place) => {
    if (statement.kind === 'label' && !found.has(statement.name.text)) found.set(statement.name.text, place);
  });
  return found;
}

/** The places behind `declaration` that control comes to from `place` without passing it. */
export function reachedWithout(block: Block, declaration: number, place: number): ReadonlySet<number> {
  const found = new Set<number>();
  const pending = [place];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const statement = block[next];
    if (statement === undefined || next <= declaration || found.has(next)) continue;
    found.add(next);
    if (passes(statement)) pending.push(next + 1);
    for (const jump of jumpsOf(block)) if (jump.from === next) pending.push(jump.to);
  }
  return found;
}

/** For each declaration that a jump goes over: the places behind it where the local has no value. */
function endingsOf(block: Block): ReadonlyMap<Statement, ReadonlySet<number>> {
  const known = endings.get(block);
  if (known !== undefined) return known;
  const found = new Map<Statement, ReadonlySet<number>>();
  if (!block.some(declares)) return rememberEndings(block, found);
  const forward = jumpsOf(block).filter(({ from, to }) => from < to);
  block.forEach((statement, place) => {
    if (!declares(statement)) return;
    const over = forward.filter(({ from, to }) => from < place && place < to);
    if (over.length > 0) found.set(statement, new Set(over.flatMap(({ to }) => [...reachedWithout(block, place, to)])));
  });
  return rememberEndings(block, found);
}

function rememberEndings(block: Block, found: ReadonlyMap<Statement, ReadonlySet<number>>): ReadonlyMap<Statement, ReadonlySet<number>> {
  endings.set(block, found);
  return found;
}

function declares({ kind }: Statement): boolean {
  return kind === 'local' || kind === 'choose';
}

/** True where a local of a block has no value at a place behind its declaration, because a jump may have gone over that. */
export function isJumpedOver(block: Block, declaration: Statement, place: number): boolean {
  return endingsOf(block).get(declaration)?.has(place) === true;
}

/** True where jumps go over declarations of the block. */
export function hasJumpedOver(block: Block): boolean {
  return endingsOf(block).size > 0;
}
