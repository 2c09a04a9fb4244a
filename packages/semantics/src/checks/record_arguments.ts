import { rule, type Rule } from '../rule.ts';

/** A record is built with one value for each field, by name. */
export const recordArguments: Rule = rule({
  code: 'MM0218',
  title: 'wrong fields in a record',
  why: 'A record is a value: it is whole or it does not exist.',
  text:
    'Fields have no default values.',
  example: `module m
record Pte { present: bool  dirty: bool }
shared pte: Pte = Pte(present: true)
invariant p: pte.dirty implies pte.present
`,
  cure: `module m
record Pte { present: bool  dirty: bool }
shared pte: Pte = Pte(present: true, dirty: false)
invariant p: pte.dirty implies pte.present
`,
});
