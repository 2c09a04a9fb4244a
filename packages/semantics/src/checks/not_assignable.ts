import { rule, type Rule } from '../rule.ts';

/** Only variables are assigned. */
export const notAssignable: Rule = rule({
  code: 'MM0220',
  title: 'not a variable',
  why: 'Constants and variants are fixed by a check, parameters and `let` by their declaration.',
  text:
    'Shared variables, fields of objects, elements of arrays, and locals declared by `var` or `choose` can be assigned.',
  example: `module m
const N: 0..3 = 1
actor a { set: N = 2  done: assert N == 2 }
`,
  cure: `module m
shared n: 0..3 = 1
actor a { set: n = 2  done: assert n == 2 }
`,
});
