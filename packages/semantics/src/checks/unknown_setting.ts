import { rule, type Rule } from '../rule.ts';

/** A check sets constants and variants. */
export const unknownSetting: Rule = rule({
  code: 'MM0320',
  title: 'unknown constant or variant',
  why: 'Only what is declared by `const` or `variant` can differ between checks.',
  text:
    'A check gives each constant at most one value: in braces, or as an axis of its matrix.',
  example: `module m
variant fast: bool = true
actor a { if fast { go: skip } }
check quick { }
check slow { fats = false }
`,
  cure: `module m
variant fast: bool = true
actor a { if fast { go: skip } }
check quick { }
check slow { fast = false }
`,
});
