import { counted } from '@mmspec/report';
import { launch, type DebugHost, type Launch } from './launch.ts';
import { answer, output, refuse, refuseCancelled, stopped, type DebugMessage, type DebugRequest } from './messages.ts';
import { exceptionInfo, setBreaking, setLines } from './breakpoint_requests.ts';
import { completions } from './console_words.ts';
import { evaluated, setExpression, setVariable } from './evaluating.ts';
import { breakingFilter } from './breaking.ts';
import { frames, goBackTo, outcomesOf, ownerOfFrame, placeInRun, threadName, type Running } from './running.ts';
import { goBack, goOn, stepAlong, stepByHand } from './stepping.ts';
import { scopesOf, variables } from './variables.ts';

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

/** `tell` is called with the progress of a search, before its request is answered. */
export function debugSession(host: DebugHost, tell: (message: DebugMessage) => void): DebugSession {
  let running: Running | null = null;
  let search: Search | null = null;
  let showsProgress = false;
  let looksAgain = false;
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
        looksAgain = given.supportsInvalidatedEvent === true;
        return [answer(request, capabilities)];
      case 'launch':
        return begin(request, given);
      case 'cancel':
        return [answer(request)];
      case 'disconnect':
      case 'terminate':
        return [answer(request), { type: 'event', event: 'terminated' }];
      default:
        if (running === null) return [refuse(request, 'Nothing is being run.')];
        return whileRunning(running, request, given).filter((message) => looksAgain || message.type !== 'event' || message.event !== 'invalidated');
    }
  }

  async function begin(request: DebugRequest, given: Readonly<Record<string, unknown>>): Promise<DebugMessage[]> {
    const wanted = launchOf(given);
    if (typeof wanted === 'string') return [refuse(request, wanted)];
    const { signal } = (search = { seq: request.seq, controller: new AbortController() }).controller;
    const progress = progressOf(request.seq, showsProgress ? tell : () => undefined);
    try {
      const launched = await launch(host, wanted, signal, progress.states);
      if (signal.aborted) return [refuseCancelled(request)];
      if (launched.kind === 'refused') return [refuse(request, launched.why)];
      ({ running } = launched);
      // Breakpoints are put on lines of the spec that runs.
      return [...(launched.said === '' ? [] : [output('stdout', launched.said)]), answer(request), { type: 'event', event: 'initialized' }];
    } finally {
      search = null;
      progress.end();
    }
  }

  return { handle };
}

const capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsStepBack: true,
  supportsStepInTargetsRequest: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: [breakingFilter],
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsTerminateRequest: true,
  supportsCancelRequest: true,
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
      const message = counted(count, 'state');
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
  const program = text(given.program);
  if (program === null) return 'The launch has no `program`, the spec to step.';
  return { program, check: text(given.check), property: text(given.property), scenario: text(lines) };
}

/** Requests that are about one thread. */
const ofThread: ReadonlySet<string> = new Set(['stackTrace', 'next', 'stepIn', 'stepOut']);

function whileRunning(run: Running, request: DebugRequest, given: Readonly<Record<string, unknown>>): DebugMessage[] {
  const thread = typeof given.threadId === 'number' ? given.threadId : 1;
  const owner = typeof given.frameId === 'number' ? ownerOfFrame(given.frameId) : null;
  const actor = run.actors[thread - 1] ?? '';
  if (actor === '' && ofThread.has(request.command)) return [refuse(request, `There is no thread ${thread}.`)];
  switch (request.command) {
    case 'configurationDone':
      return [answer(request), stopped('entry', 1)];
    case 'setBreakpoints':
      return setLines(run, request, given);
    case 'setExceptionBreakpoints':
      return setBreaking(run, request, given);
    case 'threads':
      return [answer(request, { threads: run.actors.map((actor, index) => ({ id: index + 1, name: threadName(run, actor) })) })];
    case 'stackTrace': {
      const stackFrames = frames(run, thread);
      return [answer(request, { stackFrames, totalFrames: stackFrames.length })];
    }
    case 'evaluate':
      return evaluated(run, request, given);
    case 'setExpression':
      return setExpression(run, request, given);
    case 'setVariable':
      return setVariable(run, request, given);
    case 'completions':
      return [answer(request, { targets: completions(run, given) })];
    case 'exceptionInfo':
      return exceptionInfo(run, request);
    case 'scopes': {
      const scopes = scopesOf(run, typeof given.frameId === 'number' ? given.frameId : 1);
      return [scopes === null ? refuse(request, `There is no frame ${String(given.frameId)}.`) : answer(request, { scopes })];
    }
    case 'variables':
      return [answer(request, { variables: variables(run, Number(given.variablesReference)) })];
    case 'stepInTargets': {
      const targets = outcomesOf(run, run.actors[(owner ?? 1) - 1] ?? '').map(({ outcome, index }) => ({
        id: index,
        label: outcome.path.join('.') || `step ${index + 1}`,
      }));
      return [answer(request, { targets })];
    }
    case 'next':
    case 'stepIn':
    case 'stepOut': {
      const at = given.targetId === undefined ? placeInRun(run) : null;
      return run.given !== null && at !== null ? stepAlong(run, run.given, at, request) : stepByHand(run, request, thread, given.targetId);
    }
    case 'stepBack':
    case 'reverseContinue':
      if (run.path.length === 1) return [refuse(request, 'This is the initial state.')];
      if (request.command === 'reverseContinue') return [answer(request), ...goBack(run, thread)];
      goBackTo(run, run.path.length - 2);
      return [answer(request), stopped('step', thread)];
    case 'continue':
      return [answer(request, { allThreadsContinued: true }), ...goOn(run, thread)];
    case 'pause':
      return [answer(request), stopped('pause', thread)];
    default:
      return [refuse(request, `The debugger does not know \`${request.command}\`.`)];
  }
}
