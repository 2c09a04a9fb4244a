import type { MachineState } from '@mmspec/interpreter';
import type { GivenRun } from './given_run.ts';
import { launch, type DebugHost, type Launch } from './launch.ts';
import { answer, output, refuse, refuseCancelled, stopped, type DebugMessage, type DebugRequest } from './messages.ts';
import { frames, outcomesOf, placeInRun, settingsReference, sharedReference, threadOf, valueOf, variables, type Running } from './running.ts';

/*
 * A debugger whose threads are the actors: stepping one takes its next step, stepping back takes the last one back.
 * With the race of a property, or the interleaving of a scenario, a step is the next one of that run, whoever takes it,
 * until a step is chosen that is not in it.
 * Pure: requests in, messages out; the host reads, searches and writes.
 */

export interface DebugSession {
  /** What is answered, after the requests before it; one that cancels or ends the session stops a search at once. */
  readonly handle: (request: DebugRequest) => Promise<DebugMessage[]>;
}

/** A search that a launch waits for. */
interface Search {
  readonly seq: number;
  readonly controller: AbortController;
}

/** `tell` hears how far a search is, before its request is answered. */
export function debugSession(host: DebugHost, tell: (message: DebugMessage) => void): DebugSession {
  let running: Running | null = null;
  let search: Search | null = null;
  let showsProgress = false;
  let before: Promise<unknown> = Promise.resolve();

  function handle(request: DebugRequest): Promise<DebugMessage[]> {
    if (search !== null && endsSearch(request, search)) search.controller.abort();
    const answered = before.then(() => answers(request));
    before = answered.catch(() => undefined);
    return answered;
  }

  async function answers(request: DebugRequest): Promise<DebugMessage[]> {
    const given = request.arguments ?? {};
    switch (request.command) {
      case 'initialize':
        showsProgress = given.supportsProgressReporting === true;
        return [answer(request, capabilities), { type: 'event', event: 'initialized' }];
      case 'launch': return begin(request, given);
      case 'cancel': return [answer(request)];
      case 'disconnect': case 'terminate': return [answer(request), { type: 'event', event: 'terminated' }];
      default: return running === null ? [refuse(request, 'Nothing is being run.')] : whileRunning(running, request, given);
    }
  }

  async function begin(request: DebugRequest, given: Readonly<Record<string, unknown>>): Promise<DebugMessage[]> {
    const wanted = launchOf(given);
    if (typeof wanted === 'string') return [refuse(request, wanted)];
    const { signal } = ((search = { seq: request.seq, controller: new AbortController() })).controller;
    const progress = progressOf(request.seq, showsProgress ? tell : () => undefined);
    try {
      const launched = await launch(host, wanted, signal, progress.states);
      if (signal.aborted) return [refuseCancelled(request)];
      if (launched.kind === 'refused') return [refuse(request, launched.why)];
      ({ running } = launched);
      return [...(launched.said === '' ? [] : [output('console', launched.said)]), answer(request)];
    } finally {
      search = null;
      progress.end();
    }
  }

  return { handle };
}

const capabilities = {
  supportsConfigurationDoneRequest: true, supportsStepBack: true, supportsStepInTargetsRequest: true, supportsEvaluateForHovers: true,
  supportsTerminateRequest: true, supportsCancelRequest: true,
};

const progressName = (seq: number): string => `search ${seq}`;

function endsSearch({ command, arguments: given = {} }: DebugRequest, { seq }: Search): boolean {
  if (command === 'disconnect' || command === 'terminate') return true;
  return command === 'cancel' && (given.requestId === seq || given.progressId === progressName(seq));
}

/** The progress of a search, from the first time that it tells something. */
function progressOf(seq: number, tell: (message: DebugMessage) => void): { readonly states: (count: number) => void; readonly end: () => void } {
  const progressId = progressName(seq);
  let begun = false;
  return {
    states: (count) => {
      const message = `${count.toLocaleString('en-US')} states`;
      if (begun) return tell({ type: 'event', event: 'progressUpdate', body: { progressId, message } });
      begun = true;
      tell({ type: 'event', event: 'progressStart', body: { progressId, requestId: seq, title: 'Searching the run to step', cancellable: true, message } });
    },
    end: () => {
      if (begun) tell({ type: 'event', event: 'progressEnd', body: { progressId } });
    },
  };
}

/** The arguments of a launch, or what is wrong with them. A scenario may be a list of lines, which JSON has no better way to write. */
function launchOf(given: Readonly<Record<string, unknown>>): Launch | string {
  const odd = ['program', 'check', 'property'].find((name) => given[name] !== undefined && typeof given[name] !== 'string');
  if (odd !== undefined) return `\`${odd}\` of the launch is a text.`;
  const { scenario } = given;
  const lines = Array.isArray(scenario) && scenario.every((line) => typeof line === 'string') ? scenario.join('\n') : scenario;
  if (lines !== undefined && typeof lines !== 'string') return '`scenario` of the launch is a text or a list of lines.';
  const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);
  return { program: text(given.program) ?? '', check: text(given.check), property: text(given.property), scenario: text(lines) };
}

