import { rule, type Rule } from '../rule.ts';

/** An expectation names properties that exist. */
export const unknownProperty: Rule = rule({
  code: 'MM0321',
  title: 'unknown property',
  why: 'An expectation about nothing would always be met.',
  text:
    'Properties are the declared ones, `Type.live`, the path of an assertion, `range of VARIABLE`, and `underflow overflow get_at_zero null_reference lost_reference range deadlock`.',
  example: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
invariant small: n < 3
check c { } expect holds smal
`,
  cure: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
invariant small: n < 3
check c { } expect holds small
`,
});
