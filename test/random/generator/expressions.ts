import type { Path, Scope } from './scope.ts';
import { binder, paths, withLocals } from './scope.ts';
import type { Type } from './world.ts';
import { bare, fresh, isOfNobody, range, sameType } from './world.ts';
import { truth } from './truths.ts';

/*
 * Random expressions of a type, as text with the level of their outermost operator.
 */

/** Levels from loose to tight; an operand that is looser than its place is put in parentheses. */
export const level = {
  conditional: 0,
  iff: 1,
  implies: 2,
  or: 3,
  and: 4,
  not: 5,
  comparison: 6,
  range: 7,
  sum: 8,
  product: 9,
  minus: 10,
  primary: 11,
} as const;

export interface Text {
  readonly text: string;
  readonly level: number;
}
/** A number with the interval that it lies in. */
export interface NumberText extends Text {
  readonly low: number;
  readonly high: number;
}

/** The text, in parentheses if it is looser than `least`. */
export function at(expression: Text, least: number): string {
  return expression.level >= least ? expression.text : `(${expression.text})`;
}

const primary = (text: string): Text => ({ text, level: level.primary });
const number = (text: string, low: number, high: number, at: number = level.primary): NumberText => ({ text, level: at, low, high });

/** The paths of the scope that can be read as the type. */
export function readable(scope: Scope, type: Type): readonly Path[] {
  return paths(scope).filter((path) => sameType(path.type, type) || (type.kind === 'option' && sameType(path.type, bare(type))));
}

/** An expression whose value can be stored in a variable of the type, in most cases. */
export function expression(scope: Scope, type: Type, depth: number): Text {
  const { choices } = scope.world;
  switch (type.kind) {
    case 'bool':
      return truth(scope, depth);
    case 'int':
      return fit(scope, type, depth);
    case 'ref':
      return number(String(choices.below(3)), 0, 2);
    case 'place':
      throw new Error('a place has no value');
    // One value is that of every element.
    case 'array':
      return expression(scope, type.element, depth);
    case 'seq':
      return primary('{}');
    case 'record': {
      const known = readable(scope, type);
      if (known.length > 0 && choices.chance(25)) return primary(choices.pick(known).text());
      return primary(`${type.record.name}(${type.record.fields.map((field) => `${field.name}: ${expression(scope, field.type, depth - 1).text}`).join(', ')})`);
    }
    case 'actor':
    case 'enum':
    case 'object':
    case 'option':
    case 'set':
      if (depth > 0 && choices.chance(8)) {
        const [a, b] = [expression(scope, type, depth - 1), expression(scope, type, depth - 1)];
        return { text: `${at(a, level.iff)} if ${at(truth(scope, depth - 1), level.iff)} else ${b.text}`, level: level.conditional };
      }
      return simple(scope, type, depth);
  }
}

function simple(scope: Scope, type: Type, depth: number): Text {
  const { choices } = scope.world;
  const known = readable(scope, type);
  if (known.length > 0 && choices.chance(type.kind === 'enum' ? 40 : 65)) return primary(choices.pick(known).text());
  switch (type.kind) {
    case 'enum':
      return primary(choices.pick(type.tags));
    case 'object': {
      const { pool, instances } = type.object;
      if (pool !== null && choices.chance(50)) return primary(`${pool.name}[${index(scope, range(0, pool.size - 1))}]`);
      return primary(choices.pick(instances));
    }
    case 'actor':
      return primary(actorText(scope, type));
    case 'option':
      if (choices.chance(50)) return primary('none');
      if (isOfNobody(type.element) && choices.chance(95)) return primary('none');
      return type.element.kind === 'record' ? expression(scope, type.element, depth) : simple(scope, type.element, depth);
    case 'set':
      return set(scope, type, depth);
    case 'array':
    case 'bool':
    case 'int':
    case 'place':
    case 'record':
    case 'ref':
    case 'seq':
      throw new Error(`no simple text of ${type.kind}`);
  }
}

function actorText(scope: Scope, type: Type & { kind: 'actor' }): string {
  const { choices, actors } = scope.world;
  const { self } = scope;
  if (self !== 'none' && (type.actor === null || self === type.actor) && choices.chance(60)) return 'self';
  const actor = type.actor ?? choices.pick(actors);
  return actor.count === null ? actor.name : `${actor.name}[${choices.below(actor.count)}]`;
}