/** Requests that are about one thread. */
const ofThread: ReadonlySet<string> = new Set(['stackTrace', 'next', 'stepIn', 'stepOut']);

function whileRunning(run: Running, request: DebugRequest, given: Readonly<Record<string, unknown>>): DebugMessage[] {
  const thread = typeof given.threadId === 'number' ? given.threadId : 1;
  const frame = typeof given.frameId === 'number' ? given.frameId : null;
  const actor = run.actors[thread - 1] ?? '';
  if (actor === '' && ofThread.has(request.command)) return [refuse(request, `There is no thread ${thread}.`)];
  switch (request.command) {
    case 'configurationDone': return [answer(request), stopped('entry', 1)];
    case 'setBreakpoints': return [answer(request, { breakpoints: [] })];
    case 'threads': return [answer(request, { threads: run.actors.map((name, index) => ({ id: index + 1, name })) })];
    case 'stackTrace': return [answer(request, { stackFrames: frames(run, actor, thread), totalFrames: 1 })];
    case 'evaluate': {
      const value = valueOf(run, String(given.expression).trim(), frame);
      return [value === null ? refuse(request, `There is no variable ${String(given.expression)}.`) : answer(request, { result: value, variablesReference: 0 })];
    }
    case 'scopes': {
      const owner = run.actors[(frame ?? 1) - 1];
      if (owner === undefined) return [refuse(request, `There is no frame ${frame ?? 1}.`)];
      const scope = (name: string, variablesReference: number): unknown => ({ name, variablesReference, expensive: false });
      return [answer(request, { scopes: [scope(`Variables of ${owner}`, frame ?? 1), scope('Shared', sharedReference), scope('Settings', settingsReference)] })];
    }
    case 'variables': return [answer(request, { variables: variables(run, Number(given.variablesReference)) })];
    case 'stepInTargets': {
      const targets = outcomesOf(run, run.actors[(frame ?? 1) - 1] ?? '').map(({ outcome, index }) => ({ id: index, label: outcome.path.join('.') || `step ${index + 1}` }));
      return [answer(request, { targets })];
    }
    case 'next': case 'stepIn': case 'stepOut': {
      const at = given.targetId === undefined ? placeInRun(run) : null;
      return run.given !== null && at !== null ? alongRun(run, run.given, at, request) : byHand(run, request, thread, given.targetId);
    }
    case 'stepBack': case 'reverseContinue':
      if (run.states.length === 1) return [refuse(request, 'This is the initial state.')];
      run.states.length = request.command === 'stepBack' ? run.states.length - 1 : 1;
      return [answer(request), stopped('step', thread)];
    case 'continue': return [answer(request, { allThreadsContinued: true }), toTheEnd(run, thread)];
    case 'pause': return [answer(request), stopped('pause', thread)];
    default: return [refuse(request, `The debugger does not know \`${request.command}\`.`)];
  }
}

/** A step of one actor, the first one or that of the target. */
function byHand(run: Running, request: DebugRequest, thread: number, target: unknown): DebugMessage[] {
  const actor = run.actors[thread - 1] ?? '';
  const ways = outcomesOf(run, actor);
  const chosen = ways.find(({ index }) => index === target) ?? ways[0];
  if (chosen === undefined) return [refuse(request, `${actor} cannot take a step now.`)];
  const { next, fault } = chosen.outcome;
  if (next === null) return [answer(request), output('important', `${actor} violates ${fault ?? ''} with this step.`), stopped('exception', thread)];
  run.states.push(next);
  return [answer(request), stopped('step', thread)];
}

/** The step of the given run after `at` steps. */
function alongRun(run: Running, given: GivenRun, at: number, request: DebugRequest): DebugMessage[] {
  const { states, movers, loop, fault, marks, end } = given;
  if (at === movers.length && (loop === null || loop >= movers.length)) return [refuse(request, end)];
  const step = at === movers.length ? (loop as number) : at;
  const next = states[step + 1];
  const thread = threadOf(run, movers[step]);
  if (next === undefined) return [answer(request), output('important', `${movers[step] ?? ''} violates ${fault ?? ''} with this step.`), stopped('exception', thread)];
  if (at === movers.length) run.states.length = step + 1;
  run.states.push(next);
  return [answer(request), stopped('step', thread, marks.get(step))];
}

/** To the end of the given run; without one whoever comes first moves, until nobody can, or for so many steps. */
function toTheEnd(run: Running, thread: number): DebugMessage {
  const { given, states, machine } = run;
  const from = placeInRun(run);
  if (given !== null && from !== null && from < given.movers.length) {
    states.push(...given.states.slice(from + 1));
    return stopped('step', threadOf(run, given.movers.at(-1)));
  }
  for (let count = 0; count < 1000; count++) {
    const next = machine.successors(states.at(-1) as MachineState).find((outcome) => outcome.next !== null)?.next;
    if (next === undefined || next === null) break;
    states.push(next);
  }
  return stopped('pause', thread);
}
