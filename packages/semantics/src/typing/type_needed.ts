import type { Binder, Name } from '@mmspec/syntax';
import { rule, type Rule } from '../rule.ts';
import type { Type } from '../types.ts';
import { report, type Context } from './context.ts';

/*
 * Variables whose type does not follow from anything.
 */

/** The type of a `let` follows from its value, or is written. */
export const typeNeeded: Rule = rule({
  code: 'MM0223',
  title: 'type needed',
  why: '`none`, `{}` and a tag of several enums have no type of their own.',
  text: 'Write the type after a colon.',
  example: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio? = f
actor a { let old = none  set: g = old }
`,
  fix: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio? = f
actor a { let old: Folio? = none  set: g = old }
`,
});

/** Whether no variable can be of the type. */
export function lacksType(type: Type): boolean {
  return type.kind === 'none' || type.kind === 'tag' || (type.kind === 'set' && type.element.kind === 'unknown');
}

export function reportTypeNeeded(context: Context, name: Name, from: string, help: string): void {
  report(context, typeNeeded, name.span, `The type of \`${name.text}\` does not follow from ${from}.`, help);
}

/** A name that runs through a set, in code: says it where the set does not tell its type. */
export function expectTypeOf(context: Context, binder: Binder, type: Type): void {
  if (lacksType(type)) reportTypeNeeded(context, binder.name, 'the set', 'Name a set of a type: an enum, a pool, an actor, a range, or a variable.');
}