/** An index for an array with the key. */
export function index(scope: Scope, key: Type): string {
  const { choices } = scope.world;
  if (key.kind === 'int') {
    const { nesting } = scope.world;
    if (nesting.indices >= 3 || !choices.chance(45)) return String(key.low + choices.below(key.high - key.low + 1));
    nesting.indices++;
    const value = integer(scope, 1);
    nesting.indices--;
    if (value.low >= key.low && value.high <= key.high) return value.text;
    if (!scope.safe && choices.chance(5)) return value.text;
    if (key.low !== 0) return `min(max(${value.text}, ${key.low}), ${key.high})`;
    return `${at(value, level.product)} % ${key.high + 1}`;
  }
  return expression(scope, key, 0).text;
}

/** A set expression over the element type. */
export function set(scope: Scope, type: Type & { kind: 'set' }, depth: number): Text {
  const { choices, world } = { choices: scope.world.choices, world: scope.world };
  const form = isOfNobody(type.element) ? choices.pick([0, 3, 4]) : depth <= 0 ? choices.below(2) : choices.below(5);
  if (form === 0) return primary('{}');
  if (form === 1 || form === 2) {
    const count = 1 + choices.below(2);
    return primary(`{${Array.from({ length: count }, () => expression(scope, type.element, depth - 1).text).join(', ')}}`);
  }
  if (form === 3) {
    const name = fresh(world, 'e');
    const domain = domainOf(scope, type.element);
    return primary(`{${name} in ${domain} where ${truth(withLocals(scope, binder(name, type.element)), depth - 1).text}}`);
  }
  const known = readable(scope, type);
  return known.length > 0 ? primary(choices.pick(known).text()) : primary('{}');
}

/** A finite set of the values of a type, as the domain of a binder; it reads no state. */
export function domainOf(scope: Scope, type: Type): string {
  const { choices } = scope.world;
  switch (type.kind) {
    case 'bool':
      return choices.pick(['{true, false}', '{false}', '{true}']);
    case 'int':
      return choices.chance(70) ? `${type.low}..${type.high}` : `{${type.low}, ${type.high}}`;
    case 'enum':
      return type.name !== '' && choices.chance(60) ? type.name : `{${type.tags.slice(0, 2).join(', ')}}`;
    case 'object':
      return type.object.pool?.name ?? `{${[...new Set(type.object.instances)].join(', ')}}`;
    case 'actor':
      return type.actor === null ? 'actor' : type.actor.count === null ? `{${type.actor.name}}` : type.actor.name;
    case 'option':
      return domainOf(scope, type.element);
    case 'array':
    case 'place':
    case 'record':
    case 'ref':
    case 'seq':
    case 'set':
      throw new Error(`no domain of ${type.kind}`);
  }
}

/** Element types that binders may range over. */
export function elementTypes(scope: Scope): readonly Type[] {
  const { world } = scope;
  return [
    range(0, 1),
    range(0, 2),
    { kind: 'bool' },
    ...world.enums,
    { kind: 'actor', actor: null },
    ...[...world.actors, ...world.nobodies].map((actor): Type => ({ kind: 'actor', actor })),
    ...world.objects.filter((object) => object.instances.length > 0).map((object): Type => ({ kind: 'object', object })),
  ];
}

/** A number that the type can hold, but for a small chance of a range fault. */
function fit(scope: Scope, type: Type & { kind: 'int' }, depth: number): Text {
  const { choices } = scope.world;
  if (choices.chance(25)) return number(String(type.low + choices.below(type.high - type.low + 1)), 0, 0);
  const value = integer(scope, depth);
  if (value.low >= type.low && value.high <= type.high) return value;
  if (!scope.safe && value.low <= type.high && value.high >= type.low && !/^[-0-9]+$/.test(value.text) && choices.chance(4)) return value;
  if (type.low === 0 && choices.chance(80)) return { text: `${at(value, level.product)} % ${type.high + 1}`, level: level.product };
  return primary(`min(max(${value.text}, ${type.low}), ${type.high})`);
}

/** Division rounds down, which only numbers below zero show. */
function perhapsNegative(scope: Scope, value: NumberText): NumberText {
  const { choices } = scope.world;
  if (!choices.chance(40)) return value;
  const less = 1 + choices.below(3);
  return number(`${at(value, level.sum)} - ${less}`, value.low - less, value.high - less, level.sum);
}

