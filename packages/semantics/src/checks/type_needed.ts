import { rule, type Rule } from '../rule.ts';

/** The type of a `let` follows from its value, or is written. */
export const typeNeeded: Rule = rule({
  code: 'MM0223',
  title: 'type needed',
  why: '`none`, `{}` and a tag of several enums have no type of their own.',
  text:
    'Write the type after a colon.',
  example: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio? = f
actor a { let old = none  set: g = old }
`,
  cure: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio? = f
actor a { let old: Folio? = none  set: g = old }
`,
});
