import { rule, type Rule } from '../rule.ts';

/** Arrays and counters are places; sets, sequences and options hold plain values. */
export const typeNotAllowed: Rule = rule({
  code: 'MM0225',
  title: 'type not allowed here',
  why: 'Only what is small and copied as a whole can be a local, a parameter, or an element of a set or sequence.',
  text:
    'Arrays and `ref` exist in shared variables and fields. Sets have elements that can be listed: numbers, tags, objects, actors, truth values. `object` as a type stands in parameters of operations.',
  example: `module m
shared n: 0..3 = 0
actor a { var r: ref = 1  set: n = r }
`,
  cure: `module m
shared r: ref = 1
shared n: 0..3 = 0
actor a { let x = count(r)  set: n = x }
`,
});
