import type { OrderWord, Statement } from '@mmspec/syntax';
import type { OperationCall } from '../operation_call.ts';
import type { Place } from '../place.ts';
import { touchesShared } from '../reads.ts';
import { passedIn, type Run } from '../run.ts';
import { meaningOf } from '../scene.ts';
import type { Value } from '../value.ts';
import { macroOrder } from './own_order.ts';
import { Touches } from './touches.ts';

/*
 * What a step does to memory, as far as it can be told before it is taken: which cell it is about, and whether it loads, stores or waits.
 */

/**
 * `update`: a read-modify-write; `await`: a load that is performed only where its condition holds; `several`: more cells than one;
 * `none`: no cell at all, as `skip`.
 */
export type AccessKind = 'load' | 'store' | 'update' | 'await' | 'lock' | 'unlock' | 'enter' | 'leave' | 'several' | 'choose' | 'either' | 'none';

export interface Access {
  readonly kind: AccessKind;
  readonly word: OrderWord | null;
  /** The cell, and its place; null where there is none, or where that is not known. An address that waits for what cannot change it is known. */
  readonly cell: string | null;
  readonly place: Place | null;
  /** The address waits for an access that is not performed. */
  readonly isUnknown: boolean;
  /** A read-modify-write of which a part may not happen. */
  readonly mayFail: boolean;
  /** One that fails may have done nothing but load. */
  readonly mayOnlyLoad: boolean;
  /** A read-modify-write, or a waiting one, that nobody can come between. */
  readonly isWhole: boolean;
  /** Ordered with everything before it and after it. */
  readonly isFull: boolean;
  /** Of a mark of a section: the cells that it touches. */
  readonly marks: ReadonlyMap<string, Place>;
  /** A mark inside of another section of the kind, which nobody waits for. */
  readonly isInner: boolean;
  /** Control leaves the step elsewhere than at its end. */
  readonly jumps: boolean;
}

const exchanges: ReadonlySet<string> = new Set(['xchg', 'cmpxchg']);
const noCells: ReadonlyMap<string, Place> = new Map();

/** What the step at which a run stands does, and which operation it calls as a whole; `memory` is looked at only for addresses. */
export function accessOf(run: Run, memory: ReadonlyMap<string, Value>, statement: Statement, called: OperationCall | null): Access {
  const plain = {
    word: null,
    cell: null,
    place: null,
    isUnknown: false,
    mayFail: false,
    mayOnlyLoad: false,
    isWhole: true,
    isFull: false,
    jumps: false,
    marks: noCells,
    isInner: false,
  };
  if (called === null && (statement.kind === 'skip' || statement.kind === 'either')) return { ...plain, kind: statement.kind === 'skip' ? 'none' : 'either' };
  const found = new Touches(run, memory);
  found.step(statement);
  const isAtomic = called !== null || statement.kind === 'atomic';
  const word =
    called?.operation.order?.word ?? (statement.kind === 'atomic' ? (statement.order?.word ?? null) : called === null ? macroOrder(statement) : null);
  const [first] = found.cells;
  const common = {
    ...plain,
    word,
    cell: first?.[0] ?? null,
    place: first?.[1] ?? null,
    isUnknown: found.isUnknown,
    mayFail: found.writes.mayFail,
    mayOnlyLoad: found.writes.mayOnlyLoad,
    jumps: found.jumps && called === null,
  };
  const kind = kindOf(found, word, isAtomic, statement);
  const isFull = word === 'full' || (kind === 'update' && word === null && (isAtomic || givesValue(run, statement)));
  const marks = kind === 'enter' || kind === 'leave' ? found.cells : noCells;
  return { ...common, kind, marks, isFull, isWhole: kind !== 'update' || isFull || found.waits };
}

/** Whether a read-modify-write is one of those that give a value, as xchg() does whether anybody looks at it or not. */
function givesValue({ scene, stack }: Run, statement: Statement): boolean {
  if (statement.kind === 'assign') return !touchesShared(scene, statement.target, (node) => passedIn(stack, node));
  if (statement.kind !== 'call_statement' || statement.call.kind !== 'call') return true;
  const meaning = meaningOf(scene, statement.call.callee);
  return meaning.kind === 'builtin' && exchanges.has(meaning.name);
}

function kindOf(found: Touches, word: OrderWord | null, isAtomic: boolean, statement: Statement): AccessKind {
  if (word === 'enter' || word === 'leave') return word;
  const count = found.cells.size + (found.isUnknown && found.cells.size === 0 ? 1 : 0);
  if (found.isSeveral || count > 1) return 'several';
  if (statement.kind === 'choose') return found.cells.size > 0 || found.isUnknown ? 'several' : 'choose';
  if ((word === 'lock' || word === 'unlock') && count > 0) return word;
  if (found.writes.any && found.loads) return 'update';
  if (found.writes.any) return found.waits ? 'update' : 'store';
  if (found.waits) return isAtomic && !found.loads ? 'several' : 'await';
  return found.loads ? 'load' : 'none';
}
