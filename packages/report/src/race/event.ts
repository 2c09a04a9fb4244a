import { cpuContexts, stepWords } from '@mmspec/system';
import type { Deed, OnCpu, StepRecord, Trace, TraceStep, Waiting } from '@mmspec/system';
import { isFirstHalf, isSecondHalf, orderRemarks, pendingRemark } from './memory_order.ts';
import { remarksOf } from './remark.ts';
import type { RemarkContext } from './remark.ts';

/** A part of an event that stands on a line of its own where there is more than one. */
export interface EventPart {
  readonly text: string;
  /** What came of it, without the slashes. */
  readonly remarks: readonly string[];
}

/** One event of a race diagram, before it is laid out. */
export interface RaceEvent {
  /** Name of the actor, or of the environment action. */
  readonly actor: string;
  /** Where it runs; left out: on a CPU of its own. */
  readonly on?: Required<OnCpu>;
  /** Call depth, and that of handlers. */
  readonly depth: number;
  /** What stands before the statements where several are one step: `atomic`, or an action with its parameters. */
  readonly head: string;
  /** The head is shown also where all statements stand on one line. */
  readonly isNamed: boolean;
  /** The statements, or the call. */
  readonly parts: readonly EventPart[];
  /** Name of the property that this step violates. */
  readonly bug: string | null;
  /** False for the line that opens a call. */
  readonly isStep: boolean;
  /** What a line across all columns above this event says. */
  readonly rule?: string;
  /** Steps of the trace that it shows. */
  readonly steps: readonly number[];
}

/** Of several statements one is a condition, and on one line it would not be seen that a remark is what came of it: only the last one may be, with no other remark. */
export function isSplit(parts: readonly EventPart[]): boolean {
  const last = parts.length - 1;
  const remarks = parts.reduce((count, part) => count + part.remarks.length, 0);
  return last > 0 && parts.some(({ remarks: [first] }, at) => (first === 'true' || first === 'false') && (at < last || remarks > 1));
}

/** What the diagram is about. */
export interface RaceSubject {
  /** The last step is what breaks the property. */
  readonly isBroken: boolean;
  readonly property: string;
  /** The formula, in which variables that matter are mentioned. */
  readonly formula: string;
}

/** What is drawn of a trace. */
export interface RaceView {
  /** Nothing is left out, and calls of the library are opened. */
  readonly full: boolean;
  /** Indices of steps that get a number, in order. */
  readonly marked: readonly number[];
  /** Indices of the steps that are drawn; null: all. */
  readonly only: ReadonlySet<number> | null;
  /** Steps that only pass time are drawn too. */
  readonly idle?: boolean;
}

/** The events of a trace: one for each step, or for each call of the library, and one for each call of the spec that steps lie in. */
export function raceEvents({ steps, loop }: Pick<Trace, 'steps' | 'loop'>, subject: RaceSubject, view: RaceView): RaceEvent[] {
  const events: RaceEvent[] = [];
  const open = new Map<string, readonly string[]>();
  const calls = view.full ? [] : libraryCalls(steps);
  const issued = new Set<number>();
  // Where every step has a row of its own, both halves of a read-modify-write have one.
  const folds = !view.full && view.idle !== true;
  const isMarked = (event: RaceEvent): boolean => event.steps.some((step) => view.marked.includes(step));
  steps.forEach((step, index) => {
    const isLast = index === steps.length - 1;
    const number = view.marked.indexOf(index);
    const actor = actorOf(step);
    const bug = isLast && subject.isBroken ? subject.property : null;
    const isNeeded = isLast || number >= 0 || index === loop;
    const context: RemarkContext = { steps, index, formula: subject.formula, full: view.full };
    const frames = step.did.frames.map(({ text }) => text);
    const call = calls[index] ?? null;
    const shown = call === null ? frames : frames.slice(0, call.depth);
    if ((view.only === null || view.only.has(index) || isNeeded) && !(folds && isFirstHalf(steps, index))) {
      const told = call === null ? stepParts(step, context) : [{ text: call.text, remarks: callRemarks(step, context) }];
      const parts = folds && isSecondHalf(steps, index) ? told : inOrder(told, step, issued);
      const isQuiet =
        view.idle === true ? false : call === null ? !view.full && isIdle(step) : parts.every(({ remarks }) => remarks.length === 0) && call.isInside;
      if (isNeeded || !isQuiet) {
        const before = events.length;
        events.push(...issuedBy(step, issued));
        events.push(...opened(step, open.get(actor) ?? [], shown));
        const { head } = stepWords(step.did, step.action);
        const event: RaceEvent = {
          actor,
          ...placeOf(step),
          bug,
          parts,
          depth: shown.length,
          isStep: true,
          steps: [index],
          isNamed: head !== '',
          head: head === '' ? 'atomic' : head,
          ...(number < 0 ? {} : { parts: parts.map((part, at) => (at === 0 ? { ...part, text: `(${number + 1}) ${part.text}` } : part)) }),
        };
        const previous = events.at(-1);
        if (
          call !== null &&
          previous?.isStep === true &&
          previous.steps.every((other) => calls[other]?.id === call.id) &&
          index !== loop &&
          (number < 0 || !isMarked(previous))
        )
          events.splice(-1, 1, isMarked(previous) ? joined(previous, event, previous) : joined(previous, event, event));
        else events.push(...withFailure(event, step));
        const first = events[before];
        if (index === loop && first !== undefined) events[before] = { ...first, rule: 'for ever:' };
      }
      open.set(actor, shown);
    }
    const left = Math.max(0, step.did.left - (frames.length - shown.length));
    open.set(actor, (open.get(actor) ?? []).slice(0, Math.max(0, shown.length - left)));
  });
  return worded(events, calls);
}

