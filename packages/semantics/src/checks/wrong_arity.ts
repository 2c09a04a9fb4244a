import { rule, type Rule } from '../rule.ts';

/** A call has one argument for each parameter. */
export const wrongArity: Rule = rule({
  code: 'MM0219',
  title: 'wrong number of arguments',
  why: 'Parameters have no default values.',
  text:
    'Operations, defines and built-in operations take their arguments in order; only records name them.',
  example: `module m
shared n: 0..3 = 0
atomic op add(k: 0..3) { n = k }
actor a { set: add() }
`,
  cure: `module m
shared n: 0..3 = 0
atomic op add(k: 0..3) { n = k }
actor a { set: add(1) }
`,
});
