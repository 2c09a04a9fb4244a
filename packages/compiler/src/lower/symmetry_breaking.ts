import type { ConcreteType } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import type { ActorDeclaration, Expression, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { accessOf, eachExpr, eachStmt } from '../ir/access.ts';
import { typeIn } from './context.ts';
import type { Context, Lowering } from './context.ts';
import type { Stmt } from '../ir/ir.ts';
import { isFreeOfOrder, onlyComputes } from '../ir/stmt_facts.ts';

/*
 * What breaks the symmetry of the members of a family, noted where it is lowered. Actors and objects are scalarsets (Ip and Dill,
 * "Better verification through symmetry", 1996): they can be compared, stored, used as an index and ranged over, and all
 * that treats every member alike. What is noted here is the rest: a literal index, the number or the order of a member,
 * and an order in which members are visited, wherever the outcome could depend on it.
 */

/** Something that breaks the symmetry of members. */
export interface SymmetryBreak {
  /** The actor kind, or null for every actor; the object type; or the one pool. */
  readonly of:
    | { readonly kind: 'actor'; readonly declaration: ActorDeclaration | null }
    | { readonly kind: 'object'; readonly declaration: ObjectDeclaration }
    | { readonly kind: 'pool'; readonly declaration: VariableDeclaration };
  /** Index of the property that does; null: a step, an initial value, or what else every check depends on. */
  readonly property: number | null;
  /** Where, as far as it is known: the expression, or the step that it stands in. */
  readonly span: Span | null;
}

export interface SymmetryBreaking {
  readonly list: SymmetryBreak[];
  /** Index of the property that is being lowered. */
  property: number | null;
  /** The step that is being lowered; null: none. */
  span: Span | null;
}

export function createSymmetryBreaking(): SymmetryBreaking {
  return { list: [], property: null, span: null };
}

export function breakSymmetryOfPool({ symmetryBreaking }: Lowering, declaration: VariableDeclaration): void {
  symmetryBreaking.list.push({ of: { kind: 'pool', declaration }, property: symmetryBreaking.property, span: symmetryBreaking.span });
}

/** Values of this type are told apart: that breaks the symmetry of all members in it. */
export function breakSymmetry(lowering: Lowering, type: ConcreteType, span: Span | null = null): void {
  const { symmetryBreaking } = lowering;
  for (const of of membersIn(type)) symmetryBreaking.list.push({ of, property: symmetryBreaking.property, span: span ?? symmetryBreaking.span });
}

/** The actors and objects that values of a type, or the keys of its arrays, are or contain. */
function membersIn(type: ConcreteType): readonly Exclude<SymmetryBreak['of'], { kind: 'pool' }>[] {
  switch (type.kind) {
    case 'actor':
      return [{ kind: 'actor', declaration: type.declaration }];
    case 'object':
    case 'place':
      return [{ kind: 'object', declaration: type.declaration }];
    case 'option':
    case 'set':
    case 'seq':
      return membersIn(type.element);
    case 'array':
      return [...membersIn(type.key), ...membersIn(type.element)];
    case 'record':
      return type.fields.flatMap((field) => membersIn(field.type));
    case 'bool':
    case 'enum':
    case 'int':
    case 'ref':
      return [];
  }
}

function isOfMembers(type: ConcreteType): boolean {
  return membersIn(type).length > 0;
}

/**
 * Members are visited in order, and evaluation may end on the way, or skip what it need not look at: then who is visited
 * first matters. `pushed` is the number of statements before the visit.
 */
export function breakSymmetryByVisit(context: Context, pushed: number, types: readonly ConcreteType[]): void {
  if (types.every((type) => !isOfMembers(type))) return;
  let ends = false;
  const loops = new Set<number>();
  eachStmt(context.out.slice(pushed), (stmt) => {
    if (stmt.kind === 'loop') loops.add(stmt.label);
    else if (stmt.kind === 'leave' ? !loops.has(stmt.label) : !onlyComputes(stmt)) ends = true;
  });
  if (ends) types.forEach((type) => breakSymmetry(context.lowering, type));
}

/** A value as another type writes it: a number as a member, or the elements for members as those for something else, in order. */
export function breakSymmetryByConversion(lowering: Lowering, from: ConcreteType, to: ConcreteType): void {
  if (!differ(from, to)) return;
  breakSymmetry(lowering, from);
  breakSymmetry(lowering, to);
}

/** True where one of the types is about members, and the other not about the same. */
function differ(from: ConcreteType, to: ConcreteType): boolean {
  if (from.kind === 'actor' && to.kind === 'actor') return false;
  const isObject = ({ kind }: ConcreteType): boolean => kind === 'object' || kind === 'place';
  if (isObject(from) && isObject(to)) return JSON.stringify(namesOf(from)) !== JSON.stringify(namesOf(to));
  if (from.kind === 'option' || to.kind === 'option') return differ(from.kind === 'option' ? from.element : from, to.kind === 'option' ? to.element : to);
  if (from.kind === 'set' && to.kind === 'set') return differ(from.element, to.element);
  if (from.kind === 'seq' && to.kind === 'seq') return differ(from.element, to.element);
  // The elements are converted one by one, in order of their keys.
  if (from.kind === 'array' && to.kind === 'array') return namesOf(from.key).join() !== namesOf(to.key).join();
  if (from.kind === 'record' && to.kind === 'record') return from.declaration !== to.declaration;
  return isOfMembers(from) || isOfMembers(to);
}

function namesOf(type: ConcreteType): readonly string[] {
  return membersIn(type).map(({ kind, declaration }) => `${kind} ${declaration?.name.text ?? ''}`);
}

/** Rounds of a `for` over members come in their order; null: that matters for certain. */
export function breakSymmetryByRounds(
  context: Context,
  domain: Expression,
  elements: readonly ConcreteType[],
  rounds: readonly (readonly Stmt[])[] | null,
): void {
  const visited = typeIn(context, domain);
  const types = [...(visited === null ? [] : [visited]), ...elements];
  if (types.every((type) => !isOfMembers(type)) || (rounds !== null && commute(rounds))) return;
  types.forEach((type) => breakSymmetry(context.lowering, type));
}

/** Rounds may come in any order: none stores what another one reads or stores, and none ends anything but itself. */
function commute(rounds: readonly (readonly Stmt[])[]): boolean {
  for (const round of rounds) {
    const own = new Set<number>();
    const labels = new Set<number>();
    let free = true;
    eachStmt(round, (stmt) => {
      if (stmt.kind === 'let') own.add(stmt.temp.id);
      if (stmt.kind === 'block' || stmt.kind === 'loop') labels.add(stmt.label);
    });
    eachStmt(round, (stmt) => {
      if (stmt.kind === 'set' ? !own.has(stmt.temp.id) : stmt.kind === 'leave' ? !labels.has(stmt.label) : !isFreeOfOrder(stmt)) free = false;
    });
    eachExpr(round, ({ kind }) => {
      if (kind === 'enabled') free = false;
    });
    if (!free) return false;
  }
  const accesses = rounds.map((round) => accessOf(round, null));
  return accesses.every(({ writes }, at) =>
    accesses.every((other, index) => index === at || [...writes].every((cell) => !other.reads.has(cell) && !other.writes.has(cell))),
  );
}
