import { cellsIn, eachStmt } from '@mmspec/compiler';
import type { Expr, Program, Stmt } from '@mmspec/compiler';
import type { Family } from '@mmspec/system';
import { inlined } from './inline.ts';

/*
 * What the cells of a program are to the instances of a family: whose they are, which name instances, and which are counters.
 */

/** A cell whose values, or whose bits, stand for instances or for objects of theirs. */
export interface Naming {
  /** By value, or by bit: the instance, and which of its objects. */
  readonly memberOf: ReadonlyMap<number, { readonly member: number; readonly which: number }>;
  /** By instance, then by which of its objects: the value, or the bit. */
  readonly valueOf: readonly (readonly number[])[];
  /** The value means something only where this cell has one of these values; null: always. */
  readonly when: { readonly cell: number; readonly values: readonly number[] } | null;
}

/** A family of actors: instances one behind the other among all that are looked at. */
export interface ShapedFamily {
  /** Index in the kinds of the program. */
  readonly kind: number;
  /** The number of its first instance. */
  readonly first: number;
  readonly size: number;
}

/** All lists of cells are in the same order whatever the numbers of instances are. */
export interface Shape {
  readonly families: readonly ShapedFamily[];
  /** Number of instances of all families. */
  readonly size: number;
  /** By instance: the index of its family. */
  readonly familyOf: readonly number[];
  /** By cell: the instance that it belongs to; -1: none. */
  readonly owner: Int32Array;
  /** By instance: its cells. */
  readonly own: readonly (readonly number[])[];
  /** Cells that belong to none and change. */
  readonly shared: readonly number[];
  readonly names: ReadonlyMap<number, Naming>;
  readonly sets: ReadonlyMap<number, Naming>;
  /** Shared numbers that are kept as what each instance has contributed; by cell: the feature. */
  readonly counters: ReadonlyMap<number, number>;
  /** Shared cells of two values of which is kept who has raised it. */
  readonly flags: readonly number[];
}

/** What stops the method. */
export class Undecided extends Error {
  /** Whether views of more instances could help. */
  readonly widen: boolean;
  constructor(message: string, widen: boolean = false, cause?: unknown) {
    super(message, { cause });
    this.widen = widen;
  }
}

/** Throws `Undecided` where a cell is indexed by two instances, or keeps two in one value. `kinds`: of each family, its index in the program. */
export function shapeOf(program: Program, found: readonly Family[], kinds: readonly number[]): Shape {
  const families = found.map(({ size }, at): ShapedFamily => ({ kind: kinds[at]!, first: found.slice(0, at).reduce((sum, each) => sum + each.size, 0), size }));
  const size = found.reduce((sum, family) => sum + family.size, 0);
  const cellOf = [...program.slotOf].reduce<number[]>((cells, [cell, slot]) => ((cells[slot] = cell), cells), []);
  const owner = new Int32Array(program.cells.length).fill(-1);
  const own = found.flatMap((family, at) => ownCells(program, family, families[at]!.first, cellOf, owner));
  const [names, sets] = [new Map<number, Naming>(), new Map<number, Naming>()];
  found.forEach((family, at) => noteNames(program, family, families[at]!, size, cellOf, names, sets));
  const shared = [...program.slotOf.keys()].filter((cell) => owner[cell] === -1);
  const counters = countersOf(
    program,
    kinds,
    shared.filter((cell) => !names.has(cell) && !sets.has(cell)),
  );
  const flags = flagsOf(program, kinds, shared).filter((cell) => !names.has(cell) && !sets.has(cell) && !counters.has(cell));
  const familyOf = families.flatMap((family, at) => Array.from({ length: family.size }, () => at));
  return { families, size, familyOf, owner, own, shared, names, sets, counters, flags };
}

/** The same as one family sees it: instances of others are no instances, and what belongs to them belongs to nobody. */
export function seenBy(shape: Shape, at: number): Shape {
  if (shape.families.length === 1) return shape;
  const { kind, first, size } = shape.families[at]!;
  const ofIt = (member: number): boolean => member >= first && member < first + size;
  const seen = (all: Shape['names']): Shape['names'] =>
    new Map(
      [...all].flatMap(([cell, { memberOf, valueOf, when }]) => {
        const members = [...memberOf].filter(([, { member }]) => ofIt(member));
        if (members.length === 0) return [];
        const shifted = new Map(members.map(([value, { member, which }]) => [value, { member: member - first, which }]));
        return [[cell, { memberOf: shifted, valueOf: valueOf.slice(first, first + size), when }]];
      }),
    );
  return {
    ...shape,
    families: [{ kind, first: 0, size }],
    size,
    familyOf: Array.from({ length: size }, () => 0),
    owner: shape.owner.map((member) => (ofIt(member) ? member - first : -1)),
    own: shape.own.slice(first, first + size),
    names: seen(shape.names),
    sets: seen(shape.sets),
  };
}

