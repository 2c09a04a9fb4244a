import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { Action, SourceSpan, TransitionSystem } from '@mmspec/system';
import { runDiagnostic } from '../codes.ts';

/** A step of a spec, and whether some search took it: plain data. */
export interface NotedStep {
  readonly action: Pick<Action, 'span' | 'path'>;
  taken: boolean;
}

/** Which steps of the spec's own text were taken by the searches so far. */
export interface StepNotes {
  readonly seen: Map<string, NotedStep>;
}

const keyOf = ({ file, start }: SourceSpan): string => `${file}:${start}`;

/** Notes the actions that a search took; `taken` has a 1 for each. */
export function noteSteps(notes: StepNotes, { actions }: TransitionSystem, taken: Uint8Array): void {
  actions.forEach(({ span, path }, index) => noteStep(notes, { action: { span, path }, taken: taken[index] === 1 }));
}

/** Notes a step that somebody has noted. */
export function noteStep({ seen }: StepNotes, { action, taken }: NotedStep): void {
  const key = keyOf(action.span);
  const known = seen.get(key);
  if (known === undefined) seen.set(key, { action, taken });
  else known.taken ||= taken;
}

/** Steps of the spec itself that no search took. */
export function stepsNeverTaken(model: Model, { seen }: StepNotes): readonly Diagnostic[] {
  const main = model.files[0];
  const inTextOrder = [...seen.values()].sort((a, b) => a.action.span.start - b.action.span.start);
  return inTextOrder.flatMap(({ action, taken }) => {
    if (taken || action.span.file !== 0 || main === undefined) return [];
    const line = main.text.slice(action.span.start, action.span.end).split('\n')[0] ?? '';
    const span = { ...action.span, end: action.span.start + line.trimEnd().length };
    const name = action.path.length === 0 ? 'This step' : `The step \`${action.path.join('.')}\``;
    return [
      runDiagnostic('MM0602', span, `${name} is never taken in any check.`, 'Look whether its condition can become true, or add a check that comes here.'),
    ];
  });
}
