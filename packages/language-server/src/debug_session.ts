import { CompileError, runCheck } from '@mmspec/analysis';
import { plan } from '@mmspec/compiler';
import { interpret, type Machine, type MachineState, type Outcome } from '@mmspec/interpreter';
import { analyse, type Model, type Resolver } from '@mmspec/semantics';
import { hasErrors, positionAt, type SourceFile } from '@mmspec/source';
import type { PlannedCheck, Trace } from '@mmspec/system';

/*
 * A debugger whose threads are the actors: stepping one takes its next step, stepping back takes the last one back.
 * With the race of a property a step is the race's next one, whoever takes it, until a step is chosen that is not in the race.
 * Pure: requests in, messages out; the host reads and writes.
 */

export interface DebugRequest {
  readonly seq: number;
  readonly command: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

export type DebugMessage =
  | { readonly type: 'response'; readonly request_seq: number; readonly command: string; readonly success: boolean; readonly message?: string; readonly body?: unknown }
  | { readonly type: 'event'; readonly event: string; readonly body?: unknown };

interface Running {
  readonly model: Model;
  readonly machine: Machine;
  readonly actors: readonly string[];
  /** The states from the initial one to the present one. */
  readonly states: MachineState[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly race: Race | null;
}

interface Race {
  readonly property: string;
  /** The states of the race as the interpreter has them, from the initial one. */
  readonly states: readonly MachineState[];
  /** By step. */
  readonly movers: readonly string[];
  /** Index of the step that begins the loop. */
  readonly loop: number | null;
  /** The last step is a fault, which leads to no state. */
  readonly fault: string | null;
}

export interface DebugHost {
  readonly read: (path: string) => SourceFile | null;
  readonly resolve: Resolver;
}

export interface DebugSession {
  /** What is answered; a request has to wait for the one before it. */
  readonly handle: (request: DebugRequest) => Promise<DebugMessage[]>;
}

export function debugSession(host: DebugHost): DebugSession {
  let running: Running | null = null;

  const answer = ({ seq, command }: DebugRequest, body?: unknown): DebugMessage => ({ type: 'response', request_seq: seq, command, success: true, ...(body === undefined ? {} : { body }) });
  const refuse = ({ seq, command }: DebugRequest, message: string): DebugMessage => ({ type: 'response', request_seq: seq, command, success: false, message });
  const stopped = (reason: string, threadId: number): DebugMessage => ({ type: 'event', event: 'stopped', body: { reason, threadId, allThreadsStopped: true } });

  async function handle(request: DebugRequest): Promise<DebugMessage[]> {
    const given = request.arguments ?? {};
    if (request.command === 'initialize') {
      const body = { supportsConfigurationDoneRequest: true, supportsStepBack: true, supportsStepInTargetsRequest: true, supportsEvaluateForHovers: true, supportsTerminateRequest: true };
      return [answer(request, body), { type: 'event', event: 'initialized' }];
    }
    if (request.command === 'launch') {
      const odd = ['program', 'check', 'property'].find((name) => given[name] !== undefined && typeof given[name] !== 'string');
      if (odd !== undefined) return [refuse(request, `\`${odd}\` of the launch is a text.`)];
      const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
      const begun = await launch(host, text(given.program) ?? '', text(given.check), text(given.property));
      if (typeof begun === 'string') return [refuse(request, begun)];
      running = begun;
      return [answer(request)];
    }
    if (request.command === 'disconnect' || request.command === 'terminate') return [answer(request), { type: 'event', event: 'terminated' }];
    if (running === null) return [refuse(request, 'Nothing is being run.')];
    return whileRunning(running, request, given);
  }

  function whileRunning(run: Running, request: DebugRequest, given: Readonly<Record<string, unknown>>): DebugMessage[] {
    const thread = typeof given.threadId === 'number' ? given.threadId : 1;
    const actor = run.actors[thread - 1] ?? '';
    if (actor === '' && ofThread.has(request.command)) return [refuse(request, `There is no thread ${thread}.`)];
    const state = run.states.at(-1) as MachineState;
    switch (request.command) {
      case 'configurationDone': return [answer(request), stopped('entry', 1)];
      case 'setBreakpoints': return [answer(request, { breakpoints: [] })];
      case 'threads': return [answer(request, { threads: run.actors.map((name, index) => ({ id: index + 1, name })) })];
      case 'stackTrace': return [answer(request, { stackFrames: frames(run, actor, thread), totalFrames: 1 })];
      case 'evaluate': {
        const value = valueOf(run, state, String(given.expression).trim(), typeof given.frameId === 'number' ? given.frameId : null);
        return [value === null ? refuse(request, `There is no variable ${String(given.expression)}.`) : answer(request, { result: value, variablesReference: 0 })];
      }
      case 'scopes': {
        const frame = typeof given.frameId === 'number' ? given.frameId : 1;
        if (run.actors[frame - 1] === undefined) return [refuse(request, `There is no frame ${frame}.`)];
        const scope = (name: string, variablesReference: number): unknown => ({ name, variablesReference, expensive: false });
        return [answer(request, { scopes: [scope(`Variables of ${run.actors[frame - 1] ?? ''}`, frame), scope('Shared', 1000), scope('Settings', 1001)] })];
      }
      case 'variables': return [answer(request, { variables: variables(run, state, Number(given.variablesReference)) })];
      case 'stepInTargets': {
        const frame = typeof given.frameId === 'number' ? given.frameId : 1;
        const targets = outcomesOf(run, run.actors[frame - 1] ?? '').map(({ outcome, index }) => ({ id: index, label: outcome.path.join('.') || `step ${index + 1}` }));
        return [answer(request, { targets })];
      }
      case 'next': case 'stepIn': case 'stepOut': {
        const { race } = run;
        const at = given.targetId === undefined ? placeInRace(run) : null;
        if (race !== null && at !== null) return alongRace(run, race, at, request);
        const ways = outcomesOf(run, actor);
        const chosen = ways.find(({ index }) => index === given.targetId) ?? ways[0];
        if (chosen === undefined) return [refuse(request, `${actor} cannot take a step now.`)];
        if (chosen.outcome.next === null) return [answer(request), { type: 'event', event: 'output', body: { category: 'important', output: `${actor} violates ${chosen.outcome.fault ?? ''} with this step.\n` } }, stopped('exception', thread)];
        run.states.push(chosen.outcome.next);
        return [answer(request), stopped('step', thread)];
      }
      case 'stepBack': case 'reverseContinue':
        if (run.states.length === 1) return [refuse(request, 'This is the initial state.')];
        run.states.length = request.command === 'stepBack' ? run.states.length - 1 : 1;
        return [answer(request), stopped('step', thread)];
      case 'continue': {
        const { race } = run;
        const from = placeInRace(run);
        if (race !== null && from !== null && from < race.movers.length) {
          run.states.push(...race.states.slice(from + 1));
          return [answer(request, { allThreadsContinued: true }), stopped('step', threadOf(run, race.movers.at(-1)))];
        }
        // Whoever comes first moves, until nobody can, or for so many steps.
        for (let count = 0; count < 1000; count++) {
          const next = run.machine.successors(run.states.at(-1) as MachineState).find((outcome) => outcome.next !== null)?.next;
          if (next === undefined || next === null) break;
          run.states.push(next);
        }
        return [answer(request, { allThreadsContinued: true }), stopped('pause', thread)];
      }
      case 'pause': return [answer(request), stopped('pause', thread)];
      default: return [refuse(request, `The debugger does not know \`${request.command}\`.`)];
    }
  }

  /** The step of the race after `at` steps. */
  function alongRace(run: Running, race: Race, at: number, request: DebugRequest): DebugMessage[] {
    const loops = race.loop !== null && race.loop < race.movers.length;
    if (at === race.movers.length && !loops) return [refuse(request, `The race ends here: ${race.property} is violated.`)];
    const step = at === race.movers.length ? (race.loop as number) : at;
    const next = race.states[step + 1];
    const thread = threadOf(run, race.movers[step]);
    if (next === undefined) return [answer(request), { type: 'event', event: 'output', body: { category: 'important', output: `${race.movers[step] ?? ''} violates ${race.fault ?? ''} with this step.\n` } }, stopped('exception', thread)];
    if (at === race.movers.length) run.states.length = step + 1;
    run.states.push(next);
    return [answer(request), stopped('step', thread)];
  }

  return { handle };
}

/** Requests that are about one thread. */
const ofThread: ReadonlySet<string> = new Set(['stackTrace', 'next', 'stepIn', 'stepOut']);

const threadOf = ({ actors }: Running, mover: string | undefined): number => Math.max(0, actors.indexOf(mover ?? '')) + 1;

/** How many steps of the race were taken; null where another way was chosen, or where there is no race. */
function placeInRace({ race, states }: Running): number | null {
  return race !== null && states.length <= race.states.length && states.every((state, index) => state === race.states[index]) ? states.length - 1 : null;
}

/** The race of a property as the interpreter runs it, or why there is none. */
async function raceOf(model: Model, machine: Machine, planned: PlannedCheck, property: string): Promise<Race | string> {
  try {
    const { results } = await runCheck(model, planned, { timeMax: raceSeconds });
    const result = results.find((candidate) => candidate.property === property);
    if (result === undefined) return `There is no property ${property} in the check ${planned.name}; there are ${results.map((each) => each.property).join(', ')}.`;
    if (result.trace === null) return `${property} has no race: it ${result.verdict === 'unfinished' ? `is unfinished after ${raceSeconds} s` : result.verdict}.`;
    return retaken(machine, result.trace, property);
  } catch (error) {
    if (error instanceof CompileError) return error.message;
    throw error;
  }
}

/** Seconds for the search of a race. */
const raceSeconds = 60;

/** Takes the steps of a trace with the interpreter, whose states have the same rows. */
function retaken(machine: Machine, { initial, steps, loop }: Trace, property: string): Race {
  const isAt = (state: MachineState, rows: Readonly<Record<string, unknown>>): boolean => machine.describe(state).every(({ name, value }) => rows[name] === value);
  const states: MachineState[] = [];
  const first = machine.initial().find(({ next }) => next !== null && isAt(next, initial))?.next;
  if (first === undefined || first === null) throw new Error('the interpreter has no such initial state');
  states.push(first);
  let fault: string | null = null;
  for (const [index, step] of steps.entries()) {
    const ways = machine.successors(states.at(-1) as MachineState).filter((outcome) => outcome.actor === step.actor);
    const next = ways.find((outcome) => outcome.next !== null && isAt(outcome.next, step.state))?.next;
    const failing = index === steps.length - 1 ? ways.find((outcome) => outcome.next === null && outcome.fault === property) : undefined;
    if (failing !== undefined) fault = property;
    else if (next === undefined || next === null) throw new Error(`the interpreter cannot take step ${index + 1} of the race`);
    else states.push(next);
  }
  return { property, states, movers: steps.map(({ actor, action }) => actor ?? action ?? ''), loop, fault };
}

async function launch(host: DebugHost, program: string, check: string | null, property: string | null): Promise<Running | string> {
  const file = host.read(program);
  if (file === null) return `There is no file ${program}.`;
  const { model, diagnostics } = analyse(file, host.resolve);
  if (hasErrors(diagnostics)) return 'The spec has errors, so it cannot be run.';
  const { checks } = plan(model);
  const planned = check === null ? checks[0] : checks.find(({ name, matrix }) => name === check || matrix === check);
  if (planned === undefined) return check === null ? 'The spec has no check, whose settings it could be run with.' : `There is no check ${check}.`;
  const machine = interpret(model, planned.settings);
  const initial = machine.initial().find((outcome) => outcome.next !== null)?.next;
  if (initial === undefined || initial === null) return 'There is no initial state.';
  const actors = machine.describe(initial).filter(({ value }) => value === 'done' || isPlace(value)).map(({ name }) => name);
  const race = property === null ? null : await raceOf(model, machine, planned, property);
  if (typeof race === 'string') return race;
  return { model, machine, actors, states: [race?.states[0] ?? initial], settings: planned.settings, race };
}

const isPlace = (value: unknown): boolean => typeof value === 'string' && /@[\d/]+$/u.test(value);

function outcomesOf({ machine, states }: Running, actor: string): { readonly outcome: Outcome; readonly index: number }[] {
  return machine.successors(states.at(-1) as MachineState).flatMap((outcome, index) => (outcome.actor === actor ? [{ outcome, index }] : []));
}

/** Where an actor stands, in its own text. */
function frames({ model, machine, states }: Running, actor: string, id: number): unknown[] {
  const value = machine.describe(states.at(-1) as MachineState).find(({ name }) => name === actor)?.value;
  const declared = model.actors.find(({ name }) => name.text === actor.replace(/\[.*$/u, ''));
  const file = declared === undefined ? undefined : model.files[declared.span.file];
  if (declared === undefined || file === undefined) return [];
  const chain = /@(\d+)/u.exec(String(value))?.[1];
  const { line, column } = positionAt(file, chain === undefined ? declared.name.span.start : Number(chain));
  return [{ id, name: String(value).replace(/@[\d/]+$/u, ''), line, column, source: { path: file.path, name: file.path.replace(/^.*\//u, '') } }];
}

/** A variable by its name: one of the actor of the frame before a shared one, and this before a setting. */
function valueOf({ machine, actors, settings }: Running, state: MachineState, name: string, frame: number | null): string | null {
  const rows = new Map<string, unknown>([...Object.entries(settings), ...machine.describe(state).map((row) => [row.name, row.value] as const)]);
  const actor = frame === null ? undefined : actors[frame - 1];
  const found = [`${actor ?? ''}.${name}`, name].find((each) => rows.has(each));
  return found === undefined ? null : String(rows.get(found)).replace(/@[\d/]+$/u, '');
}

function variables({ machine, actors, settings }: Running, state: MachineState, reference: number): unknown[] {
  const row = (name: string, value: unknown): unknown => ({ name, value: String(value).replace(/@[\d/]+$/u, ''), variablesReference: 0 });
  if (reference === 1001) return Object.entries(settings).map(([name, value]) => row(name, value));
  const owner = (name: string): string | undefined => actors.find((actor) => name === actor || name.startsWith(`${actor}.`));
  const wanted = reference === 1000 ? undefined : actors[reference - 1];
  if (reference !== 1000 && wanted === undefined) return [];
  return machine.describe(state).filter(({ name }) => owner(name) === wanted).map(({ name, value }) => row(wanted === undefined ? name : name.slice(wanted.length + 1) || 'stands at', value));
}
