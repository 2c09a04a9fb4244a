import { meaningOf, partsOf } from '@mmspec/semantics';
import type { ConcreteType } from '@mmspec/semantics';
import type { Expression, QuantifierExpression } from '@mmspec/syntax';
import { eachStmt } from '../ir/access.ts';
import { apart, hold, newTemp, noteBinder, noteCounted, typeIn } from './context.ts';
import type { Context } from './context.ts';
import { codeOf, scalar } from './convert.ts';
import { lazy } from './branches.ts';
import { insideDefine, integer, lowerNumber, lowerTruth, lowerValue } from './expressions.ts';
import { and, boundsOf, compare, no, not, number, numeric, yes } from '../ir/fold.ts';
import type { Expr, Stmt, Temp } from '../ir/ir.ts';
import { lowerPlace } from './places.ts';
import { bitOf, placeDeclaration } from './sets.ts';
import type { Member } from './sets.ts';
import { countOf, boundsOfType, setMax, objectCount } from './scalars.ts';
import { breakSymmetryByVisit } from './symmetry_breaking.ts';
import { pushIf } from './push_if.ts';
import { endsRounds } from '../ir/stmt_facts.ts';

/*
 * Quantifiers and counts over many values are loops of the generated code. Few values are written out one after the other:
 * that is faster, and much of it folds away.
 */

/** Combinations of values from which on there is a loop. */
const loopFrom = 1000;

/** A set whose members are known by their number. */
interface Numbered {
  readonly element: ConcreteType;
  readonly count: number;
  readonly at: (index: Expr) => Member;
}

type Visiting = Extract<Expression, { kind: 'quantifier' | 'count' }>;

/** The set of a binder, where what is visited makes a loop; null where it is written out. */
export function loopOf(context: Context, expression: Visiting): Numbered | null {
  return combinations(context, expression) < loopFrom ? null : numbered(context, expression.binder.domain);
}

const combinationsOf = new WeakMap<Context['lowering'], Map<Expression, number>>();

/** About how many combinations of values an expression looks at; 0 where it has no quantifier. */
function combinations(context: Context, expression: Expression): number {
  const known = combinationsOf.get(context.lowering) ?? new Map<Expression, number>();
  combinationsOf.set(context.lowering, known);
  const before = known.get(expression);
  if (before !== undefined) return before;
  const meaning =
    expression.kind === 'name_expression'
      ? meaningOf(context.lowering.world, expression.name)
      : expression.kind === 'call'
        ? meaningOf(context.lowering.world, expression.callee)
        : undefined;
  const parts = meaning?.kind === 'define' ? [...partsOf(expression), meaning.declaration.body] : partsOf(expression);
  const inside = parts.reduce((sum, part) => sum + combinations(context, part), 0);
  const count = 'binder' in expression ? sizeOfDomain(context, expression.binder.domain) * Math.max(1, inside) : inside;
  known.set(expression, count);
  return count;
}

function sizeOfDomain(context: Context, domain: Expression): number {
  const { world } = context.lowering;
  if (domain.kind === 'set') return domain.elements.length;
  const type = typeIn(context, domain);
  if (type?.kind === 'seq') return type.capacity;
  if (type?.kind === 'array') return placeDeclaration(type) === null ? countOf(world, type.key) : objectCount(world, type);
  if (type?.kind === 'set') return isCountable(type.element) ? countOf(world, type.element) : setMax;
  const meaning = domain.kind === 'name_expression' ? meaningOf(world, domain.name) : undefined;
  const element = meaning === undefined ? null : elementOfName(meaning);
  return element === null ? 1 : countOf(world, element);
}

function isCountable({ kind }: ConcreteType): boolean {
  return kind === 'bool' || kind === 'int' || kind === 'enum' || kind === 'object' || kind === 'actor';
}

/** The type whose name stands for the set of its values. */
function elementOfName(meaning: NonNullable<ReturnType<typeof meaningOf>>): ConcreteType | null {
  switch (meaning.kind) {
    case 'enum':
      return {
        kind: 'enum',
        name: meaning.declaration.name.text,
        tags: meaning.declaration.members.map((member) => member.text),
        declaration: meaning.declaration,
      };
    case 'object':
      return { kind: 'object', declaration: meaning.declaration };
    case 'actor':
      return { kind: 'actor', declaration: meaning.declaration };
    case 'all_actors':
      return { kind: 'actor', declaration: null };
    case 'any_object':
    case 'builtin':
    case 'const':
    case 'define':
    case 'local':
    case 'operation':
    case 'own_field':
    case 'record':
    case 'tag':
    case 'variable':
    case 'variant':
      return null;
  }
}

