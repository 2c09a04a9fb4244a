import { cellsIn, eachExpr } from '../../ir/access.ts';
import type { Cell, Expr, StepProgram, Stmt } from '../../ir/ir.ts';

/*
 * Live numbers of an actor (Aho, Sethi, Ullman, "Compilers", 10.6; for model checking Bozga, Fernandez and Ghirvu,
 * "State space reduction based on live variables analysis", 1999): those that some path from a location reads before it
 * surely stores them. Sets are bits of a bigint.
 */

/** The numbers that are looked at: bits of the cells of the instance with index 0. */
export type Bits = ReadonlyMap<number, bigint>;

/** Live where control is at a location; null: the location is not known. */
export type LiveAt = (location: number | null) => bigint;

/** All cells of the set that an expression may read. */
function readsOf(expr: Expr, bits: Bits): bigint {
  let reads = 0n;
  eachExpr([{ kind: 'result', value: expr }], (part) => {
    if (part.kind === 'load') reads |= bitsOf(part.cell, bits);
  });
  return reads;
}

function bitsOf(cell: Cell, bits: Bits): bigint {
  return cellsIn(cell, 0).reduce((set, each) => set | (bits.get(each) ?? 0n), 0n);
}

/** What is live before a step, given what is live where its paths end. */
export function liveBefore(step: StepProgram, locationCell: Cell, bits: Bits, liveAt: LiveAt): bigint {
  const [location = -1] = cellsIn(locationCell, 0);
  // What is read from before the step is read there, whatever the step has stored by then.
  let entry = 0n;
  eachExpr(step.body, (expr) => {
    if (expr.kind === 'load' && expr.from === 'before') entry |= bitsOf(expr.cell, bits);
  });
  return entry | listFrom({ bits, location, liveAt, blocks: new Map() }, step.body, nothing)(step.location);
}

/** What is live, by the location that was stored so far. */
type Flow = (at: number | null) => bigint;

const nothing: Flow = () => 0n;

interface Liveness {
  readonly bits: Bits;
  /** The cell of the location. */
  readonly location: number;
  readonly liveAt: LiveAt;
  /** What follows each block around. */
  readonly blocks: ReadonlyMap<number, Flow>;
}

/** Live before a list of statements that `after` follows. */
function listFrom(scene: Liveness, body: readonly Stmt[], after: Flow): Flow {
  return body.reduceRight((rest, stmt) => known(before(scene, stmt, rest)), after);
}

/** Remembers what it was asked. */
function known(flow: Flow): Flow {
  const answers = new Map<number | null, bigint>();
  return (at) => {
    const answer = answers.get(at) ?? flow(at);
    answers.set(at, answer);
    return answer;
  };
}

function before(scene: Liveness, stmt: Stmt, rest: Flow): Flow {
  const { bits } = scene;
  switch (stmt.kind) {
    case 'let':
    case 'set': {
      const reads = readsOf(stmt.value, bits);
      return (at) => reads | rest(at);
    }
    case 'store':
      return beforeStore(scene, stmt, rest);
    case 'if': {
      const reads = readsOf(stmt.condition, bits);
      const [then, otherwise] = [listFrom(scene, stmt.then, rest), listFrom(scene, stmt.else, rest)];
      return (at) => reads | then(at) | otherwise(at);
    }
    case 'block':
      return listFrom({ ...scene, blocks: new Map([...scene.blocks, [stmt.label, rest]]) }, stmt.body, rest);
    case 'leave':
      return scene.blocks.get(stmt.label) ?? nothing;
    case 'loop': {
      // Rounds store nothing, so what any of them reads is read before them all.
      let reads = 0n;
      eachExpr(stmt.body, (expr) => {
        if (expr.kind === 'load') reads |= bitsOf(expr.cell, bits);
      });
      return (at) => reads | rest(at);
    }
    case 'alternative':
    case 'each': {
      // What it stores is undone after it: both begin here.
      const alternative = listFrom(scene, stmt.body, nothing);
      return (at) => alternative(at) | rest(at);
    }
    case 'leaf':
      return scene.liveAt;
    case 'fault':
    case 'blocked':
      return nothing;
    case 'result':
      throw new Error('a step has no result');
    case 'flag':
    case 'mark':
      return rest;
  }
}

function beforeStore({ bits, location }: Liveness, { cell, value }: Stmt & { kind: 'store' }, rest: Flow): Flow {
  const targets = cellsIn(cell, 0);
  const reads = cell.terms.reduce((set, { index }) => set | readsOf(index, bits), readsOf(value, bits));
  const [only = -1] = targets;
  if (!targets.includes(location)) {
    const stored = targets.length === 1 ? (bits.get(only) ?? 0n) : 0n;
    return (at) => reads | (rest(at) & ~stored);
  }
  const next = targets.length === 1 && value.kind === 'number' ? value.value : null;
  return () => reads | rest(next);
}
