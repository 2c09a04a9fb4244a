import { rule, type Rule } from '../rule.ts';

/** What is ranged over is a set. */
export const notASet: Rule = rule({
  code: 'MM0213',
  title: 'not a set',
  why: 'A set is the name of an enum, an actor with a count, an object type or a pool, `actor`, a range `a..b`, `{…}`, or a variable of type `set`.',
  text:
    'Quantifiers, `choose`, `for`, `in` and `within` range over sets, all of them finite.',
  example: `module m
shared n: 0..3 = 0
actor a { pick: choose x in n  set: n = x }
`,
  cure: `module m
shared n: 0..3 = 0
actor a { pick: choose x in 0..3  set: n = x }
`,
});
