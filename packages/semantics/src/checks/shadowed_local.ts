import { rule, type Rule } from '../rule.ts';

/** No local variable hides another one of the same actor or operation. */
export const shadowedLocal: Rule = rule({
  code: 'MM0216',
  title: 'a local variable hides another',
  why: 'A reader must know which variable a name means without counting braces.',
  text:
    'Two blocks that do not contain each other may use the same name.',
  example: `module m
shared n: 0..3 = 0
actor a { let x = n  if x > 0 { let x = n  set: n = x } }
`,
  cure: `module m
shared n: 0..3 = 0
actor a { let x = n  if x > 0 { let y = n  set: n = y } }
`,
});
