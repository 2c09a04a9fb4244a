import { occurrences } from '../names/occurrences.ts';
import type { Snapshot } from '../names/snapshot.ts';
import type { Target } from '../names/target.ts';

/** The types of the protocol that names of a spec have. */
export const tokenTypes = [
  'namespace',
  'type',
  'enum',
  'struct',
  'class',
  'parameter',
  'variable',
  'property',
  'enumMember',
  'function',
  'label',
  'event',
] as const;
export type TokenType = (typeof tokenTypes)[number];

export const tokenModifiers = ['declaration', 'readonly', 'modification', 'defaultLibrary'] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** What each name of the file is, in text order. */
export function semanticTokens(snapshot: Snapshot): SemanticToken[] {
  return occurrences(snapshot)
    .filter(({ name }) => name.span.file === 0)
    .map(({ name, target, declares, written }) => ({
      start: name.span.start,
      end: name.span.end,
      type: typeOf(target),
      modifiers: [
        ...(declares ? (['declaration'] as const) : []),
        ...(isFixed(target) ? (['readonly'] as const) : []),
        ...(written && !declares ? (['modification'] as const) : []),
        ...(target.kind === 'builtin' ? (['defaultLibrary'] as const) : []),
      ],
    }));
}

function typeOf(target: Target): TokenType {
  switch (target.kind) {
    case 'builtin':
      return 'function';
    case 'label':
      return 'label';
    case 'tag':
      return 'enumMember';
    case 'live':
      return 'event';
    case 'any_field':
      return 'property';
    case 'declaration':
      switch (target.declaration.kind) {
        case 'enum':
          return 'enum';
        case 'record':
          return 'struct';
        case 'object':
          return 'class';
        case 'actor':
          return 'type';
        case 'action':
          return 'event';
        case 'operation':
        case 'define':
          return 'function';
        case 'parameter':
          return 'parameter';
        case 'record_field':
          return 'property';
        case 'variable':
          return target.declaration.storage === 'shared' ? 'variable' : 'property';
        case 'invariant':
        case 'temporal':
        case 'possible':
        case 'reachable':
        case 'check':
        case 'scenario':
          return 'event';
        case 'const':
        case 'variant':
        case 'local':
        case 'choose':
        case 'binder':
        case 'key_binder':
          return 'variable';
      }
  }
}

function isFixed(target: Target): boolean {
  if (target.kind !== 'declaration') return target.kind === 'tag';
  const { declaration } = target;
  return (
    ['const', 'variant', 'parameter', 'binder', 'key_binder'].includes(declaration.kind) || (declaration.kind === 'local' && declaration.storage === 'let')
  );
}
