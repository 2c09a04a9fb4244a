import { rule, type Rule } from '../rule.ts';

/** Every type that is used is declared. */
export const unknownType: Rule = rule({
  code: 'MM0206',
  title: 'unknown type',
  why: 'A type is `bool`, a range, `ref`, or the name of an enum, record, object or actor.',
  text:
    'The name of a shared pool stands for the type of its objects.',
  example: `module m
object Folio { mapped: bool = true }
shared f: Foilo
actor a { unmap: f.mapped = false }
`,
  cure: `module m
object Folio { mapped: bool = true }
shared f: Folio
actor a { unmap: f.mapped = false }
`,
});