/** Any number. */
export function integer(scope: Scope, depth: number): NumberText {
  const { choices, constants } = scope.world;
  const known = readable(scope, range(0, 0));
  const leaf = (): NumberText => {
    if (known.length > 0 && choices.chance(75)) {
      const path = choices.pick(known);
      const [low, high] = path.type.kind === 'int' ? [path.type.low, path.type.high] : path.type.kind === 'ref' ? [0, path.type.limit] : [0, 0];
      return number(path.text(), low, high);
    }
    if (constants.length > 0 && choices.chance(20)) {
      const constant = choices.pick(constants);
      return number(constant.name, constant.low, constant.high);
    }
    const value = choices.below(3);
    return number(String(value), value, value);
  };
  if (depth <= 0 || choices.chance(35)) return leaf();
  const a = integer(scope, depth - 1);
  switch (choices.below(12)) {
    case 0:
    case 1:
    case 2: {
      const b = leaf();
      return number(`${at(a, level.sum)} + ${at(b, level.product)}`, a.low + b.low, a.high + b.high, level.sum);
    }
    case 3: {
      const b = integer(scope, depth - 1);
      return number(`${at(a, level.sum)} - ${at(b, level.product)}`, a.low - b.high, a.high - b.low, level.sum);
    }
    case 4: {
      const b = leaf();
      const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
      return number(`${at(a, level.product)} * ${at(b, level.minus)}`, Math.min(...ends), Math.max(...ends), level.product);
    }
    case 5: {
      const b = scope.safe || !choices.chance(10) ? number(String(2 + choices.below(2)), 2, 3) : leaf();
      const divided = perhapsNegative(scope, a);
      const most = Math.max(Math.abs(divided.low), Math.abs(divided.high));
      return number(`${at(divided, level.product)} / ${at(b, level.minus)}`, -most, most, level.product);
    }
    case 6: {
      const modulus = 2 + choices.below(2);
      return number(`${at(perhapsNegative(scope, a), level.product)} % ${modulus}`, 0, modulus - 1, level.product);
    }
    case 7:
      return number(`-${at(a, level.minus)}`, -a.high, -a.low, level.minus);
    case 8: {
      const b = integer(scope, depth - 1);
      if (choices.chance(50)) return number(`min(${a.text}, ${b.text})`, Math.min(a.low, b.low), Math.min(a.high, b.high));
      return number(`max(${a.text}, ${b.text})`, Math.max(a.low, b.low), Math.max(a.high, b.high));
    }
    case 9: {
      const b = integer(scope, depth - 1);
      const text = `${at(a, level.iff)} if ${at(truth(scope, depth - 1), level.iff)} else ${b.text}`;
      return number(text, Math.min(a.low, b.low), Math.max(a.high, b.high), level.conditional);
    }
    case 10:
      return counted(scope, depth);
    default:
      return special(scope, depth) ?? leaf();
  }
}

/** `|x in S: p|` and `|S|`. */
function counted(scope: Scope, depth: number): NumberText {
  const { choices } = scope.world;
  if (choices.chance(40)) {
    const sequences = paths(scope).filter((path) => path.type.kind === 'seq');
    if (sequences.length > 0 && choices.chance(70)) return number(`|${choices.pick(sequences).text()}|`, 0, 3);
    const sets = paths(scope).filter((path) => path.type.kind === 'set');
    if (sets.length > 0) return number(`|${choices.pick(sets).text()}|`, 0, 4);
  }
  const element = choices.pick(elementTypes(scope));
  const name = fresh(scope.world, 'i');
  if (choices.chance(35)) {
    const inner = withLocals(scope, binder(name, element));
    const { text, low, high } = integer(inner, depth - 1);
    const sequences = paths(scope).filter((path) => path.type.kind === 'seq' && sameType(path.type.element, element));
    const domain = sequences.length > 0 ? choices.pick(sequences).text() : domainOf(scope, element);
    const where = choices.chance(30) ? ` where ${truth(inner, 0).text}` : '';
    return number(`sum(${name} in ${domain}${where}: ${text})`, Math.min(0, 6 * low), Math.max(0, 6 * high));
  }
  return number(`|${name} in ${domainOf(scope, element)}: ${truth(withLocals(scope, binder(name, element)), depth - 1).text}|`, 0, 6);
}

/** `index(a)` and `count(r)`. */
function special(scope: Scope, depth: number): NumberText | null {
  const { choices, actors } = scope.world;
  const arrays = actors.filter((actor) => actor.count !== null);
  if (arrays.length > 0 && choices.chance(40)) {
    const actor = choices.pick(arrays);
    return number(`index(${expression(scope, { kind: 'actor', actor }, depth - 1).text})`, 0, (actor.count ?? 1) - 1);
  }
  const all = paths(scope);
  const counters = all.filter((path) => path.type.kind === 'ref');
  if (counters.length > 0 && choices.chance(60)) return number(`count(${choices.pick(counters).text()})`, 0, 15);
  return null;
}
