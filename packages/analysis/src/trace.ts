import type { Path } from '@mmspec/checker';
import type { Machine, MachineState, Outcome } from '@mmspec/interpreter';
import { anchorOfStep } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { VariableDeclaration } from '@mmspec/syntax';
import { stepText } from '@mmspec/system';
import type { Action, Described, Plain, StepRecord, Trace, TraceStep, TransitionSystem } from '@mmspec/system';
import { orderOf } from './drawing/passed.ts';
import { retrace } from './drawing/retrace.ts';
import { stepRecord } from './drawing/step_record.ts';
import type { Wording } from './drawing/step_record.ts';
import type { Tracing } from './drawing/tracing.ts';
import { sourcePosition } from './source_position.ts';
import type { SourcePosition } from './source_position.ts';
import { isWindowSystem } from './windows.ts';

type Rows = Readonly<Record<string, Plain>>;

/** A trace, and the states of the interpreter along it: one more than steps, but after a fault. */
export interface TracedPath {
  readonly trace: Trace;
  readonly states: readonly MachineState[];
  readonly taken: readonly Outcome[];
}

/** A path of states and actions as people and tools read it. `violated`: the property that it is about, where it is about one. */
export function tracedPath(system: TransitionSystem, path: Path, { model, machine: inOrder, wording }: Tracing, violated: string | null): TracedPath {
  const machine = isWindowSystem(system) ? system.machine : inOrder;
  const rows = path.states.map((state) => rowsOf(system.describe(state)));
  const { first, taken } = retrace(machine, system, path, violated);
  const orders = orderOf(taken, model, wording);
  const places = new Map<Action, Place>();
  const placed = (action: Action): Place => {
    const place = places.get(action) ?? placeOf(model, system, action);
    places.set(action, place);
    return place;
  };
  const steps = taken.map((outcome, index): TraceStep => {
    const action = system.actions[path.actions[index] ?? -1];
    if (action === undefined) throw new Error('a path takes an action that does not exist');
    // A fault has no state after it: nothing is changed by it.
    const before = rows[index] ?? {};
    const after = rows[index + 1] ?? before;
    const did = recordOf(wording, machine, outcome);
    return {
      actor: outcome.actor,
      action: action.environment,
      ...onCpu(machine, index === 0 ? first : (taken[index - 1]?.next ?? null), outcome),
      label: action.label,
      operation: action.operations,
      ...placed(action),
      text: stepText(did, action.environment),
      ...orders[index],
      did,
      changes: changesOf(before, after),
      state: after,
    };
  });
  const states = [...(first === null ? [] : [first]), ...taken.flatMap(({ next }) => (next === null ? [] : [next]))];
  return { trace: { initial: rows[0] ?? {}, ...chosenAtFirst(model, machine, rows[0] ?? {}), steps, loop: path.loop ?? null }, states, taken };
}

type Place = SourcePosition & Pick<TraceStep, 'source'>;

/** Where the steps of an action stand in the spec, and what they model. */
function placeOf(model: Model, system: TransitionSystem, action: Action): Place {
  return { ...sourcePosition(model, action.span), ...sourceOf(model, system, action) };
}

/** The source that the step models, where the spec says so. */
function sourceOf(model: Model, { actors }: TransitionSystem, { actor, path, span }: Action): Pick<TraceStep, 'source'> {
  const anchor = anchorOfStep(model, { actor: actors[actor]?.kind ?? null, path, span });
  return anchor === null ? {} : { source: { path: anchor.path, symbol: anchor.symbol, text: anchor.text } };
}

const records = new WeakMap<Outcome, StepRecord>();

/** The record of a step of a path: several paths may begin with it. */
function recordOf(wording: Wording, machine: Machine, outcome: Outcome): StepRecord {
  const record = records.get(outcome) ?? stepRecord(wording, machine, outcome);
  records.set(outcome, record);
  return record;
}

/** The rows of an initial state that are one choice of several; nothing where all variables begin with one value. */
function chosenAtFirst(model: Model, machine: Machine, rows: Rows): Pick<Trace, 'begins'> {
  const isChosen = (declaration: VariableDeclaration | null): boolean => declaration?.beginning?.kind === 'choice_beginning';
  const fields = model.objects.flatMap(({ members }) => members.filter((member) => member.kind === 'variable'));
  if (![...model.variables, ...fields].some(isChosen)) return {};
  return { begins: Object.fromEntries(Object.entries(rows).filter(([name]) => isChosen(machine.declarationOf(name)))) };
}

/** On which CPU a step is taken, and whether a handler begins or ends with it; nothing for an actor with a CPU of its own. */
function onCpu(machine: Machine, before: MachineState | null, { actor, next }: Outcome): Pick<TraceStep, 'cpu' | 'context' | 'enters' | 'leaves'> {
  const running = actor === null || before === null ? null : machine.runningOn(before, actor);
  if (running === null || actor === null) return {};
  const { cpu, context, isActive } = running;
  if (context === 'task') return { cpu, context };
  const enters: Pick<TraceStep, 'enters'> = isActive ? {} : { enters: true };
  const leaves: Pick<TraceStep, 'leaves'> = next === null || machine.runningOn(next, actor)?.isActive === true ? {} : { leaves: true };
  return { cpu, context, ...enters, ...leaves };
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