/** Stores that a step passes, which are issued at the latest now; each is told once, until it is performed. */
function issuedBy(step: TraceStep, issued: Set<number>): RaceEvent[] {
  return (step.passes ?? []).flatMap(({ kind, text, issue }) => {
    if (kind === 'load' || issued.has(issue)) return [];
    issued.add(issue);
    const part = { text, remarks: [pendingRemark(step.access)] };
    return [{ actor: actorOf(step), ...placeOf(step), depth: 0, head: '', isNamed: false, parts: [part], bug: null, isStep: false, steps: [] }];
  });
}

/** What a step did, with what there is to say about its order. Half of a read-modify-write has done nothing else yet. */
function inOrder(told: readonly EventPart[], step: TraceStep, issued: ReadonlySet<number>): readonly EventPart[] {
  const remarks = orderRemarks(step, step.issue !== undefined && issued.has(step.issue));
  return withOrder(step.half === 'load' ? told.map(({ text }) => ({ text, remarks: [] })) : told, remarks);
}

function withOrder(parts: readonly EventPart[], remarks: readonly string[]): readonly EventPart[] {
  if (remarks.length === 0) return parts;
  return parts.map((part, at) => (at === parts.length - 1 ? { ...part, remarks: [...remarks, ...part.remarks] } : part));
}

/** An assertion over locals that fails joins the step before it, and stands on a line of its own. */
function withFailure(event: RaceEvent, { did: { after } }: TraceStep): RaceEvent[] {
  const failed = after.find(({ kind, outcome }) => kind === 'assert' && outcome === false);
  if (failed === undefined) return [event];
  return [
    { ...event, bug: null },
    { ...event, head: '', isNamed: false, parts: [{ text: failed.text, remarks: ['false'] }] },
  ];
}

/** The events with the properties that become violated by their steps. */
export function withBugs(events: readonly RaceEvent[], violations: readonly { readonly step: number; readonly property: string }[]): RaceEvent[] {
  return events.map((event, at) => {
    const isTold = (step: number): boolean => event.isStep && event.steps.includes(step) && !events.slice(at + 1).some(({ steps }) => steps.includes(step));
    const bugs = violations.filter(({ step }) => isTold(step)).map(({ property }) => property);
    return bugs.length === 0 ? event : { ...event, bug: bugs.join(', ') };
  });
}

function actorOf(step: Pick<TraceStep, 'actor' | 'action'>): string {
  return step.actor ?? step.action ?? 'environment';
}

/** A call of an operation of the library, of which the step is a part. */
interface LibraryCall {
  /** The same for all steps of one call. */
  readonly id: number;
  readonly text: string;
  /** Calls of the spec around it. */
  readonly depth: number;
  readonly isLast: boolean;
  /** Neither the first step nor the last. */
  readonly isInside: boolean;
}

