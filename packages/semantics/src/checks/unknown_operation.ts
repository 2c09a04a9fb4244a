import { rule, type Rule } from '../rule.ts';

/** What is called is an operation, a define, a record or built in. */
export const unknownOperation: Rule = rule({
  code: 'MM0208',
  title: 'unknown operation',
  why: 'Operations are declared with `op` or `atomic op`, in the module, in the actor, or in a module that is imported.',
  text:
    'The words `get try_get put freeze unfreeze count touch xchg cmpxchg append pop index min max rest` are built in.',
  example: `module m
shared x: bool = false
atomic op set_it() { x = true }
actor a { set: set_ti() }
`,
  cure: `module m
shared x: bool = false
atomic op set_it() { x = true }
actor a { set: set_it() }
`,
});