function noteNames(
  program: Program,
  family: Family,
  { first: begin, size }: ShapedFamily,
  all: number,
  cellOf: readonly number[],
  names: Map<number, Naming>,
  sets: Map<number, Naming>,
): void {
  const kinds = new Map<
    number,
    { readonly isSet: boolean; readonly when: Naming['when']; readonly pairs: Map<number, readonly (readonly [number, number])[]> }
  >();
  for (const { members, renamings } of family.interchanges) {
    if (members[0] !== 0) continue;
    for (const { slot, when, kind: sort, pairs } of renamings) {
      const scope = when === null ? null : { cell: cellOf[when.slot]!, values: when.values };
      const known = kinds.get(cellOf[slot]!) ?? { isSet: sort === 'bits', when: scope, pairs: new Map<number, readonly (readonly [number, number])[]>() };
      known.pairs.set(members[1], pairs);
      kinds.set(cellOf[slot]!, known);
    }
  }
  for (const [cell, { isSet, when, pairs }] of kinds) {
    const name = `\`${program.cells[cell]?.name ?? ''}\``;
    if (names.has(cell) || sets.has(cell)) throw new Undecided(`${name} keeps instances of two families`);
    const one = pairs.get(1) ?? [];
    const valueOf = Array.from({ length: all }, (_, instance) => {
      const member = instance - begin;
      if (member < 0 || member >= size) return [];
      return member === 0 ? one.map(([low]) => low) : (pairs.get(member) ?? []).map(([, high]) => high);
    });
    const memberOf = new Map<number, { member: number; which: number }>();
    valueOf.forEach((values, member) =>
      values.forEach((value, which) => {
        const other = memberOf.get(value);
        if (other !== undefined && other.member !== member) throw new Undecided(`${name} keeps pairs of instances`);
        memberOf.set(value, { member, which });
      }),
    );
    (isSet ? sets : names).set(cell, { memberOf, valueOf, when });
  }
}

/** By member of a family: its cells; notes whose they are, counted from `begin` on. */
function ownCells(
  program: Program,
  { size, interchanges }: Family,
  begin: number,
  cellOf: readonly number[],
  owner: Int32Array,
): readonly (readonly number[])[] {
  const refuse = (slot: number): never => {
    throw new Undecided(`\`${program.cells[cellOf[slot]!]?.name ?? ''}\` is indexed by two instances`);
  };
  const movers = new Map<number, number>();
  const targets: Map<number, number>[] = Array.from({ length: size }, () => new Map<number, number>());
  for (const { members, slots } of interchanges) {
    for (const [low, high] of slots) {
      for (const slot of [low, high]) {
        movers.set(slot, (movers.get(slot) ?? 0) + 1);
        if (owner[cellOf[slot]!]! >= 0 && owner[cellOf[slot]!]! < begin) refuse(slot);
      }
      // Cells of instances lie in their order.
      owner[cellOf[low]!] = begin + members[0];
      owner[cellOf[high]!] = begin + members[1];
      if (members[0] === 0) targets[members[1]]!.set(low, high);
    }
  }
  for (const [slot, count] of movers) if (count !== size - 1) refuse(slot);
  const first = [...(targets[1]?.keys() ?? [])].toSorted((one, other) => one - other);
  return Array.from({ length: size }, (_, member) => first.map((slot) => cellOf[member === 0 ? slot : targets[member]!.get(slot)!]!));
}

/** Every store of a body, without locals. */
function storesOf(body: readonly Stmt[]): readonly { readonly cells: readonly number[]; readonly value: Expr }[] {
  const found: { cells: readonly number[]; value: Expr }[] = [];
  eachStmt(inlined(body).body, (stmt) => {
    if (stmt.kind === 'store') found.push({ cells: cellsIn(stmt.cell, null), value: stmt.value });
  });
  return found;
}

/** Cells whose numbers a value is made of by sums. */
function summands(expr: Expr): readonly number[] {
  switch (expr.kind) {
    case 'load':
      return cellsIn(expr.cell, null);
    case 'numeric':
      return expr.operator === '+' || expr.operator === '-' || expr.operator === '*' ? [...summands(expr.left), ...summands(expr.right)] : [];
    case 'conditional':
      return [...summands(expr.consequent), ...summands(expr.alternative)];
    case 'helper':
      return expr.helper === 'least' || expr.helper === 'greatest' ? expr.operands.flatMap(summands) : [];
    case 'number':
    case 'truth':
    case 'me':
    case 'temp':
    case 'compare':
    case 'and':
    case 'or':
    case 'not':
    case 'lookup':
    case 'action':
    case 'enabled':
      return [];
  }
}

/** Numbers that instances raise and lower, and copies of these. */
function countersOf(program: Program, kinds: readonly number[], candidates: readonly number[]): ReadonlyMap<number, number> {
  const able = new Set(candidates.filter((cell) => (program.cells[cell]?.max ?? 0) > 1));
  const stores = program.steps.flatMap((step) => storesOf(step.body).map((store) => ({ ...store, kind: step.kind, parts: new Set(summands(store.value)) })));
  const found = new Set<number>();
  for (const { cells, value, kind: mover, parts } of stores) {
    if (!kinds.includes(mover) || value.kind === 'load') continue;
    for (const cell of cells) if (able.has(cell) && parts.has(cell)) found.add(cell);
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { cells, parts } of stores) if ([...parts].some((part) => found.has(part))) for (const cell of cells) if (able.has(cell)) found.add(cell);
  }
  return new Map(candidates.filter((cell) => found.has(cell)).map((cell, feature) => [cell, feature]));
}

function flagsOf(program: Program, kinds: readonly number[], shared: readonly number[]): readonly number[] {
  const raised = new Set(program.steps.filter((step) => kinds.includes(step.kind)).flatMap((step) => storesOf(step.body).flatMap(({ cells }) => cells)));
  return shared.filter((cell) => raised.has(cell) && program.cells[cell]?.min === 0 && program.cells[cell]?.max === 1);
}
