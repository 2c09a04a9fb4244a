import { cellsIn } from '../../ir/access.ts';
import { boundsOf } from '../../ir/fold.ts';
import type { Cell, Stmt } from '../../ir/ir.ts';

interface Walk {
  readonly isLocation: (cell: Cell) => boolean;
  readonly locationMax: number;
  /** Where control leaves a block: the locations that are stored there. */
  readonly leaving: Map<number, Set<number>>;
  readonly found: Set<number>;
}

/** The locations that an instance may be at after a step. A path that stores none stays where it is. */
export function nextLocations(body: readonly Stmt[], locationCell: Cell, me: number, from: number, locationMax: number): readonly number[] {
  const [own] = cellsIn(locationCell, me);
  const walk: Walk = { isLocation: (cell) => cellsIn(cell, me).some((each) => each === own), locationMax, leaving: new Map(), found: new Set() };
  list(walk, body, new Set([from]));
  return [...walk.found].sort((a, b) => a - b);
}

/** What the location may be where control goes on after the statements; empty where it does not. */
function list(walk: Walk, body: readonly Stmt[], before: ReadonlySet<number>): ReadonlySet<number> {
  let now = before;
  for (const stmt of body) {
    if (now.size === 0) break;
    now = statement(walk, stmt, now);
  }
  return now;
}

const nowhere: ReadonlySet<number> = new Set();

function statement(walk: Walk, stmt: Stmt, before: ReadonlySet<number>): ReadonlySet<number> {
  switch (stmt.kind) {
    case 'store': {
      if (!walk.isLocation(stmt.cell)) return before;
      const { min, max } = boundsOf(stmt.value);
      const [low, high] = [Math.max(min, 0), Math.min(max, walk.locationMax)];
      return new Set(Array.from({ length: Math.max(0, high - low + 1) }, (_, at) => low + at));
    }
    case 'if':
      return union(list(walk, stmt.then, before), list(walk, stmt.else, before));
    case 'leaf':
      before.forEach((location) => walk.found.add(location));
      return nowhere;
    case 'fault':
    case 'blocked':
    case 'result':
      return nowhere;
    case 'loop':
      return union(union(before, list(walk, stmt.body, before)), walk.leaving.get(stmt.label) ?? nowhere);
    case 'block': {
      const after = list(walk, stmt.body, before);
      return union(after, walk.leaving.get(stmt.label) ?? nowhere);
    }
    case 'leave':
      walk.leaving.set(stmt.label, new Set([...(walk.leaving.get(stmt.label) ?? []), ...before]));
      return nowhere;
    case 'alternative':
    case 'each':
      list(walk, stmt.body, before);
      return before;
    case 'flag':
    case 'let':
    case 'mark':
    case 'set':
      return before;
  }
}

function union(one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...one, ...other]);
}
