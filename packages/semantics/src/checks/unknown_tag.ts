import { rule, type Rule } from '../rule.ts';

/** Where an enum is wanted, a bare name is one of its tags or a value of it. */
export const unknownTag: Rule = rule({
  code: 'MM0209',
  title: 'not a tag of this enum',
  why: 'A tag belongs to the enum that lists it; which enum is meant follows from the other side.',
  text:
    'Tags may be the same in several enums: they are compared by their text.',
  example: `module m
enum Kind { file, anon }
shared kind: Kind = file
actor a { set: kind = anno }
`,
  cure: `module m
enum Kind { file, anon }
shared kind: Kind = file
actor a { set: kind = anon }
`,
});
