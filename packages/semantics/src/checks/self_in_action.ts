import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { DefineDeclaration, Node, OperationDeclaration } from '@mmspec/syntax';
import { isContextQuestion } from '../contexts.ts';
import { itemsOf, ofEach, type Facts, type Lint } from '../facts.ts';
import type { Meaning } from '../model.ts';
import { violation } from '../rule.ts';
import { selfOutside } from '../typing/expressions.ts';

export const lint: Lint = { rules: [], check: checkSelf };

/** Declarations that belong to no actor, as texts name them. */
const ofNobody: Readonly<Record<string, string>> = {
  action: 'an action',
  invariant: 'a property',
  temporal: 'a property',
  possible: 'a property',
  reachable: 'a property',
  object: 'a property',
};

/** An action calls no operation that says `self`, and neither it nor a property uses a `define` that does: no actor takes its step. */
function checkSelf(facts: Facts): Diagnostic[] {
  const { model } = facts;
  const known = new Map<OperationDeclaration | DefineDeclaration, boolean>();
  const meant = (node: Node): Meaning | undefined =>
    node.kind === 'call' ? model.meanings.get(node.callee) : node.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
  const saysSelf = (declaration: OperationDeclaration | DefineDeclaration): boolean => {
    const cached = known.get(declaration);
    if (cached !== undefined) return cached;
    known.set(declaration, false);
    let found = false;
    walk(declaration.body, (node) => {
      if (node.kind === 'self') found = true;
      const meaning = meant(node);
      if (meaning?.kind === 'builtin' && isContextQuestion(meaning.name)) found = true;
      if ((meaning?.kind === 'operation' || meaning?.kind === 'define') && saysSelf(meaning.declaration)) found = true;
      return !found;
    });
    known.set(declaration, found);
    return found;
  };
  const items = itemsOf(model).filter(({ kind }) => ofNobody[kind] !== undefined);
  return ofEach(facts, 'self', items, (item, diagnostics) => {
    const nobody = ofNobody[item.kind] ?? '';
    walk(item, (node) => {
      const meaning = meant(node);
      if (meaning?.kind === 'builtin' && isContextQuestion(meaning.name) && item.kind === 'action')
        diagnostics.push(
          violation(selfOutside, node.span, `\`${meaning.name}\` asks about the CPU of an actor, but an action belongs to no actor.`, 'Let an actor do it.'),
        );
      if ((meaning?.kind !== 'operation' && meaning?.kind !== 'define') || !saysSelf(meaning.declaration)) return;
      // Properties run no operations.
      if (meaning.kind === 'operation' && item.kind !== 'action') return;
      const name = meaning.declaration.name.text;
      const help = meaning.kind === 'operation' ? 'Let an actor do it.' : `Give \`${name}\` a parameter for the actor, and name the actor here.`;
      diagnostics.push(violation(selfOutside, node.span, `\`${name}\` uses \`self\`, but ${nobody} belongs to no actor.`, help));
    });
  });
}
