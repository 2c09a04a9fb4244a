import { rule, type Rule } from '../rule.ts';

/** A cycle of control contains a step. The control flow reports it. */
export const controlCycle: Rule = rule({
  code: 'MM0404',
  title: 'loop without a step',
  why: 'Work on locals joins the step before it, so a round without any step would never end.',
  text: 'Every round of a loop must read or write shared state, choose, or `skip`, on every path. The same holds for a backward `goto`.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  var x: 0..3 = 0  while x < 3 { x += 0 } }\n',
  cure: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  while n < 3 { up: n += 1 } }\n',
});
