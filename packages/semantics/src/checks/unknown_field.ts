import { rule, type Rule } from '../rule.ts';

/** A name after a dot is a field. */
export const unknownField: Rule = rule({
  code: 'MM0207',
  title: 'unknown field',
  why: 'Objects and records have the fields that their declaration lists, actors (in properties) the variables at the top level of their text.',
  text:
    'Fields are looked up in the type of what stands before the dot.',
  example: `module m
object Folio { refcount: ref = 1 }
shared f: Folio
actor a { look: assert f.refcuont > 0 }
`,
  cure: `module m
object Folio { refcount: ref = 1 }
shared f: Folio
actor a { look: assert f.refcount > 0 }
`,
});
