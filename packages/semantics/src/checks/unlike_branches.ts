import { rule, type Rule } from '../rule.ts';

/** Both values of a conditional, and all elements of a set, are of one kind. */
export const unionOfKinds: Rule = rule({
  code: 'MM0212',
  title: 'values of different kinds together',
  why: 'The result must have one kind, whatever the condition is.',
  text:
    '`none` together with a value of type `T` is of type `T?`.',
  example: `module m
shared n: 0..3 = 0
invariant p: n in {1, true}
`,
  cure: `module m
shared n: 0..3 = 0
invariant p: n in {0, 1}
`,
});
