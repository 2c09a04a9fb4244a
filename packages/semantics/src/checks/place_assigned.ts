import { rule, type Rule } from '../rule.ts';

/** An object stays where it is declared. */
export const placeAssigned: Rule = rule({
  code: 'MM0221',
  title: 'an object is assigned',
  why: 'Objects are like structs in memory: they are never copied, created or destroyed.',
  text:
    'A shared variable or field of an object type without initial value is the object. With an initial value, or as `T?`, it is a reference, which can be assigned.',
  example: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio
actor a { set: f = g }
`,
  cure: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio = f
actor a { set: g = f }
`,
});
