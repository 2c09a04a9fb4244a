import { rule, type Rule } from '../rule.ts';

/** No module imports itself, not even through others. */
export const circularImport: Rule = rule({
  code: 'MM0202',
  title: 'circular import',
  why: 'A module can only use names of modules that are complete without it.',
  text: 'Modules are read in the order of their imports, so that the variables of an imported module come before those of the importing one. A circle has no such order.',
  example: '//- /m.mmspec\nmodule m\nimport n\n//- /n.mmspec\nmodule n\nimport m\n',
  cure: '//- /m.mmspec\nmodule m\nimport n\n//- /n.mmspec\nmodule n\n',
});
