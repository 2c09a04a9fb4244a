import type { Range } from 'vscode-languageserver';
import { messageOfFound, stepText } from './messages.ts';
import type { ShownOutcome } from './lines.ts';
import { titleOf, type Shown, type ShownState } from './shown.ts';

/** What a client is told about a check, matrix or scenario: all that it shows of it. */
export interface ShownEntry {
  readonly kind: Shown['kind'];
  readonly name: string;
  readonly range: Range;
  readonly state: ShownState;
  readonly outcome: ShownOutcome | null;
  /** One line; empty where nothing is known. */
  readonly title: string;
  /** Grows with each run that found something about it; 0: none. */
  readonly run: number;
  readonly seconds: number;
  /** What is not met, or was found by a question, with the steps of its race. */
  readonly messages: readonly string[];
}

/** What a client was told last about a spec. */
export interface ToldSpec {
  readonly shown: readonly Shown[];
  readonly entries: readonly ShownEntry[];
}

/** By path. */
export type Told = Map<string, ToldSpec>;

export function entryOf(shown: Shown, range: Range): ShownEntry {
  const { kind, name, state, outcome, found } = shown;
  return {
    kind,
    name,
    range,
    state,
    outcome,
    title: titleOf(shown),
    run: Math.max(0, ...found.map(({ run }) => run.serial)),
    seconds: found.reduce((sum, { result }) => sum + result.seconds, 0),
    messages: found.flatMap((each) => {
      const message = messageOfFound(each);
      return message === null ? [] : [[message.text, ...(message.trace?.steps ?? []).map(stepText)].join('\n')];
    }),
  };
}

/** Whether a client would show the same. Editors keep ranges at their text by themselves. */
export function saysTheSame(a: readonly ShownEntry[], b: readonly ShownEntry[]): boolean {
  const said = ({ kind, name, state, outcome, title, run }: ShownEntry): string => JSON.stringify([kind, name, state, outcome, title, run]);
  return a.length === b.length && a.every((entry, index) => said(entry) === said(b[index] as ShownEntry));
}
