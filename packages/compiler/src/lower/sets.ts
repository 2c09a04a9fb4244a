import { meaningOf } from '@mmspec/semantics';
import type { ConcreteType } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { lowerAtom } from './atoms.ts';
import { faultIf, hold, noteCounted, typeIn, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { beyond, codeOf, convert, equal, scalar } from './convert.ts';
import { insideDefine, integer, lowerNumber, lowerTruth, lowerValue } from './expressions.ts';
import { and, boundsOf, compare, conditional, helper, no, not, number, numeric, or, yes, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import { lowerPlace, readPlace } from './places.ts';
import { boundsOfType, countOf, objectCount, setMax, sizeOf } from './scalars.ts';
import { codeIn, valueOfCode } from './set_codes.ts';
import { among } from './quantifiers.ts';
import { breakSymmetryByVisit } from './symmetry_breaking.ts';

/*
 * Sets are unrolled: everything a set can contain, each with the condition under which it is in.
 */

/** Longer chains of operators are split in halves: the depth of an expression is bounded by the stack of who walks it. */
export const chainMax = 64;

export interface Domain {
  readonly element: ConcreteType;
  /** In order. Each value is in the set at most once, except for sequences. */
  readonly members: readonly Member[];
}
export interface Member {
  readonly value: Value;
  readonly member: Expr;
}

/** Sets larger than this are not unrolled. */
const domainMax = 4096;

export function domainOf(context: Context, expression: Expression): Domain {
  switch (expression.kind) {
    case 'name_expression':
      return domainOfName(context, expression);
    case 'range': {
      const low = hold(context, lowerNumber(context, expression.low), 'low');
      const high = hold(context, lowerNumber(context, expression.high), 'high');
      const { min } = boundsOf(low);
      const { max } = boundsOf(high);
      if (max - min > domainMax)
        throw new Unsupported(`a set of ${max - min + 1} numbers`, expression, `Choose bounds with at most ${domainMax} numbers between them.`);
      const members = Array.from({ length: Math.max(0, max - min + 1) }, (_, at): Member => {
        const value = number(min + at);
        return { value: integer(value), member: and(compare('<=', low, value), compare('<=', value, high)) };
      });
      return { element: { kind: 'int', min, max: Math.max(min, max), forever: false }, members: members.filter(possible) };
    }
    case 'set':
      return domainOfElements(context, expression);
    case 'comprehension': {
      const members = among(context, expression.binder, expression.condition).map(({ value, member }) => ({ value, member }));
      const isSequence = typeIn(context, expression.binder.domain)?.kind === 'seq';
      return { element: domainOf(context, expression.binder.domain).element, members: isSequence ? distinct(context, members) : members };
    }
    case 'conditional': {
      const condition = hold(context, lowerTruth(context, expression.condition), 'which');
      const then = domainOf(context, expression.consequent);
      const otherwise = domainOf(context, expression.alternative);
      const members = [
        ...then.members.map(({ value, member }) => ({ value, member: and(condition, member) })),
        ...otherwise.members.map(({ value, member }) => ({ value, member: and(not(condition), member) })),
      ];
      return { element: then.members.length > 0 ? then.element : otherwise.element, members: members.filter(possible) };
    }
    case 'binary': {
      const left = domainOf(context, expression.left);
      const right = domainOf(context, expression.right);
      if (expression.operator === '-') {
        return {
          element: left.element,
          members: left.members.map(({ value, member }) => ({ value, member: and(member, not(isMember(context, value, right))) })).filter(possible),
        };
      }
      const added = right.members.map(({ value, member }) => ({ value, member: and(member, not(isMember(context, value, left))) })).filter(possible);
      return { element: typeElement(context, expression) ?? left.element, members: [...left.members, ...added] };
    }
    case 'call': {
      const inside = insideDefine(
        context,
        expression.callee,
        expression.arguments.map((argument) => argument.value),
      );
      if (inside !== null) return domainOf(inside.context, inside.body);
      return domainOfValue(context, lowerValue(context, expression));
    }
    case 'prime':
      return domainOf({ ...context, source: 'after' }, expression.operand);
    case 'holders':
      return domainOfValue(context, lowerAtom(context, expression));
    case 'at':
    case 'boolean':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'holds':
    case 'index':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'quantifier':
    case 'quiescent':
    case 'refs':
    case 'self':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      return domainOfPlace(context, expression);
  }
}

function possible({ member }: Member): boolean {
  return member.kind !== 'truth' || member.value;
}

/** Each value once: a sequence may have it twice, a set may not. */
function distinct(context: Context, members: readonly Member[]): readonly Member[] {
  const held = members.map(({ value, member }) => ({
    value: { ...value, parts: value.parts.map((part) => hold(context, part, 'element')) },
    member: hold(context, member, 'member'),
  }));
  return held.map(({ value, member }, at) => ({ value, member: and(member, not(isMember(context, value, { members: held.slice(0, at) }))) })).filter(possible);
}

function typeElement(context: Context, expression: Expression): ConcreteType | null {
  const type = typeIn(context, expression);
  return type?.kind === 'set' ? type.element : null;
}

function domainOfName(context: Context, expression: Expression & { kind: 'name_expression' }): Domain {
  const meaning = meaningOf(context.lowering.world, expression.name);
  switch (meaning?.kind) {
    case 'enum': {
      const tags = meaning.declaration.members.map((member) => member.text);
      return all(context, { kind: 'enum', name: meaning.declaration.name.text, tags, declaration: meaning.declaration });
    }
    case 'object':
      return all(context, { kind: 'object', declaration: meaning.declaration });
    case 'actor':
      return all(context, { kind: 'actor', declaration: meaning.declaration });
    case 'all_actors':
      return all(context, { kind: 'actor', declaration: null });
    case 'define':
      return domainOf(context, meaning.declaration.body);
    case undefined:
    case 'any_object':
    case 'builtin':
    case 'const':
    case 'local':
    case 'operation':
    case 'own_field':
    case 'record':
    case 'tag':
    case 'variable':
    case 'variant':
      return domainOfPlace(context, expression);
  }
}

/** Every value of a type. */
function all(context: Context, element: ConcreteType): Domain {
  const { min, max } = boundsOfType(context.lowering.world, element);
  if (max - min > domainMax) throw new Unsupported(`a set over ${max - min + 1} values`, null, `Use a type of at most ${domainMax} values.`);
  const members = Array.from({ length: Math.max(0, max - min + 1) }, (_, at): Member => ({ value: valueOfCode(context, element, min + at), member: yes }));
  return { element, members };
}

function domainOfElements(context: Context, expression: Expression & { kind: 'set' }): Domain {
  const element = typeElement(context, expression) ?? { kind: 'int', min: 0, max: 0, forever: false };
  const members: Member[] = [];
  const constants = new Set<number>();
  for (const item of expression.elements) {
    const lowered = lowerValue(context, item, element);
    const value = element.kind === 'int' ? lowered : convert(context, lowered, element);
    const held = { ...value, parts: value.parts.map((part) => hold(context, part, 'element')) };
    const [code] = held.parts;
    const constant = held.word === undefined && held.parts.length === 1 && code?.kind === 'number' ? code.value : null;
    // Numbers are told apart at once; a set may be long.
    const others = constant === null || members.length > constants.size ? members : constants.has(constant) ? null : [];
    if (constant !== null) constants.add(constant);
    const fresh = others === null ? no : others.reduce<Expr>((so, other) => and(so, not(equal(context, held, other.value))), yes);
    members.push({ value: held, member: fresh });
  }
  return { element, members: members.filter(possible) };
}

function domainOfPlace(context: Context, expression: Expression): Domain {
  const place = lowerPlace(context, expression);
  if (place === null) return domainOfValue(context, lowerValue(context, expression));
  const { type } = place;
  if (place.kind === 'objects') {
    const count = objectCount(context.lowering.world, type);
    const declaration = placeDeclaration(type);
    if (declaration === null) throw new Unsupported('these are no objects', expression);
    const element: ConcreteType = { kind: 'object', declaration };
    return { element, members: Array.from({ length: count }, (_, at) => ({ value: scalar(element, numeric('+', place.id, number(at))), member: yes })) };
  }
  return domainOfValue(context, readPlace(context, place));
}

/** What the objects of an array of them are; null for values. */
export function placeDeclaration(type: ConcreteType): (ConcreteType & { kind: 'place' })['declaration'] | null {
  if (type.kind === 'array') return placeDeclaration(type.element);
  return type.kind === 'place' ? type.declaration : null;
}

/** The members of a set, sequence or array that is a value; a single actor or object is the set of itself. */
function domainOfValue(context: Context, value: Value): Domain {
  const { world } = context.lowering;
  const { type } = value;
  if (type.kind === 'set') {
    const mask = hold(context, value.parts[0] ?? zero, 'mask');
    const everything = all(context, type.element);
    const members = everything.members.map((each, at) => ({ value: each.value, member: bitOf(mask, number(at)) }));
    return { element: type.element, members: members.filter(possible) };
  }
  if (type.kind === 'seq' || type.kind === 'array') {
    const size = sizeOf(world, type.element);
    const skip = type.kind === 'seq' ? 1 : 0;
    const count = type.kind === 'seq' ? type.capacity : countOf(world, type.key);
    const length = value.parts[0] ?? zero;
    const members = Array.from({ length: count }, (_, at) => ({
      value: { type: type.element, parts: value.parts.slice(skip + at * size, skip + at * size + size) },
      member: type.kind === 'seq' ? compare('>', length, number(at)) : yes,
    }));
    return { element: type.element, members: members.filter(possible) };
  }
  return { element: type, members: [{ value, member: yes }] };
}

/** Whether a bit of a mask is set. */
export function bitOf(mask: Expr, at: Expr): Expr {
  return compare('!==', numeric('&', numeric('>>', mask, at), number(1)), zero);
}

/** A chain of operators over a list, in order; a long one is split in halves, which `join` puts together. */
function chained<T>(list: readonly T[], none: Expr, add: (chain: Expr, element: T) => Expr, join: (first: Expr, second: Expr) => Expr): Expr {
  if (list.length <= chainMax) return list.reduce(add, none);
  const middle = list.length >> 1;
  const first = chained(list.slice(0, middle), none, add, join);
  return join(first, chained(list.slice(middle), none, add, join));
}

function isMember(context: Context, value: Value, { members }: Pick<Domain, 'members'>): Expr {
  return chained(members, no, (found, each) => or(found, and(each.member, equal(context, value, each.value))), or);
}

/** `value in set` */
export function isIn(context: Context, value: Value, set: Expression): Expr {
  if (set.kind === 'range' && value.type.kind === 'int' && value.word === undefined) {
    const held = hold(context, codeOf(value), 'value');
    const low = lowerNumber(context, set.low);
    const high = lowerNumber(context, set.high);
    return and(compare('<=', low, held), compare('<=', held, high));
  }
  const held: Value = { ...value, parts: value.parts.map((part) => hold(context, part, 'value')) };
  const type = typeIn(context, set);
  const place =
    type?.kind === 'set' && (set.kind === 'field' || set.kind === 'index' || set.kind === 'prime' || isVariable(context, set))
      ? lowerPlace(context, set)
      : null;
  if (place !== null && place.type.kind === 'set') return isInMask(context, held, place.type.element, codeOf(readPlace(context, place)));
  return isMember(context, held, domainOf(context, set));
}

function isVariable(context: Context, expression: Expression): boolean {
  if (expression.kind !== 'name_expression') return false;
  const kind = meaningOf(context.lowering.world, expression.name)?.kind;
  return kind === 'variable' || kind === 'own_field' || kind === 'local';
}

function isInMask(context: Context, value: Value, element: ConcreteType, mask: Expr): Expr {
  if (value.word === 'none') return no;
  if (value.type.kind === 'option' && element.kind === 'record') {
    const there = compare('!==', codeOf(value), zero);
    return and(there, isInMask(context, { type: value.type.element, parts: value.parts.slice(1) }, element, mask));
  }
  if (value.type.kind === 'option' && element.kind !== 'option') {
    const code = codeOf(value);
    const inner = scalar(value.type.element, numeric('+', code, number(boundsOfType(context.lowering.world, value.type.element).min - 1)));
    return and(compare('!==', code, zero), isInMask(context, inner, element, mask));
  }
  if (element.kind === 'record') {
    const { code, misfits } = codeIn(context, value, element, '');
    const outside = misfits.reduce<Expr>((some, misfit) => or(some, misfit.outside), no);
    return and(not(outside), bitOf(mask, conditional(outside, zero, code)));
  }
  const { min, max } = boundsOfType(context.lowering.world, element);
  const code = codeOf(convert(context, value, element));
  const bounds = boundsOf(code);
  const inside = bounds.min >= min && bounds.max <= max ? yes : and(compare('>=', code, number(min)), compare('<=', code, number(max)));
  return and(inside, bitOf(mask, numeric('-', code, number(min))));
}

/** Every member of the left set is in the right one. */
export function isSubset(context: Context, left: Expression, right: Expression): Expr {
  return chained(
    domainOf(context, left).members,
    yes,
    (so, { value, member }) => (member.kind === 'truth' && !member.value ? so : and(so, or(not(member), isIn(context, value, right)))),
    and,
  );
}

/** Whether a set that may be missing is there, and is that set. */
export function isOptionalSet(context: Context, optional: Expression, set: Expression): Expr {
  const { type, parts } = lowerValue(context, optional);
  if (type.kind !== 'option') throw new Unsupported('this is never missing', optional);
  const code = hold(context, parts[0] ?? zero, 'there');
  const inside = domainOfValue(context, scalar(type.element, numeric('-', code, number(1))));
  const other = domainOf(context, set);
  const within = (few: Domain, many: Domain): Expr =>
    chained(few.members, yes, (so, { value, member }) => and(so, or(not(member), isMember(context, value, many))), and);
  return and(compare('!==', code, zero), and(within(inside, other), within(other, inside)));
}

/** A set as a bit mask over `element`. With a name, a member that `element` lacks is the fault `range of NAME`. */
export function lowerSet(context: Context, expression: Expression, element: ConcreteType, name: string | null): Expr {
  const { world } = context.lowering;
  const { min, max } = boundsOfType(world, element);
  if (max - min + 1 > setMax)
    throw new Unsupported(
      `a set over ${max - min + 1} values; at most ${setMax} are supported`,
      expression,
      `Use elements of a type of at most ${setMax} values.`,
    );
  const type = typeIn(context, expression);
  const direct =
    type?.kind === 'set' && (isVariable(context, expression) || expression.kind === 'field' || expression.kind === 'index' || expression.kind === 'prime')
      ? lowerPlace(context, expression)
      : null;
  if (direct !== null && direct.type.kind === 'set') {
    const mask = hold(context, codeOf(readPlace(context, direct)), 'mask');
    const outside = beyond(context, direct.type.element, element);
    if (name !== null && outside !== 0) faultIf(context, compare('!==', numeric('&', mask, number(outside)), zero), `range of ${name}`);
    return codeOf(convert(context, { type: direct.type, parts: [mask] }, { kind: 'set', element }));
  }
  const domain = domainOf(context, expression);
  const pushed = context.out.length;
  const mask = domain.members.reduce<Expr>((mask, { value, member }) => {
    const { code, misfits } = codeIn(context, value, element, name ?? '');
    const bounds = boundsOf(code);
    const outside = misfits.reduce<Expr>((some, misfit) => or(some, misfit.outside), no);
    if (name !== null) for (const misfit of misfits) faultIf(context, and(member, misfit.outside), `range of ${misfit.name}`);
    if (element.kind === 'record') {
      const fits = name === null ? and(member, not(outside)) : member;
      return numeric('|', mask, conditional(fits, numeric('<<', number(1), numeric('&', code, number(31))), zero));
    }
    if (bounds.max < min || bounds.min > max) return mask;
    const bit = numeric('<<', number(1), numeric('-', code, number(min)));
    return numeric('|', mask, conditional(and(member, name === null ? not(outside) : yes), bit, zero));
  }, zero);
  // `none` and what does not fit are different faults.
  if (domain.element.kind === 'option') breakSymmetryByVisit(context, pushed, [domain.element]);
  return mask;
}

/** `|S|` */
export function sizeOfSet(context: Context, expression: Expression): Expr {
  const type = typeIn(context, expression);
  if (type?.kind === 'seq') return codeOf(lowerValue(context, expression));
  if (type?.kind === 'set' && isVariable(context, expression)) {
    noteCounted(context, countOf(context.lowering.world, type.element));
    return helper('size', codeOf(lowerValue(context, expression)));
  }
  const { members } = domainOf(context, expression);
  noteCounted(context, members.length);
  return numberOfThem(members);
}

/** How many are in the set. */
export function numberOfThem(members: readonly Pick<Member, 'member'>[]): Expr {
  return chained(
    members,
    zero,
    (sum, { member }) => numeric('+', sum, conditional(member, number(1), zero)),
    (first, second) => numeric('+', first, second),
  );
}
