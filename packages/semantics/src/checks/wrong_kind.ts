import { rule, type Rule } from '../rule.ts';

/** A value is of the kind that its place wants. */
export const wrongKind: Rule = rule({
  code: 'MM0210',
  title: 'value of the wrong kind',
  why: 'Truth values, numbers, tags, objects, actors, sets, sequences and records are never converted into each other.',
  text:
    'A reference counter reads as a number; `T?` may stand where `T` is wanted, and is a fault of the step if it is `none` then.',
  example: `module m
shared n: 0..3 = 0
actor a { set: n = true }
`,
  cure: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
`,
});
