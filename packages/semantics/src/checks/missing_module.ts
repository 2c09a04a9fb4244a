import { rule, type Rule } from '../rule.ts';

/** Every import names a module that exists. */
export const missingModule: Rule = rule({
  code: 'MM0201',
  title: 'module not found',
  why: '`import a.b` is the file `a/b.mmspec` in the folder of the importing file or one above it, else the library module of that name.',
  text:
    'An import is a dotted name. It is looked up as a file below the folder of the importing file, then below its parents, and at last in the library that comes with mmspec.',
  example: 'module m\nimport kernel.foliio\n',
  cure: 'module m\n',
});
