import type { LocalNode } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Expression, Statement } from '@mmspec/syntax';
import { Awaited } from './choices.ts';
import { ownerNamed } from './references.ts';
import { contextOf, localIn, type Run } from './run.ts';
import type { Scene } from './scene.ts';
import type { Passed } from './state.ts';
import { isAwaited, keyOf, type Value } from './value.ts';

/*
 * Values that wait for an access which is not performed (`window/`).
 */

/** What an expression will give, by what it says and by what its locals have. */
export function awaitedIn(run: Run, expression: Expression | Statement, more: string = ''): Value {
  const { span } = expression;
  const locals: string[] = [];
  walk(expression, (node) => {
    const meaning = node.kind === 'name_expression' ? run.scene.model.meanings.get(node.name) : undefined;
    const value = meaning?.kind === 'local' ? localIn(run.stack, run.top, meaning.declaration) : undefined;
    if (value !== undefined) locals.push(keyOf(value));
    return true;
  });
  return { kind: 'awaited', key: `${span.file}:${span.start}${more}(${locals.join()})` };
}

/** The `owns` variable that an argument names, whose value waits; null where that is not known. */
export function ownerOfAwaited(run: Run, argument: Expression): Passed['owner'] {
  try {
    return ownerNamed(argument, { ...contextOf(run), exempt: true });
  } catch (error) {
    if (error instanceof Awaited) return null;
    throw error;
  }
}

/** Locals that an expression names, each once. */
export function localsIn({ model }: Scene, expression: Expression): LocalNode[] {
  const found = new Set<LocalNode>();
  walk(expression, (node) => {
    const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
    if (meaning?.kind === 'local') found.add(meaning.declaration);
  });
  return [...found];
}

/** Those of them that wait for something. */
export function waitingIn({ scene, stack, top }: Run, expression: Expression): LocalNode[] {
  return localsIn(scene, expression).filter((local) => isAwaited(localIn(stack, top, local)));
}
