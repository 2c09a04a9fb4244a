import type { Text } from './expressions.ts';
import { at, domainOf, elementTypes, expression, integer, level, readable, set } from './expressions.ts';
import { propertyAtom } from './atoms.ts';
import { wideTruth } from './long.ts';
import { optionalTruth } from './optional.ts';
import type { Scope } from './scope.ts';
import { sequenceTruth } from './sequences.ts';
import { binder, paths, withLocals } from './scope.ts';
import type { Type } from './world.ts';
import { bare, fresh, isOfNobody, typeText } from './world.ts';

const boolType: Type = { kind: 'bool' };

/** A random truth value. */
export function truth(scope: Scope, depth: number): Text {
  const { choices } = scope.world;
  if (scope.property !== 'no' && choices.chance(30)) {
    const atom = propertyAtom(scope, depth);
    if (atom !== null) return atom;
  }
  if (scope.property !== 'no' && choices.chance(scope.world.long ? 8 : 1) && choices.chance(scope.world.long ? 100 : 50)) return wideTruth(scope);
  if (depth <= 0 || choices.chance(45)) return leaf(scope, depth);
  switch (choices.below(10)) {
    case 0:
      return { text: `not ${at(truth(scope, depth - 1), level.not)}`, level: level.not };
    case 1:
    case 2:
      return both(scope, 'and', level.and, depth);
    case 3:
    case 4:
      return both(scope, 'or', level.or, depth);
    case 5:
      return { text: `${at(truth(scope, depth - 1), level.or)} implies ${at(truth(scope, depth - 1), level.implies)}`, level: level.implies };
    case 6:
      return { text: `${at(truth(scope, depth - 1), level.implies)} iff ${at(truth(scope, depth - 1), level.implies)}`, level: level.iff };
    case 7: {
      const [a, c, b] = [truth(scope, depth - 1), truth(scope, depth - 1), truth(scope, depth - 1)];
      return { text: `${at(a, level.iff)} if ${at(c, level.iff)} else ${b.text}`, level: level.conditional };
    }
    default:
      return quantified(scope, depth);
  }
}

function both(scope: Scope, word: string, at_: number, depth: number): Text {
  return { text: `${at(truth(scope, depth - 1), at_)} ${word} ${at(truth(scope, depth - 1), at_ + 1)}`, level: at_ };
}

function quantified(scope: Scope, depth: number): Text {
  const { choices } = scope.world;
  const element = choices.pick(elementTypes(scope));
  const name = fresh(scope.world, 'q');
  const inner = withLocals(scope, binder(name, element));
  const where = choices.chance(25) ? ` where ${truth(inner, 0).text}` : '';
  const body = truth(inner, depth - 1).text;
  return { text: `${choices.pick(['forall', 'exists'])} ${name} in ${domainOf(scope, element)}${where}: ${body}`, level: level.conditional };
}

/** A truth value without truth values in it. */
function leaf(scope: Scope, depth: number): Text {
  const { choices } = scope.world;
  const known = readable(scope, boolType);
  const typed = paths(scope).filter((path) => !['bool', 'int', 'ref', 'seq'].includes(path.type.kind));
  if (scope.own === null && scope.shared && !scope.safe && choices.chance(12)) {
    const used = define(scope);
    if (used !== null) return used;
  }
  if (scope.world.records.length > 0 && choices.chance(12)) {
    const asked = optionalTruth(scope);
    if (asked !== null) return asked;
  }
  if (choices.chance(10)) {
    const asked = sequenceTruth(scope, depth);
    if (asked !== null) return asked;
  }
  switch (choices.below(8)) {
    case 0:
    case 1:
      if (known.length > 0) return { text: choices.pick(known).text(), level: level.primary };
      break;
    case 2:
      return {
        text: `${at(integer(scope, depth - 1), level.range)} ${choices.pick(['<', '<=', '>', '>=', '==', '!='])} ${right(scope)}`,
        level: level.comparison,
      };
    case 3:
    case 4:
      if (typed.length > 0) return compare(scope, choices.pick(typed), depth);
      break;
    case 5: {
      const high = 1 + choices.below(3);
      const word = choices.pick(['in', 'not in']);
      const right = choices.chance(60) ? `0..${high}` : `{0, ${high}}`;
      return { text: `${at(integer(scope, depth - 1), level.range)} ${word} ${right}`, level: level.comparison };
    }
    case 6: {
      const sets = paths(scope).filter((path) => path.type.kind === 'set');
      if (sets.length > 0) return membership(scope, choices.pick(sets), depth);
      break;
    }
    default:
      break;
  }
  if (choices.chance(5)) return { text: choices.pick(['true', 'false']), level: level.primary };
  return { text: `${at(integer(scope, 1), level.range)} ${choices.pick(['==', '!=', '<', '<='])} ${right(scope)}`, level: level.comparison };
}

/** The right side of a comparison: most often a small number, so that it is not decided by its text. */
function right(scope: Scope): string {
  const { choices } = scope.world;
  return choices.chance(60) ? String(choices.below(3)) : at(integer(scope, 0), level.range);
}

function compare(scope: Scope, path: { readonly type: Type; readonly text: () => string }, depth: number): Text {
  const { choices } = scope.world;
  const { type } = path;
  const word = choices.pick(['==', '!=']);
  switch (type.kind) {
    case 'set':
      return membership(scope, path, depth);
    case 'record': {
      return { text: `${path.text()} ${word} ${at(expression(scope, type, 0), level.range)}`, level: level.comparison };
    }
    case 'option':
      if (isOfNobody(type.element) || choices.chance(40)) return { text: `${path.text()} ${word} none`, level: level.comparison };
      return { text: `${path.text()} ${word} ${at(expression(scope, type.element, 0), level.range)}`, level: level.comparison };
    case 'actor':
    case 'array':
    case 'bool':
    case 'enum':
    case 'int':
    case 'object':
    case 'place':
    case 'ref':
    case 'seq':
      if (choices.chance(25)) return { text: `${path.text()} ${choices.pick(['in', 'not in'])} ${domainOf(scope, bare(type))}`, level: level.comparison };
      return { text: `${path.text()} ${word} ${at(expression(scope, type, 0), level.range)}`, level: level.comparison };
  }
}

function membership(scope: Scope, path: { readonly type: Type; readonly text: () => string }, depth: number): Text {
  const { choices } = scope.world;
  const { type } = path;
  if (type.kind !== 'set') throw new Error(`${typeText(type)} is no set`);
  if (choices.chance(isOfNobody(type.element) ? 3 : 60)) {
    return { text: `${at(expression(scope, type.element, 0), level.range)} ${choices.pick(['in', 'not in'])} ${path.text()}`, level: level.comparison };
  }
  return { text: `${path.text()} ${choices.pick(['within', '==', '!='])} ${at(set(scope, type, depth - 1), level.range)}`, level: level.comparison };
}

/** A define over the state, used. */
function define(scope: Scope): Text | null {
  const { choices, stateDefines } = scope.world;
  if (stateDefines.length === 0) return null;
  const { name, parameters } = choices.pick(stateDefines);
  if (parameters.length === 0) return { text: name, level: level.primary };
  return { text: `${name}(${parameters.map((type) => expression(scope, type, 0).text).join(', ')})`, level: level.primary };
}
