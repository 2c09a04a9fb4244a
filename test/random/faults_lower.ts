import type { Fault } from './mutant.ts';

const folder = 'packages/compiler/src';

/** Faults in the lowering of a spec to steps. */
export const lowerFaults: readonly Fault[] = [
  {
    name: 'a local keeps its value out of its scope',
    file: `${folder}/lower/trees.ts`,
    find: "if (local.role === 'top' || target?.scope.includes(local) === true) continue;",
    replace: "if (local.role !== 'counter') continue;",
  },
  {
    name: 'the second parameter of an action is taken for the first',
    file: `${folder}/lower/instances.ts`,
    find: 'return values.flatMap((temps) => (temps ?? [])',
    replace: 'return values.flatMap(() => (values[0] ?? [])',
  },
  {
    name: 'the second parameter of an action tells no instances apart',
    file: `${folder}/lower/instances.ts`,
    find: '    weight *= max - min + 1;',
    replace: '    weight = (max - min + 1) * 0;',
  },
  {
    name: '`not` before a call is forgotten',
    file: `${folder}/lower/trees.ts`,
    find: 'fork(context, end.negated ? not(condition) : condition, here, end.then, end.else);',
    replace: 'fork(context, condition, here, end.then, end.else);',
  },
  {
    name: 'success and failure of an attempt are swapped',
    file: `${folder}/lower/trees.ts`,
    find: "pushIf(context, condition, then.out, otherwise.out);\n      return;\n    }\n    case 'await'",
    replace: "pushIf(context, condition, otherwise.out, then.out);\n      return;\n    }\n    case 'await'",
  },
  {
    name: 'a `repeat` makes one round too many',
    file: `${folder}/lower/trees.ts`,
    find: 'number(end.limit - 1)',
    replace: 'number(end.limit)',
  },
  {
    name: 'an `await` does not wait',
    file: `${folder}/lower/trees.ts`,
    find: "if (condition.kind !== 'truth') context.out.push({ kind: 'if', condition: not(condition), then: [{ kind: 'blocked' }], else: [] });",
    replace: '',
  },
  {
    name: 'the `where` of a `choose` is forgotten',
    file: `${folder}/lower/trees.ts`,
    find: "if (condition.kind !== 'truth' || !condition.value) pushIf(context, not(condition), [{ kind: 'blocked' }], []);",
    replace: '',
  },
  {
    name: 'an upper bound is one too large',
    file: `${folder}/lower/fit.ts`,
    find: "faultIf(context, or(compare('<', value, number(min)), compare('>', value, number(max))), `range of ${name}`);\n  return narrow(value, min, max);\n}\n\n/** A held",
    replace:
      "faultIf(context, or(compare('<', value, number(min)), compare('>', value, number(max + 1))), `range of ${name}`);\n  return narrow(value, min, max);\n}\n\n/** A held",
  },
  {
    name: 'an overflow is not noticed',
    file: `${folder}/lower/fit.ts`,
    find: "faultIf(context, compare('>', after, number(limit)), 'overflow');",
    replace: '',
  },
  {
    name: 'the difference of sets is their union',
    file: `${folder}/lower/items.ts`,
    find: "numeric('&', mask, numeric('^', change,",
    replace: "numeric('|', mask, numeric('^', change,",
  },
  {
    name: '`xchg` returns what it stores',
    file: `${folder}/lower/effects.ts`,
    find: 'writePlace(inside, place, parts);\n      return held;',
    replace: 'writePlace(inside, place, parts);\n      return { type: held.type, parts };',
  },
  {
    name: '`new refs` is true where nothing changes',
    file: `${folder}/lower/atoms.ts`,
    find: "compare('>', after, before)",
    replace: "compare('>=', after, before)",
  },
  {
    name: '`step is` matches the steps of every instance',
    file: `${folder}/lower/atoms.ts`,
    find: "return or(found, and(is, compare('===', table, numeric('+', index, number(1)))));",
    replace: "return or(found, and(is, compare('!==', table, zero)));",
  },
  {
    name: 'the quotient of a modulo',
    file: `${folder}/lower/operators.ts`,
    find: "operator === '/' ? 'quotient' : 'remainder'",
    replace: "operator === '%' ? 'quotient' : 'remainder'",
  },
  {
    name: 'a sequence is searched behind its end',
    file: `${folder}/lower/sequences.ts`,
    find: "and(compare('>', length, number(at)), equal(context, value, element))",
    replace: 'equal(context, value, element)',
  },
  {
    name: 'what stood behind a removed element stays',
    file: `${folder}/lower/sequence_effects.ts`,
    find: "return choose(compare('<', number(position), at), elementParts(context, type, old, position), next);",
    replace: "return choose(compare('<=', number(position), at), elementParts(context, type, old, position), next);",
  },
  {
    name: 'a removal takes the last element that is equal',
    file: `${folder}/lower/sequences.ts`,
    find: 'for (let at = type.capacity - 1; at >= 0; at--) {',
    replace: 'for (let at = 0; at < type.capacity; at++) {',
  },
  {
    name: 'every element begins as that of the first key',
    file: `${folder}/lower/initial.ts`,
    find: 'truthful(type.key, number(min + at))',
    replace: 'truthful(type.key, number(min))',
  },
  {
    name: 'the condition of a beginning is forgotten',
    file: `${folder}/lower/beginnings.ts`,
    find: "if (condition.kind !== 'truth' || !condition.value) pushIf(outer, not(condition), [{ kind: 'blocked' }], []);",
    replace: '',
  },
];
