import { rule, type Rule } from '../rule.ts';

/** `for` is one step. The text tells, but where an `atomic when` is a step under some settings only. */
export const forOutside: Rule = rule({
  code: 'MM0305',
  title: '`for` outside of a step',
  why: '`for x in S` visits all elements in one step, so it stands in `atomic`, in an `atomic op` or in an action.',
  text: 'The order of the visits must not matter. For a loop with a step in each round use `repeat` or `while`.',
  example: 'module m\nshared x: bool[0..2] = false\nactor a { for i in 0..2 { set: x[i] = true } }\n',
  fix: 'module m\nshared x: bool[0..2] = false\nactor a { set: atomic { for i in 0..2 { x[i] = true } } }\n',
});

/** What is said of it. */
export const forStandsOutside = { message: '`for` stands outside of a step.', help: 'Put it into `atomic { … }`.' } as const;
