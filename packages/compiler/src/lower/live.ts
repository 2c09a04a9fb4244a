import type { ObjectInstance } from '@mmspec/semantics';
import type { Expression, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { hold, newTemp, Unsupported } from './context.ts';
import type { Context } from './context.ts';
import { lowerTruth } from './expressions.ts';
import { and, boundsOf, compare, lookup, no, not, number, numeric, zero } from '../ir/fold.ts';
import type { Cell, Expr, Stmt } from '../ir/ir.ts';
import { namedCells } from './named_cells.ts';
import { flagBit } from './property_table.ts';

/** The field of an object that a place lies in. */
export interface Field {
  readonly owner: ObjectDeclaration;
  readonly id: Expr;
  readonly field: VariableDeclaration;
}

/** What an object must fulfil to be accessed; null where nothing is said. */
export function liveCondition(declaration: ObjectDeclaration): Expression | null {
  const known = conditions.get(declaration);
  if (known !== undefined) return known;
  const found = declaration.members.find((member) => member.kind === 'live')?.condition ?? null;
  conditions.set(declaration, found);
  return found;
}

const conditions = new WeakMap<ObjectDeclaration, Expression | null>();

/**
 * Flags the step where it accesses cells of an object that was not live before the step, or of what is
 * embedded in such an object; `count` cells from `cell` on.
 */
export function watchAccess(context: Context, { owner, id, field }: Field, cell: Cell, count: number): void {
  if (!context.watch || field.storage === 'ghost') return;
  for (const declaration of aroundOf(context, owner)) {
    const condition = liveCondition(declaration);
    if (condition === null) continue;
    const { world, layout } = context.lowering;
    const { base = 0, size = 1 } = layout.objects.get(owner) ?? {};
    const named = namedCells(world, layout, declaration, condition);
    // By all that the indices can be: the object that is touched, or -1.
    const touched = cellsOf(cell).map((first) => {
      const around = aroundInstance(world.objects(owner)[Math.floor((first - base) / size)], declaration);
      const isNamed = (each: number): boolean => around !== null && named[around]?.has(each) === true;
      return around === null || Array.from({ length: count }, (_, at) => first + at).every(isNamed) ? -1 : around;
    });
    if (touched.every((each) => each < 0)) continue;
    judge(context, declaration, condition, indexOf(context, { owner, id, declaration }, cell, touched));
  }
}

/** Which object of the type is touched, or -1: by the object that is accessed where that decides it, else by the cell. */
function indexOf(
  context: Context,
  { owner, id, declaration }: { readonly owner: ObjectDeclaration; readonly id: Expr; readonly declaration: ObjectDeclaration },
  cell: Cell,
  touched: readonly number[],
): Expr {
  const { world, layout } = context.lowering;
  const { base = 0, size = 1 } = layout.objects.get(owner) ?? {};
  const byObject = new Map<number, Set<number>>();
  cellsOf(cell).forEach((first, at) => {
    const object = Math.floor((first - base) / size);
    byObject.set(object, new Set([...(byObject.get(object) ?? []), touched[at] ?? -1]));
  });
  if ([...byObject.values()].some((each) => each.size > 1)) return lookup(touched, placeAmong(cell));
  const { low, high } = rangeOf(id, world.objects(owner).length);
  if (declaration === owner && touched.every((each) => each >= 0)) return id;
  return lookup(
    Array.from({ length: high - low + 1 }, (_, at) => [...(byObject.get(low + at) ?? [])][0] ?? -1),
    numeric('-', id, number(low)),
  );
}

/** `touch(f)` */
export function watchTouch(context: Context, owner: ObjectDeclaration, id: Expr): void {
  if (!context.watch) return;
  const { min, max } = boundsOf(id);
  const low = Math.max(0, min);
  const instances = context.lowering.world.objects(owner).slice(low, max + 1);
  for (const declaration of aroundOf(context, owner)) {
    const condition = liveCondition(declaration);
    if (condition === null) continue;
    const touched = instances.map((instance) => aroundInstance(instance, declaration) ?? -1);
    if (touched.some((each) => each >= 0)) judge(context, declaration, condition, declaration === owner ? id : lookup(touched, numeric('-', id, number(low))));
  }
}

/** The types of an object and of all that it can be embedded in. */
function aroundOf({ lowering }: Context, owner: ObjectDeclaration): readonly ObjectDeclaration[] {
  const found = new Set<ObjectDeclaration>([owner]);
  for (const declaration of found) {
    for (const instance of lowering.world.objects(declaration)) if (instance.owner !== null) found.add(instance.owner.declaration);
  }
  return [...found];
}

/** The number of the object of a type that an object is, or is embedded in. */
function aroundInstance(instance: ObjectInstance | undefined, declaration: ObjectDeclaration): number | null {
  for (let each = instance ?? null; each !== null; each = each.owner) if (each.declaration === declaration) return each.id;
  return null;
}

/** All that a cell can be, the last index running fastest. */
function cellsOf(cell: Cell): readonly number[] {
  return cell.terms.reduce<readonly number[]>(
    (found, { index, stride, count }) => {
      const { low, high } = rangeOf(index, count);
      return found.flatMap((base) => Array.from({ length: high - low + 1 }, (_, at) => base + (low + at) * stride));
    },
    [cell.base],
  );
}

/** Which of them it is. */
function placeAmong(cell: Cell): Expr {
  return cell.terms.reduce<Expr>((place, { index, count }) => {
    const { low, high } = rangeOf(index, count);
    return numeric('+', numeric('*', place, number(high - low + 1)), numeric('-', index, number(low)));
  }, zero);
}

function rangeOf(index: Expr, count: number): { readonly low: number; readonly high: number } {
  const { min, max } = boundsOf(index);
  return { low: Math.max(0, min), high: Math.min(count - 1, max) };
}

/** Flags the step where the object, if it is one, was not live before the step. */
function judge(context: Context, owner: ObjectDeclaration, condition: Expression, index: Expr): void {
  const isThere = compare('>=', index, zero);
  const id = isThere.kind === 'truth' ? index : hold(context, index, 'around');
  const body: Stmt[] = [];
  const alive = aliveness({ ...context, out: body }, condition, owner, id);
  const flag = flagStmt(context, `${owner.name.text}.live`);
  if (isThere.kind === 'truth') {
    context.out.push(...body, { kind: 'if', condition: not(alive), then: [flag], else: [] });
    return;
  }
  const there = compare('>=', id, zero);
  if (body.length === 0) context.out.push({ kind: 'if', condition: and(there, not(alive)), then: [flag], else: [] });
  else context.out.push({ kind: 'if', condition: there, then: [...body, { kind: 'if', condition: not(alive), then: [flag], else: [] }], else: [] });
}

/** The truth of the condition of an object before the step; what is undefined is false. */
function aliveness(context: Context, condition: Expression, owner: ObjectDeclaration, id: Expr): Expr {
  const { lowering } = context;
  const out: Stmt[] = [];
  lowering.counter += 1;
  const label = lowering.counter;
  const alive = lowerTruth(
    { ...context, own: { declaration: owner, id }, source: 'before', watch: false, out, fault: () => [{ kind: 'leave', label }] },
    condition,
  );
  if (out.length === 0) return alive;
  const temp = newTemp(lowering, 'live', { min: 0, max: 1 }, true);
  context.out.push({ kind: 'let', temp, value: no, mutable: true }, { kind: 'block', label, body: [...out, { kind: 'set', temp, value: alive }] });
  return { kind: 'temp', temp };
}

/** More properties do not fit the bits of a number. */
const flagsMax = 32;

/** The step violates a property and goes on. */
export function flagStmt(context: Context, name: string): Stmt {
  const bit = flagBit(context.lowering.properties, name);
  if (bit >= flagsMax)
    throw new Unsupported(`more than ${flagsMax - 1} object types say when they live`, null, `Write \`live when\` in at most ${flagsMax - 1} object types.`);
  return { kind: 'flag', bit };
}
