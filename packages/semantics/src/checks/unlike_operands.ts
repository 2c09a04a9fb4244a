import { rule, type Rule } from '../rule.ts';

/** Only values of one kind are compared. */
export const unlikeOperands: Rule = rule({
  code: 'MM0211',
  title: 'values that are never equal',
  why: 'A comparison of two kinds would always have the same answer.',
  text:
    'Enums are compared by their tags, so two enums may be compared if they share one.',
  example: `module m
shared n: 0..3 = 0
invariant small: n != false
`,
  cure: `module m
shared n: 0..3 = 0
invariant small: n != 3
`,
});
