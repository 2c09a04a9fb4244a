import type { Plain, TraceStep } from '@mmspec/system';

/** One line of a race diagram, before it is laid out. */
export interface RaceEvent {
  /** Name of the actor, or of the environment action. */
  readonly actor: string;
  /** Call depth. */
  readonly depth: number;
  readonly text: string;
  /** What changed and matters, without the slashes. */
  readonly remark: string;
  /** Name of the property that this step violates. */
  readonly bug: string | null;
  /** False for the line that opens a call. */
  readonly isStep: boolean;
}

/** What the diagram is about. */
export interface RaceSubject {
  readonly property: string;
  /** The formula, in which variables that matter are mentioned. */
  readonly formula: string;
}

/** The events of a trace: a line for each step, and one for each call that the step lies in. */
export function raceEvents(steps: readonly TraceStep[], subject: RaceSubject, full: boolean): RaceEvent[] {
  const events: RaceEvent[] = [];
  const open = new Map<string, readonly string[]>();
  steps.forEach((step, index) => {
    const last = index === steps.length - 1;
    if (!full && !last && isIdle(step)) return;
    const actor = step.actor ?? step.action ?? 'environment';
    const calls = enclosingCalls(step);
    events.push(...opened(actor, open.get(actor) ?? [], calls));
    open.set(actor, calls);
    events.push({
      actor,
      depth: calls.length,
      text: stepText(step),
      remark: remarks(step, steps, index, subject, full),
      bug: last ? subject.property : null,
      isStep: true,
    });
  });
  return events;
}

/** A step that changes nothing and only passes time. */
function isIdle(step: TraceStep): boolean {
  return step.text === 'skip' && variableChanges(step).length === 0;
}

/** Operations around the step; the innermost one is the step itself where the statement calls it. */
function enclosingCalls(step: TraceStep): readonly string[] {
  const innermost = step.operation.at(-1);
  return innermost !== undefined && callsOf(step.text, innermost) ? step.operation.slice(0, -1) : step.operation;
}

const callsOf = (text: string, operation: string): boolean => new RegExp(`\\b${operation}\\s*\\(`, 'u').test(text);

function opened(actor: string, before: readonly string[], calls: readonly string[]): RaceEvent[] {
  let shared = 0;
  while (shared < calls.length && shared < before.length && before[shared] === calls[shared]) shared += 1;
  return calls.slice(shared).map((name, index) => ({
    actor,
    depth: shared + index,
    text: `${name}()`,
    remark: '',
    bug: null,
    isStep: false,
  }));
}

/** A call reads as a call, whatever statement it stands in; an assignment that takes its result stays whole. */
function stepText(step: TraceStep): string {
  return step.text.replace(/^(?:else )?if /u, 'if ');
}

interface Change {
  readonly name: string;
  readonly from: Plain | null;
  readonly to: Plain | null;
}

/** Changes of variables; the rows of actors themselves are locations. */
function variableChanges(step: TraceStep): Change[] {
  return Object.entries(step.changes)
    .map(([name, [from, to]]) => ({ name, from, to }))
    .filter(({ from, to }) => !isLocation(from) && !isLocation(to));
}

const isLocation = (value: Plain | null): boolean => typeof value === 'string' && (value === 'done' || /@\d+(\/\d+)*$/u.test(value));

function remarks(step: TraceStep, steps: readonly TraceStep[], index: number, subject: RaceSubject, full: boolean): string {
  const own = `${step.actor ?? ''}.`;
  const shown: string[] = [];
  for (const change of variableChanges(step)) {
    if (change.to === null) continue;
    if (change.name.startsWith(own)) {
      const name = change.name.slice(own.length).replace(/^.*\./u, '');
      if (full || readsLater(name, step.actor, steps, index)) shown.push(`${name} = ${change.to}`);
    } else if (full || matters(change.name, step.actor, steps, index, subject)) {
      shown.push(change.from === null ? `${change.name} = ${change.to}` : `${change.name} ${change.from} -> ${change.to}`);
    }
  }
  return shown.join(', ');
}

/** A local matters if its own actor names it in a later step of the diagram. */
function readsLater(name: string, actor: string | null, steps: readonly TraceStep[], index: number): boolean {
  const word = wordOf(name);
  return steps.slice(index + 1).some((step) => step.actor === actor && word.test(step.text));
}

/** A shared variable matters if the property names it, or if another actor changes it or names it later. */
function matters(name: string, actor: string | null, steps: readonly TraceStep[], index: number, subject: RaceSubject): boolean {
  const word = wordOf(name.replace(/\[[^\]]*\]+$/u, '').replace(/^.*\./u, ''));
  if (word.test(subject.formula)) return true;
  return steps.slice(index + 1).some((step) => step.actor !== actor && (name in step.changes || word.test(step.text)));
}

const wordOf = (name: string): RegExp => new RegExp(`(?<![\\w])${name.replace(/[^\w]/gu, '\\$&')}(?![\\w])`, 'u');
