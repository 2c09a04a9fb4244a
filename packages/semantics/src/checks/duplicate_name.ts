import { rule, type Rule } from '../rule.ts';

/** A name is declared once in its name space. */
export const duplicateName: Rule = rule({
  code: 'MM0204',
  title: 'name declared twice',
  why: 'All modules of a spec share one name space of values, types and operations; properties have a second, checks and scenarios a third.',
  text:
    'One name stands for one thing. Imported modules count too: a spec cannot declare a name that a module it imports has.',
  example: `module m
shared x: bool = false
const x: 0..1 = 0
actor a { set: x = true }
`,
  cure: `module m
shared x: bool = false
const y: 0..1 = 0
actor a { set: x = y == 0 }
`,
});
