import type { Span } from '@mmspec/source';
import type { Item, Module } from '@mmspec/syntax';

/** The names of declarations that others use: where it is said how often. */
export function referenceLenses({ items }: Module): Span[] {
  return items.filter((item) => item.name.text !== '' && isUsed(item)).flatMap((item) => [item.name.span, ...inside(item)]);
}

/** Nothing uses a check or a scenario, and of two forms of an operation one is the other. */
function isUsed(item: Item): boolean {
  return item.kind !== 'check' && item.kind !== 'scenario' && !(item.kind === 'operation' && item.placed);
}

function inside(item: Item): Span[] {
  if (item.kind === 'actor') return item.operations.filter(({ name }) => name.text !== '').map(({ name }) => name.span);
  return item.kind === 'object' ? item.members.flatMap((member) => (member.kind === 'variable' && member.name.text !== '' ? [member.name.span] : [])) : [];
}
