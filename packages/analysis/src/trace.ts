import type { Path } from '@mmspec/checker';
import type { Action, Described, Plain, Settings, Trace, TraceStep, TransitionSystem } from '@mmspec/system';
import type { PlaceOf } from './places.ts';

type Rows = Readonly<Record<string, Plain>>;

/** A path of states and actions as people and tools read it. */
export function traceOf(system: TransitionSystem, path: Path, settings: Settings, placeOf: PlaceOf): Trace {
  const rows = path.states.map((state) => rowsOf(system.describe(state)));
  const initial = rows[0] ?? {};
  const steps = path.actions.map((number, index): TraceStep => {
    const action = system.actions[number];
    if (action === undefined) throw new Error(`a path takes action ${number}, which does not exist`);
    const before = rows[index] ?? {};
    return stepOf(system, action, before, rows[index + 1] ?? null, settings, placeOf);
  });
  return { initial, steps, loop: path.loop ?? null };
}

function stepOf(system: TransitionSystem, action: Action, before: Rows, next: Rows | null, settings: Settings, placeOf: PlaceOf): TraceStep {
  // A fault has no state after it: nothing is changed by it.
  const after = next ?? before;
  const place = placeOf(action.span);
  const actor = action.actor < 0 ? null : (system.actors[action.actor]?.name ?? null);
  return {
    actor,
    action: action.environment,
    label: action.label,
    operation: action.operations,
    path: place.path,
    line: place.line,
    column: place.column,
    text: place.text({ settings, action, before: offsetsOf(before, actor), after: next === null ? null : offsetsOf(next, actor) }),
    changes: changesOf(before, after),
    state: after,
  };
}

/** The offsets in the location of an actor, `label.operation@1/2`. */
function offsetsOf(rows: Rows, actor: string | null): number[] {
  const location = actor === null ? undefined : rows[actor];
  const chain = typeof location === 'string' ? /@([\d/]+)$/u.exec(location)?.[1] : undefined;
  return chain === undefined ? [] : chain.split('/').map(Number);
}

function rowsOf(described: readonly Described[]): Rows {
  return Object.fromEntries(described.map((row) => [row.name, row.value]));
}

function changesOf(before: Rows, after: Rows): TraceStep['changes'] {
  const changes: [string, readonly [Plain | null, Plain | null]][] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = Object.hasOwn(before, name) ? (before[name] ?? null) : null;
    const now = Object.hasOwn(after, name) ? (after[name] ?? null) : null;
    if (old !== now) changes.push([name, [old, now]]);
  }
  return Object.fromEntries(changes);
}
