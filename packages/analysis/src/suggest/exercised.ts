import { textOf } from '@mmspec/source';
import type { SourceFile } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Module } from '@mmspec/syntax';
import type { Action, TransitionSystem } from '@mmspec/system';
import { leadsAway } from './units.ts';

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

/** Labels and texts of the ways out of checks: a race that is mended may leave them without work. */
export function waysOutOf(file: SourceFile, module: Module): (what: string) => boolean {
  const labels = new Set<string>();
  const texts = new Set<string>();
  walk(module, (node) => {
    if (node.kind !== 'block' || !leadsAway(node)) return;
    for (const statement of node.statements) {
      if (statement.kind === 'label') labels.add(statement.name.text);
      texts.add(textOf(file, statement.span).split('\n')[0]!.trim());
    }
  });
  return (what) => {
    const name = what.slice(what.indexOf(': ') + 2);
    return texts.has(name) || name.split('.').some((part) => labels.has(part));
  };
}
