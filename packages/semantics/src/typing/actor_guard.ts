import type { Span } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { ActorDeclaration } from '@mmspec/syntax';
import { rule, type Rule } from '../rule.ts';

/** What every step of an actor waits for is seen by everybody. */
export const actorGuard: Rule = rule({
  code: 'MM0239',
  title: '`when` of an actor looks at shared state',
  why: 'The condition after `when` is asked before each step of the actor, wherever it stands; so it is about shared variables, constants and `self`, and changes nothing.',
  text: 'To wait for something that a local decides, write `await` where the local is in scope. The condition is no read of the step: `live when` and the warning about several locations do not look at it.',
  example: 'module m\nshared n: 0..3 = 0\nactor a when x == 0 { var x: 0..1 = 0  set: n = x  x = 1  again: n = x }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a when n == 0 { var x: 0..1 = 0  set: n = x  x = 1  again: n = x }\n',
});

/** A name in the guard of an actor that is one of its own variables. */
export function localInGuard(actor: ActorDeclaration): { readonly name: string; readonly span: Span } | null {
  if (actor.guard === null) return null;
  const own = new Set(actor.body.statements.flatMap((each) => (each.kind === 'local' ? [each.name.text] : [])));
  const found: { readonly name: string; readonly span: Span }[] = [];
  walk(actor.guard, (node) => {
    if (node.kind === 'name_expression' && own.has(node.name.text)) found.push({ name: node.name.text, span: node.span });
  });
  return found[0] ?? null;
}
