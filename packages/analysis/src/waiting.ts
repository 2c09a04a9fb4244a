import type { Action, Settings, Trace, TransitionSystem, Waiting } from '@mmspec/system';
import type { PlaceOf } from './places.ts';

/**
 * Who stands where at the end of a trace, not being done, and who last changed what it waits for: in a deadlock the
 * circle of who waits for whom, as lockdep draws it.
 */
export function waitingAt(system: TransitionSystem, trace: Trace, settings: Settings, placeOf: PlaceOf): readonly Waiting[] {
  const last = trace.steps.at(-1)?.state ?? trace.initial;
  return system.actors.flatMap(({ name }, actor) => {
    const location = Object.hasOwn(last, name) ? last[name] : undefined;
    const offset = typeof location === 'string' ? /(\d+)$/u.exec(location)?.[1] : undefined;
    const steps = system.actions.filter((action) => action.actor === actor && offset !== undefined && action.span.start === Number(offset));
    const [step] = steps;
    if (step === undefined) return [];
    const place = placeOf(step.span);
    const text = place.text({ settings, action: step, before: [], after: null });
    // Who may wait for ever is no part of the circle.
    if (/^idle await\b/u.test(text)) return [];
    return [{
      actor: name,
      label: step.label,
      operation: step.operations,
      path: place.path,
      line: place.line,
      column: place.column,
      text,
      since: sinceWhen(system, trace, actor, steps),
    }];
  });
}

/** The last changes by others of variables that the steps read. */
function sinceWhen(system: TransitionSystem, { steps }: Trace, actor: number, wanted: readonly Action[]): Waiting['since'] {
  const own = system.actors[actor]?.name ?? '';
  const actors = new Set(system.actors.map(({ name }) => name));
  const variables = new Set(wanted.flatMap(({ reads }) => reads.map((slot) => system.slots[slot]?.name ?? '')));
  const found = [...variables].flatMap((variable) => {
    if (actors.has(variable)) return [];
    const step = steps.findLastIndex(({ changes }) => Object.hasOwn(changes, variable));
    const by = steps[step]?.actor ?? steps[step]?.action;
    if (by === undefined || by === null) return [];
    if (by !== own) return [{ actor: by, step, variable }];
    // What the actor noted about another one, such as a reader that has to leave.
    const other = /\[([^[\]]+(?:\[\d+\])?)\]$/u.exec(variable)?.[1];
    return other !== undefined && other !== own && actors.has(other) ? [{ actor: other, step, variable }] : [];
  });
  return found.sort((a, b) => a.step - b.step);
}
