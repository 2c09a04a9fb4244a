import { rule, type Rule } from '../rule.ts';

/** Every name that is used is declared. */
export const unknownName: Rule = rule({
  code: 'MM0205',
  title: 'unknown name',
  why: 'A name must be declared in this module or in one that it imports, and a local variable before its use.',
  text:
    'Names are those of local variables in scope, of fields of the object around a property, and of the modules that are imported. A local variable is in scope from its declaration to the end of its block.',
  example: `module m
shared ready: bool = false
actor a { set: raedy = true }
`,
  cure: `module m
shared ready: bool = false
actor a { set: ready = true }
`,
});
