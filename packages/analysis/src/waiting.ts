import type { Done, MachineState, Wait } from '@mmspec/interpreter';
import type { Model } from '@mmspec/semantics';
import type { Standing, Trace, TransitionSystem, Waiting } from '@mmspec/system';
import { changedCells } from './drawing/changed_cells.ts';
import { triedText } from './drawing/step_record.ts';
import type { Tracing } from './drawing/tracing.ts';
import { sourcePosition } from './source_position.ts';

/**
 * Who stands where at the end of a trace, not being done, and who last changed what it waits for: in a deadlock the
 * cycle of who waits for whom, as lockdep draws it.
 */
export function waitingAt(system: TransitionSystem, trace: Trace, last: MachineState, tracing: Tracing): readonly Waiting[] {
  const actors = new Set(system.actors.map(({ name }) => name));
  return system.actors.flatMap(({ name }) => {
    const waits = tracing.machine.waitsOf(last, name).filter(({ idle }) => !idle);
    const [first] = waits;
    const step = first?.done[0];
    const span = step?.statement?.span;
    if (first === undefined || step === undefined || span === undefined) return [];
    const blocking = new Set(waits.flatMap(blockingCells));
    const running = tracing.machine.runningOn(last, name);
    const keptBy = running?.keptBy ?? null;
    const since = keptBy !== null ? [] : sinceWhen(trace, name, blocking, actors);
    const setBy = since.length > 0 || keptBy !== null ? [] : settersOf(system, name, blocking);
    return [
      {
        actor: name,
        ...(running === null ? {} : { cpu: running.cpu, context: running.context }),
        label: labelOf(first, tracing.model),
        operation: operationsOf(step),
        ...sourcePosition(tracing.model, span),
        text: triedText(step, tracing.wording),
        since,
        ...(keptBy === null ? {} : { keptBy }),
        ...(setBy.length === 0 ? {} : { setBy }),
      },
    ];
  });
}

/** What the false condition has read. */
function blockingCells({ done }: Wait): string[] {
  let last = done.at(-1);
  for (let inner = last; inner !== undefined; inner = inner.inside.at(-1)) last = inner;
  return last?.loads.filter(({ local }) => local === null).map(({ name }) => name) ?? [];
}

function labelOf({ path }: Wait, model: Model): string | null {
  const operations = new Set([...model.operations, ...model.actors.flatMap((actor) => actor.operations)].map(({ name }) => name.text));
  const own = path.findIndex((part) => operations.has(part));
  return (own < 0 ? path : path.slice(0, own)).at(-1) ?? null;
}

function operationsOf({ stack }: Done): string[] {
  return stack.flatMap((entry) => (entry.kind === 'call' ? [entry.operation.name.text] : []));
}

/** The last changes by others of the cells that are waited for. */
function sinceWhen({ steps }: Trace, own: string, cells: ReadonlySet<string>, actors: ReadonlySet<string>): Waiting['since'] {
  const found = [...cells].flatMap((variable) => {
    const step = steps.findLastIndex(({ did }) => changedCells(did).has(variable));
    const by = steps[step]?.actor ?? steps[step]?.action;
    if (by === undefined || by === null) return [];
    if (by !== own) return [{ actor: by, step, variable }];
    // What the actor noted about another one, such as a reader that has to leave.
    const other = /\[([^[\]]+(?:\[\d+\])?)\]$/u.exec(variable)?.[1];
    return other !== undefined && other !== own && actors.has(other) ? [{ actor: other, step, variable }] : [];
  });
  return found.sort((a, b) => a.step - b.step);
}

/** The cells that have slots of their own, and the others, actors and actions, with a step that writes them. */
function settersOf({ slots, actions, actors }: TransitionSystem, own: string, cells: ReadonlySet<string>): NonNullable<Waiting['setBy']> {
  return [...cells].flatMap((variable) => {
    const places = new Set([...slots.keys()].filter((slot) => slots[slot]?.name === variable));
    const writing = actions.filter(({ writes }) => writes.some((slot) => places.has(slot)));
    const names = writing.map(({ actor, environment }) => actors[actor]?.name ?? environment ?? '');
    return places.size === 0 ? [] : [{ variable, actors: [...new Set(names)].filter((name) => name !== own && name !== '') }];
  });
}

/** Actors that take no step in the loop of a lasso, and in which of its states they are enabled. `states`: those of the loop, or the last one where nothing moves. */
export function standingIn(system: TransitionSystem, trace: Trace, states: readonly MachineState[], { model, machine, wording }: Tracing): readonly Standing[] {
  const movers = new Set(trace.steps.slice(trace.loop ?? 0).map(({ actor, action }) => actor ?? action));
  const could = (mover: { readonly actor: string | null; readonly environment: string | null }): Standing['could'] => {
    const able = states.filter((state) => machine.outcomesOf(state, mover).length > 0).length;
    return able === 0 ? 'never' : able === states.length ? 'always' : 'sometimes';
  };
  const [state] = states;
  if (state === undefined) return [];
  const actors = system.actors
    .filter(({ name }) => !movers.has(name))
    .flatMap(({ name }): Standing[] => {
      const first = [
        ...machine.outcomesOf(state, { actor: name, environment: null }).map(({ done = [] }) => done),
        ...machine.waitsOf(state, name).map(({ done }) => done),
      ].flatMap((done) => done.filter(({ phase, kind }) => phase === 'step' && kind === 'statement').slice(0, 1));
      return first[0] === undefined ? [] : [{ name, text: triedText(first[0], wording), could: could({ actor: name, environment: null }) }];
    });
  const actions = model.actions
    .filter(({ name }) => !movers.has(name.text))
    .map(({ name: { text } }): Standing => ({ name: text, text, could: could({ actor: null, environment: text }) }));
  return [...actors, ...actions];
}