/** By step: the outermost call of the library around it. */
function libraryCalls(steps: readonly TraceStep[]): readonly (LibraryCall | null)[] {
  const open = new Map<string, number>();
  let count = 0;
  return steps.map((step): LibraryCall | null => {
    const actor = actorOf(step);
    const depth = step.did.frames.findIndex(({ library }) => library);
    if (depth < 0) return null;
    const known = open.get(actor);
    const id = known ?? count++;
    const isLast = step.did.left >= step.did.frames.length - depth;
    if (isLast) open.delete(actor);
    else open.set(actor, id);
    return { id, depth, isLast, text: step.did.frames[depth]?.text ?? '', isInside: known !== undefined && !isLast };
  });
}

/** The steps of a slice with all others of calls of the library that have a step in it, and the last one. */
export function drawnSteps(steps: readonly TraceStep[], slice: readonly number[]): ReadonlySet<number> {
  const calls = libraryCalls(steps);
  const ids = new Set(slice.flatMap((step) => calls[step]?.id ?? []));
  return new Set([...steps.keys()].filter((step) => slice.includes(step) || step === steps.length - 1 || ids.has(calls[step]?.id ?? -1)));
}

/** A later step of the same call, in the words of one of the two: that with the number. */
function joined(event: RaceEvent, next: RaceEvent, { parts }: RaceEvent): RaceEvent {
  const remarks = [...event.parts, ...next.parts].flatMap((part) => part.remarks);
  return { ...event, parts: parts.slice(0, 1).map(({ text }) => ({ text, remarks })), bug: next.bug, steps: [...event.steps, ...next.steps] };
}

/** Of a call that events of others come into, or that is not over in the end, which lines begin it and end it. */
function worded(events: readonly RaceEvent[], calls: readonly (LibraryCall | null)[]): RaceEvent[] {
  const callOf = ({ steps: [first = -1] }: RaceEvent): LibraryCall | null => calls[first] ?? null;
  return events.map((event, at) => {
    const call = callOf(event);
    if (call === null || !event.isStep) return event;
    const isSame = (other: RaceEvent): boolean => other.isStep && callOf(other)?.id === call.id;
    const [before, after] = [events.slice(0, at).some(isSame), events.slice(at + 1).some(isSame)];
    const isOver = event.steps.some((step) => calls[step]?.isLast === true);
    if (!before && !after && isOver) return event;
    const word = !before ? 'begins' : isOver ? 'ends' : 'goes on';
    return { ...event, parts: event.parts.map((part) => ({ ...part, remarks: [word, ...part.remarks] })) };
  });
}

/** A step that changes nothing and only passes time: an atomic block may be empty in a variant, and a condition may be decided by one. */
function isIdle({ did }: TraceStep): boolean {
  return (
    did.after.length === 0 &&
    did.deeds.every(({ text, stores, inside }) => /^(?:skip|(?:if|while|await) (?:true|false))$/u.test(text) && stores.length === 0 && inside.length === 0)
  );
}

/** The statements of a step, each with what came of it. */
function stepParts(step: TraceStep, context: RemarkContext): EventPart[] {
  const { deeds } = stepWords(step.did, step.action);
  const among = deeds.length > 1 && deeds.some(({ kind }) => kind === 'condition') ? 'branches' : 'alone';
  return deeds.map((deed, at) => ({
    text: deed.text,
    remarks: remarksOf(deed, at === deeds.length - 1 ? endOf(step.did, context.full) : none, context, among),
  }));
}

/** What follows a step: work on locals, and what operations return. */
interface Ending {
  readonly after: readonly Deed[];
  readonly returned: StepRecord['returned'];
}

const none: Ending = { after: [], returned: [] };

/** What calls of the library return within others is theirs. */
function endOf({ after, returned }: StepRecord, full: boolean): Ending {
  return { after, returned: full ? returned : returned.slice(-1) };
}

/** What a step inside a call of the library changes, and what the call returns. */
function callRemarks(step: TraceStep, context: RemarkContext): string[] {
  const { deeds } = stepWords(step.did, step.action);
  const call: Deed = { kind: 'call', text: '', loads: [], stores: [], inside: deeds };
  return remarksOf(call, endOf(step.did, false), context);
}

