import { rule, type Rule } from '../rule.ts';

/** A cycle of control contains a step. The control flow reports it. */
export const controlCycle: Rule = rule({
  code: 'MM0404',
  title: 'loop without a step',
  why: 'Work on locals joins the step before it, so rounds without any step might never end.',
  text: 'A round of a loop reads or writes shared state, chooses, or says `skip`; or it moves a local number of the loop\'s condition by a constant towards a bound that the loop does not change, as `while j < 3 { … j += 1 }`. Rounds may mix both, but every way round must do one of them. The same holds for a backward `goto`.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  var x: 0..3 = 0  while x < 3 { x += 0 } }\n',
  cure: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  var x: 0..3 = 0  while x < 3 { x += 1 } }\n',
});
