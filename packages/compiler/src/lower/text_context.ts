import type { Frame } from '@mmspec/semantics';
import type { Context, Lowering } from './context.ts';
import type { Stmt } from '../ir/ir.ts';
import type { KindLayout } from './layout.ts';

/** The context of the text of an actor or action. */
export function textContext(lowering: Lowering, kind: KindLayout | null, frame: Frame, out: Stmt[]): Context {
  return {
    lowering,
    frame,
    kind,
    binders: new Map(),
    locals: new Map(),
    elements: new Map(),
    results: new Map(),
    out,
    source: 'after',
    fault: () => [{ kind: 'blocked' }],
    watch: true,
    own: null,
    property: null,
  };
}
