import type { Span } from '@mmspec/source';
import { operations, type Operation } from './operations.ts';
import type { Expression, Statement } from './tree.ts';

/** A mistake that the grammar lets pass. */
export type Mistake =
  | { readonly kind: 'operation'; readonly name: string; readonly span: Span }
  | { readonly kind: 'count'; readonly name: string; readonly wanted: number; readonly found: number; readonly span: Span }
  | { readonly kind: 'place'; readonly name: string; readonly span: Span }
  | { readonly kind: 'no_value'; readonly name: string; readonly span: Span }
  | { readonly kind: 'struct'; readonly name: string; readonly span: Span };

export interface Called {
  readonly statements: Statement[];
  readonly expression: Expression;
}

/** What a call of an operation means, as a statement and as an expression. */
export function called(name: string, args: readonly Expression[], use: 'statement' | 'expression', nameSpan: Span, span: Span, mistakes: Mistake[]): Called {
  const nothing: Called = { statements: [], expression: { kind: 'number', value: 0, span } };
  const operation = operations.get(name);
  if (operation === undefined) {
    mistakes.push({ kind: 'operation', name, span: nameSpan });
    return nothing;
  }
  if (operation.parameters.length !== args.length) {
    mistakes.push({ kind: 'count', name, wanted: operation.parameters.length, found: args.length, span });
    return nothing;
  }
  const given = placesOf(operation, args, name, mistakes);
  if (given === null) return nothing;
  if (operation.gives === 'nothing') {
    if (use === 'expression') mistakes.push({ kind: 'no_value', name, span });
    return { ...nothing, statements: [...operation.make(given, span)] };
  }
  const value = operation.make(given, span);
  return { statements: [{ kind: 'assign', register: null, value, span }], expression: value };
}

/** The arguments, with the address p where `*p` is asked for. */
function placesOf(operation: Operation, args: readonly Expression[], name: string, mistakes: Mistake[]): readonly Expression[] | null {
  const given: Expression[] = [];
  for (const [index, arg] of args.entries()) {
    if (operation.parameters[index] === 'value') given.push(arg);
    else if (arg.kind === 'load' && arg.order === 'plain') given.push(arg.address);
    else {
      mistakes.push({ kind: 'place', name, span: arg.span });
      return null;
    }
  }
  return given;
}
