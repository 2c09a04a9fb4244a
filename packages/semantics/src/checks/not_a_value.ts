import { rule, type Rule } from '../rule.ts';

/** A name that is no value does not stand alone in an expression. */
export const notAValue: Rule = rule({
  code: 'MM0214',
  title: 'not a value',
  why: 'Operations, records and defines with parameters are called; the others are values.',
  text:
    'The result of an operation is there after its steps, so it is called, not named.',
  example: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { return n }
actor a { set: n = next }
`,
  cure: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { return n }
actor a { set: n = next() }
`,
});
