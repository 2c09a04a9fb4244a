import type { Stmt } from './ir.ts';

/*
 * Facts about the kinds of statements of the IR, one table each: a new kind is decided about here.
 */

const none: readonly never[] = [];

/** The lists of statements inside a statement. */
export function bodiesOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.kind) {
    // The kinds that there are most of come first: they are compared in this order.
    case 'store':
    case 'let':
    case 'set':
    case 'leaf':
    case 'fault':
    case 'blocked':
    case 'result':
    case 'leave':
    case 'flag':
    case 'mark':
      return none;
    case 'if':
      return [stmt.then, stmt.else];
    case 'block':
    case 'loop':
    case 'alternative':
    case 'each':
      return [stmt.body];
  }
}

const endsRoundsByKind: Readonly<Record<Stmt['kind'], boolean>> = {
  fault: true,
  blocked: true,
  result: true,
  leave: true,
  let: false,
  set: false,
  store: false,
  if: false,
  leaf: false,
  block: false,
  loop: false,
  alternative: false,
  each: false,
  flag: false,
  mark: false,
};

/** Whether the statement may end the rounds around it. */
export function endsRounds({ kind }: Stmt): boolean {
  return endsRoundsByKind[kind];
}

const storesAheadByKind: Readonly<Record<Stmt['kind'], boolean>> = {
  store: true,
  if: true,
  block: true,
  loop: true,
  let: false,
  set: false,
  leaf: false,
  fault: false,
  blocked: false,
  result: false,
  leave: false,
  alternative: false,
  each: false,
  flag: false,
  mark: false,
};

/** Whether the statements after it come after what it stores; what an alternative stores is undone. */
export function storesAhead({ kind }: Stmt): boolean {
  return storesAheadByKind[kind];
}

const anyOrderByKind: Readonly<Record<Stmt['kind'], boolean>> = {
  let: true,
  store: true,
  if: true,
  block: true,
  loop: true,
  mark: true,
  set: false,
  leaf: false,
  fault: false,
  blocked: false,
  result: false,
  leave: false,
  alternative: false,
  each: false,
  flag: false,
};

/** Whether rounds that have no cells in common may do this in any order; of `set` and `leave` it depends on what they are about. */
export function isFreeOfOrder({ kind }: Stmt): boolean {
  return anyOrderByKind[kind];
}

const onlyLocalsByKind: Readonly<Record<Stmt['kind'], boolean>> = {
  let: true,
  set: true,
  if: true,
  block: true,
  store: false,
  leaf: false,
  fault: false,
  blocked: false,
  result: false,
  leave: false,
  loop: false,
  alternative: false,
  each: false,
  flag: false,
  mark: false,
};

/** Whether it computes, and nothing else. */
export function onlyComputes({ kind }: Stmt): boolean {
  return onlyLocalsByKind[kind];
}
