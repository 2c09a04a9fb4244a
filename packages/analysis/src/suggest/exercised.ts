import { textOf } from '@mmspec/source';
import type { SourceFile } from '@mmspec/source';
import { withBlocks } from '@mmspec/syntax';
import type { Block, Module } from '@mmspec/syntax';
import type { Action, TransitionSystem } from '@mmspec/system';
import { bodiesOf, leadsAway } from '../bodies.ts';

/** What the steps of a search did, by names that a change of the text leaves alone. */
export interface Exercised {
  /** Everything that a step could do, and what of it was done. */
  readonly known: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
}

/** What was done in a search of a system; `taken` has a 1 for each action that was taken. */
export function exercised(file: SourceFile, { actions, actors }: TransitionSystem, taken: Uint8Array): Exercised {
  const known = new Set<string>();
  const done = new Set<string>();
  for (const [index, action] of actions.entries()) {
    const who = actors[action.actor]?.kind ?? action.environment ?? '';
    for (const what of namesOf(file, action)) {
      known.add(`${who}: ${what}`);
      if (taken[index] === 1) done.add(`${who}: ${what}`);
    }
  }
  return { known, done };
}

/** The text of the step, and the labels that it executes. */
function namesOf(file: SourceFile, { span, executed }: Action): string[] {
  const text = span.file === 0 ? textOf(file, span).split('\n')[0]!.trim() : '';
  return [...(text === '' || text.startsWith('atomic') ? [] : [text]), ...executed.flatMap((path) => (path.length === 0 ? [] : [path.join('.')]))];
}

/** What was done before the change, could be done with it, and is not. */
export function lost(before: Exercised, after: Exercised): string[] {
  return [...before.done].filter((what) => after.known.has(what) && !after.done.has(what));
}

/** Whether something is done in the way out of a check only: a race that is mended may leave it without work. */
export function waysOutOf(file: SourceFile, module: Module): (what: string) => boolean {
  const found = new Set<string>();
  for (const { body } of bodiesOf(module)) waysOutIn(file, body, '', false, found);
  return (what) => {
    const name = what.slice(what.indexOf(': ') + 2);
    const parts = name.split('.');
    return found.has(name) || parts.some((part, index) => found.has(`${part}:`) || found.has(`${parts[index - 1] ?? ''}.${part}`));
  };
}

/** Takes down the labels of ways out, the texts of their statements, and the operations that they call under a label of before. */
function waysOutIn(file: SourceFile, block: Block, before: string, isOut: boolean, found: Set<string>): void {
  let label = before;
  for (const statement of block.statements) {
    if (statement.kind === 'label') label = statement.name.text;
    if (isOut && statement.kind === 'label') found.add(`${label}:`);
    if (isOut) found.add(textOf(file, statement.span).split('\n')[0]!.trim());
    if (isOut && statement.kind === 'call_statement' && statement.call.kind === 'call') found.add(`${label}.${statement.call.callee.text}`);
    withBlocks(statement, (inner) => {
      waysOutIn(file, inner, label, isOut || leadsAway(inner), found);
      return inner;
    });
  }
}
