import { type Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { ActionDeclaration, ActorDeclaration, LabelStatement, Node, OperationDeclaration } from '@mmspec/syntax';

/** A text with labels of its own. */
export type Owner = ActorDeclaration | OperationDeclaration | ActionDeclaration;

export function isOwner(node: Node): node is Owner {
  return node.kind === 'actor' || node.kind === 'operation' || node.kind === 'action';
}

/** All texts with labels, those of operations inside actors included. */
export function ownersOf(model: Model): Owner[] {
  return [...model.actors.flatMap((actor) => [actor, ...actor.operations]), ...model.operations, ...model.actions];
}

/** The labels of a text, in its order. */
export function labelsOf(owner: Owner): LabelStatement[] {
  const labels: LabelStatement[] = [];
  walk(owner.body, (node) => {
    if (node.kind === 'label') labels.push(node);
  });
  return labels;
}

/** The operations that a text calls, directly and through others; itself left out. */
export function calledFrom(model: Model, owner: Owner): OperationDeclaration[] {
  const found = new Set<OperationDeclaration>();
  const pending: Owner[] = [owner];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    walk(next.body, (node) => {
      if (node.kind !== 'call') return;
      const meaning = model.meanings.get(node.callee);
      if (meaning?.kind !== 'operation' || found.has(meaning.declaration)) return;
      found.add(meaning.declaration);
      pending.push(meaning.declaration);
    });
  }
  return [...found];
}
