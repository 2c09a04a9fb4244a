import type { TraceStep, Waiting } from '@mmspec/system';
import { remarkOf, variableChanges } from './remark.ts';

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
  /** What a line across all columns above this event says. */
  readonly rule?: string;
}

/** What the diagram is about. */
export interface RaceSubject {
  /** The last step is what breaks the property. */
  readonly isBroken: boolean;
  readonly property: string;
  /** The formula, in which variables that matter are mentioned. */
  readonly formula: string;
}

/**
 * The events of a trace: a line for each step, and one for each call that the step lies in.
 * `marked`: indices of steps that get a number, in order. `loop`: index of the step that begins the loop of a lasso.
 */
export function raceEvents(steps: readonly TraceStep[], subject: RaceSubject, full: boolean, marked: readonly number[] = [], loop: number | null = null): RaceEvent[] {
  const events: RaceEvent[] = [];
  const open = new Map<string, readonly string[]>();
  steps.forEach((step, index) => {
    const last = index === steps.length - 1;
    const number = marked.indexOf(index);
    if (!full && !last && number < 0 && (loop === null || index < loop) && isIdle(step)) return;
    const before = events.length;
    const actor = step.actor ?? step.action ?? 'environment';
    const calls = enclosingCalls(step);
    events.push(...opened(actor, open.get(actor) ?? [], calls));
    open.set(actor, calls);
    events.push({
      actor,
      depth: calls.length,
      text: `${number < 0 ? '' : `(${number + 1}) `}${stepText(step)}`,
      remark: remarkOf(steps, index, subject.formula, full),
      bug: last && subject.isBroken ? subject.property : null,
      isStep: true,
    });
    const first = events[before];
    if (index === loop && first !== undefined) events[before] = { ...first, rule: 'for ever:' };
  });
  return events;
}

/** A step that changes nothing and only passes time; an atomic block may be empty in a variant. */
function isIdle(step: TraceStep): boolean {
  return (step.text === 'skip' || step.text === '') && variableChanges(step).length === 0;
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

/** The text of a step as a diagram shows it. */
export function stepText(step: TraceStep): string {
  if (step.text === '') return `/* ${step.label ?? 'nothing'} */`;
  // That waiting for ever is legal does not matter to a race in which the wait is over.
  return step.text.replace(/\bidle await\b/gu, 'await').split('; ').map(outcome).join('; ');
}

const words: ReadonlySet<string> = new Set(['skip', 'break', 'continue', 'return', 'either']);

/** A condition that is a variable alone looks like no event: `slot == false` for `not slot`, as kernel people write it. */
function outcome(statement: string): string {
  const [, negation = '', variable = ''] = /^(not )?([A-Za-z_][\w.]*(?:\[[^[\]]*\])*)$/u.exec(statement) ?? [];
  if (variable === '' || words.has(variable)) return statement;
  return `${variable} == ${negation === '' ? 'true' : 'false'}`;
}

/** The steps at which actors wait at the end of a deadlock, with what they wait for. */
export function waitingEvents(waiting: readonly Waiting[]): RaceEvent[] {
  return waiting.map(({ actor, text, since }) => ({
    actor,
    depth: 0,
    text,
    remark: since.length === 0 ? 'waits' : `waits for ${[...new Set(since.map((change) => change.actor))].join(' and ')}: ${since.map(({ variable }) => variable).join(', ')}`,
    bug: null,
    isStep: true,
  }));
}
