import { rule, type Rule } from '../rule.ts';

/** An operation returns a value if and only if it declares a result. */
export const returnValue: Rule = rule({
  code: 'MM0222',
  title: 'wrong return',
  why: 'The caller must know whether there is a value, on every path.',
  text:
    '`return` in an actor ends it. An operation with a result must not run to its end without `return`.',
  example: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { n = 1 }
actor a { let x = next()  set: n = x }
`,
  cure: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { n = 1  return 2 }
actor a { let x = next()  set: n = x }
`,
});
