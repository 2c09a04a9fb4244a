import type { Span } from '@mmspec/source';
import type { Module } from '@mmspec/syntax';

/** Something that can be run from where it stands. */
export interface Lens {
  readonly kind: 'check' | 'matrix' | 'scenario' | 'all';
  /** Name of the check or scenario; of an invariant for which all checks run, its own. */
  readonly name: string;
  readonly span: Span;
}

/** A lens on each check and scenario; on each actor and property one for all checks, where there are any. */
export function lenses({ items }: Module): Lens[] {
  const canRun = items.some(({ kind }) => kind === 'check' || kind === 'scenario');
  return items.flatMap((item): Lens[] => {
    const { name } = item;
    if (name.text === '') return [];
    const lens = (kind: Lens['kind']): Lens => ({ kind, name: name.text, span: name.span });
    switch (item.kind) {
      case 'check':
        return [lens(item.matrix.length > 0 ? 'matrix' : 'check')];
      case 'scenario':
        return [lens('scenario')];
      case 'invariant':
      case 'temporal':
      case 'possible':
      case 'reachable':
      case 'actor':
        return canRun ? [lens('all')] : [];
      case 'action':
      case 'const':
      case 'define':
      case 'enum':
      case 'object':
      case 'operation':
      case 'record':
      case 'variable':
      case 'variant':
        return [];
    }
  });
}
