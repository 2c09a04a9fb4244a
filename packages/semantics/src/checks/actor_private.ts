import { rule, type Rule } from '../rule.ts';

/** The variables of an actor are seen by its own text and by properties. */
export const actorPrivate: Rule = rule({
  code: 'MM0217',
  title: 'variable of another actor',
  why: 'What others read or write is shared, and reading it is a step.',
  text:
    'Declare the data as `shared x: T[vcpu]`: every actor then has its element, indexed by `self`.',
  example: `module m
shared n: 0..3 = 0
actor a { var x: 0..3 = 0  pick: choose x in 0..3 }
actor b { peek: n = a.x }
`,
  cure: `module m
shared n: 0..3 = 0
actor a { pick: choose x in 0..3  tell: n = x }
`,
});