/** Null for a set that is no range of values, no objects one after the other, nor one as a bit mask. */
function numbered(context: Context, domain: Expression): Numbered | null {
  const { world } = context.lowering;
  if (domain.kind === 'range') {
    const low = hold(context, lowerNumber(context, domain.low), 'low');
    const high = hold(context, lowerNumber(context, domain.high), 'high');
    const { min } = boundsOf(low);
    const { max } = boundsOf(high);
    const element: ConcreteType = { kind: 'int', min, max: Math.max(min, max), forever: false };
    const at = (index: Expr): Member => {
      const value = numeric('+', index, number(min));
      return { value: integer(value), member: and(compare('<=', low, value), compare('<=', value, high)) };
    };
    return { element, count: Math.max(0, max - min + 1), at };
  }
  const meaning = domain.kind === 'name_expression' ? meaningOf(world, domain.name) : undefined;
  if (meaning?.kind === 'define') return numbered(context, meaning.kind === 'define' ? meaning.declaration.body : domain);
  const element = meaning === undefined ? null : elementOfName(meaning);
  if (element !== null)
    return {
      element,
      count: countOf(world, element),
      at: (index) => ({ value: scalar(element, numeric('+', index, number(boundsOfType(world, element).min))), member: yes }),
    };
  if (domain.kind === 'call') {
    const inside = insideDefine(
      context,
      domain.callee,
      domain.arguments.map((argument) => argument.value),
    );
    return inside === null ? null : numbered(inside.context, inside.body);
  }
  const isPlace =
    domain.kind === 'field' || domain.kind === 'index' || meaning?.kind === 'variable' || meaning?.kind === 'own_field' || meaning?.kind === 'local';
  const type = isPlace ? typeIn(context, domain) : null;
  const declaration = type?.kind === 'array' ? placeDeclaration(type) : null;
  const place = declaration === null ? null : lowerPlace(context, domain);
  if (declaration !== null && place?.kind === 'objects') {
    const first = hold(context, place.id, 'first');
    const element: ConcreteType = { kind: 'object', declaration };
    return { element, count: objectCount(world, place.type), at: (index) => ({ value: scalar(element, numeric('+', first, index)), member: yes }) };
  }
  if (type?.kind !== 'set' || type.element.kind === 'record') return null;
  const { element: member } = type;
  const mask = hold(context, codeOf(lowerValue(context, domain)), 'mask');
  const { min } = boundsOfType(world, member);
  return {
    element: member,
    count: countOf(world, member),
    at: (index) => ({ value: scalar(member, numeric('+', index, number(min))), member: bitOf(mask, index) }),
  };
}

/** A loop over the members of a set; `round` fills the body. */
function loop(context: Context, set: Numbered, round: (inner: Context, member: Member, label: number) => void): void {
  noteBinder(context);
  if (set.count === 0) return;
  context.lowering.counter += 1;
  const label = context.lowering.counter;
  const temp = newTemp(context.lowering, 'each', { min: 0, max: set.count - 1 }, false);
  const { out } = apart(context, (inner) => round(inner, set.at({ kind: 'temp', temp }), label));
  if (out.length > 0) context.out.push({ kind: 'loop', label, temp, count: set.count, body: out });
}

function bound(context: Context, expression: Visiting, { value }: Member): Context {
  return { ...context, binders: new Map([...context.binders, [expression.binder, value]]) };
}

/** Whether a member is chosen; the condition is evaluated where it is in the set. */
function chosen(context: Context, expression: Visiting, member: Member, condition: Expression | null): Expr {
  return condition === null ? member.member : lazy(context, member.member, true, (inner) => lowerTruth(bound(inner, expression, member), condition));
}

function result(context: Context, name: string, bounds: { readonly min: number; readonly max: number }, isTruth: boolean, begin: Expr): Temp {
  const temp = newTemp(context.lowering, name, bounds, isTruth);
  context.out.push({ kind: 'let', temp, value: begin, mutable: true });
  return temp;
}

/** Conditions are evaluated for all members first: what ends there ends before any body is looked at. */
function askConditions(context: Context, expression: QuantifierExpression, set: Numbered): void {
  if (expression.condition === null) return;
  const { out } = apart(context, (outer) => loop(outer, set, (inner, member) => void chosen(inner, expression, member, expression.condition)));
  if (mayEnd(out)) context.out.push(...out);
}

function mayEnd(body: readonly Stmt[]): boolean {
  let found = false;
  eachStmt(body, (stmt) => {
    if (endsRounds(stmt)) found = true;
  });
  return found;
}

export function loopQuantifier(context: Context, expression: QuantifierExpression, set: Numbered): Expr {
  const universal = expression.quantifier === 'forall';
  const pushed = context.out.length;
  askConditions(context, expression, set);
  const temp = result(context, universal ? 'all' : 'some', { min: 0, max: 1 }, true, universal ? yes : no);
  loop(context, set, (inner, member, label) => {
    const is = chosen(inner, expression, member, expression.condition);
    const holds = lazy(inner, universal ? not(is) : is, !universal, (deep) => lowerTruth(bound(deep, expression, member), expression.body));
    pushIf(
      inner,
      universal ? not(holds) : holds,
      [
        { kind: 'set', temp, value: universal ? no : yes },
        { kind: 'leave', label },
      ],
      [],
    );
  });
  breakSymmetryByVisit(context, pushed, visited(context, expression, set));
  return { kind: 'temp', temp };
}

export function loopCount(context: Context, expression: Visiting, set: Numbered): Expr {
  noteCounted(context, set.count);
  const pushed = context.out.length;
  const temp = result(context, 'number', { min: 0, max: set.count }, false, number(0));
  loop(context, set, (inner, member) => {
    const is = chosen(inner, expression, member, expression.body);
    pushIf(inner, is, [{ kind: 'set', temp, value: numeric('+', { kind: 'temp', temp }, number(1)) }], []);
  });
  breakSymmetryByVisit(context, pushed, visited(context, expression, set));
  return { kind: 'temp', temp };
}

function visited(context: Context, { binder }: Visiting, { element }: Numbered): readonly ConcreteType[] {
  return [element, typeIn(context, binder.domain) ?? element];
}
