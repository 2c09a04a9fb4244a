import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { OperationDeclaration } from '@mmspec/syntax';
import { isContextQuestion } from '../contexts.ts';
import { ofEach, type Facts, type Lint } from '../facts.ts';
import { violation } from '../rule.ts';
import { selfOutside } from '../typing/expressions.ts';

export const lint: Lint = { rules: [], check: checkSelfInActions };

/** An action calls no operation that says `self`: no actor takes its step. */
function checkSelfInActions(facts: Facts): Diagnostic[] {
  const { model } = facts;
  const known = new Map<OperationDeclaration, boolean>();
  const saysSelf = (operation: OperationDeclaration): boolean => {
    const cached = known.get(operation);
    if (cached !== undefined) return cached;
    known.set(operation, false);
    let found = false;
    walk(operation.body, (node) => {
      if (node.kind === 'self') found = true;
      const meaning = node.kind === 'call' ? model.meanings.get(node.callee) : undefined;
      if (meaning?.kind === 'builtin' && isContextQuestion(meaning.name)) found = true;
      if (meaning?.kind === 'operation' && saysSelf(meaning.declaration)) found = true;
      return !found;
    });
    known.set(operation, found);
    return found;
  };
  return ofEach(facts, 'self', model.actions, (action, diagnostics) => {
    walk(action.body, (node) => {
      const meaning = node.kind === 'call' ? model.meanings.get(node.callee) : undefined;
      if (meaning?.kind === 'builtin' && isContextQuestion(meaning.name))
        diagnostics.push(
          violation(selfOutside, node.span, `\`${meaning.name}\` asks about the CPU of an actor, but an action belongs to no actor.`, 'Let an actor do it.'),
        );
      if (meaning?.kind !== 'operation' || !saysSelf(meaning.declaration)) return;
      const message = `\`${meaning.declaration.name.text}\` uses \`self\`, but an action belongs to no actor.`;
      diagnostics.push(violation(selfOutside, node.span, message, 'Let an actor do it.'));
    });
  });
}
