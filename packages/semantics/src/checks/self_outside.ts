import { rule, type Rule } from '../rule.ts';

/** `self` is the actor whose text it stands in. */
export const selfOutside: Rule = rule({
  code: 'MM0215',
  title: '`self` without an actor',
  why: 'An action of the environment, an initial value and a property belong to no actor.',
  text:
    'In an operation `self` is the actor that calls it, so an operation with `self` cannot be called by an action.',
  example: `module m
actor p[2] { work: skip }
shared last: p = p[0]
action reset() when last != p[1] { last = self }
`,
  cure: `module m
actor p[2] { work: skip }
shared last: p = p[0]
action reset() when last != p[1] { last = p[1] }
`,
});