/** A step as the drawing tells it: as the call of the library that it is a part of. */
function toldOf({ text, did: { frames } }: TraceStep): string {
  return frames.find(({ library }) => library)?.text ?? text;
}

/** The events of a race with those of who waits at its end. A call that goes on waiting as soon as it has begun is told once, where nothing comes between. */
export function withWaiting(events: readonly RaceEvent[], waiting: readonly Waiting[], steps: readonly TraceStep[]): RaceEvent[] {
  const [waits, calls] = [waitingEvents(waiting, steps), libraryCalls(steps)];
  const last = events.findLastIndex((_, at) => goingOn(events, at, waits, calls) === null);
  return [...events.slice(0, last + 1), ...waits];
}

/** The same where every step has a row of its own: what such a call waits for stands at the step with which it began. */
export function withWaitingAtSteps(events: readonly RaceEvent[], waiting: readonly Waiting[], steps: readonly TraceStep[]): RaceEvent[] {
  const [waits, calls] = [waitingEvents(waiting, steps), libraryCalls(steps)];
  const going = events.map((_, at) => goingOn(events, at, waits, calls));
  return [...events.map((event, at) => (going[at] ? { ...event, parts: going[at].parts } : event)), ...waits.filter((wait) => !going.includes(wait))];
}

/** Who waits in the call that an event is the beginning of; null where nobody does. */
function goingOn(events: readonly RaceEvent[], at: number, waits: readonly RaceEvent[], calls: readonly (LibraryCall | null)[]): RaceEvent | null {
  const event = events[at];
  const [part, ...more] = event?.parts ?? [];
  if (
    event === undefined ||
    part === undefined ||
    more.length > 0 ||
    part.remarks.some((remark) => remark !== 'begins') ||
    event.bug !== null ||
    event.rule !== undefined
  )
    return null;
  if (calls[event.steps.at(-1) ?? -1]?.isLast !== false || events.slice(at + 1).some(({ actor }) => actor === event.actor)) return null;
  return waits.find(({ actor, parts }) => actor === event.actor && parts[0]?.text === part.text) ?? null;
}

function isInterruptedBy(one: OnCpu, other: OnCpu): boolean {
  if (one.cpu === undefined || one.cpu !== other.cpu) return false;
  return cpuContexts.indexOf(one.context ?? 'task') < cpuContexts.indexOf(other.context ?? 'task');
}

/** Where an actor runs, as a part of its events. */
function placeOf({ cpu, context }: OnCpu): Pick<RaceEvent, 'on'> {
  return cpu === undefined ? {} : { on: { cpu, context: context ?? 'task' } };
}

function opened(step: TraceStep, before: readonly string[], calls: readonly string[]): RaceEvent[] {
  let shared = 0;
  while (shared < calls.length && shared < before.length && before[shared] === calls[shared]) shared += 1;
  return calls.slice(shared).map((text, index) => ({
    actor: actorOf(step),
    ...placeOf(step),
    depth: shared + index,
    head: '',
    isNamed: false,
    parts: [{ text, remarks: [] }],
    bug: null,
    isStep: false,
    steps: [],
  }));
}

/**
 * The steps at which actors wait at the end of a deadlock, with what they wait for. Of a CPU whose handler waits nothing else is told:
 * what it came into cannot go on whatever it waits for.
 */
export function waitingEvents(waiting: readonly Waiting[], steps: readonly TraceStep[]): RaceEvent[] {
  const shown = waiting.filter((one) => !waiting.some((other) => isInterruptedBy(one, other)));
  return shown.map((one) => ({
    actor: one.actor,
    ...placeOf(one),
    depth: 0,
    head: '',
    isNamed: false,
    parts: [{ text: one.text, remarks: [waitingRemark(one, steps)] }],
    bug: null,
    isStep: true,
    steps: [],
  }));
}

function waitingRemark({ since, keptBy }: Waiting, steps: readonly TraceStep[]): string {
  if (keptBy !== undefined) return `waits for the CPU, which ${keptBy} keeps`;
  if (since.length === 0) return 'waits';
  const who = [...new Set(since.map((change) => change.actor))].join(' and ');
  const told = since.map(({ variable, step }) => `${variable} since ${steps[step] === undefined ? '' : toldOf(steps[step])}`);
  return `waits for ${who}: ${told.join(', ')}`;
}
