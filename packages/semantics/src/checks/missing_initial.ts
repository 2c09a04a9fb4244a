import { rule, type Rule } from '../rule.ts';

/** Every variable has an initial value, unless it is an object. */
export const missingInitial: Rule = rule({
  code: 'MM0224',
  title: 'no initial value',
  why: 'There is no value that would be a harmless default.',
  text:
    'Objects have none of their own: their fields do. An array gives its initial value to every element.',
  example: `module m
shared n: 0..3
actor a { set: n = 1 }
`,
  cure: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
`,
});
