import { plan } from '@mmspec/compiler';
import { interpret, type Machine, type MachineState, type Outcome } from '@mmspec/interpreter';
import { analyse, type Model, type Resolver } from '@mmspec/semantics';
import { hasErrors, positionAt, type SourceFile } from '@mmspec/source';

/*
 * A debugger whose threads are the actors: stepping one takes its next step, stepping back takes the last one back.
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
}

export interface DebugHost {
  readonly read: (path: string) => SourceFile | null;
  readonly resolve: Resolver;
}

export interface DebugSession {
  readonly handle: (request: DebugRequest) => DebugMessage[];
}

export function debugSession(host: DebugHost): DebugSession {
  let running: Running | null = null;

  const answer = ({ seq, command }: DebugRequest, body?: unknown): DebugMessage => ({ type: 'response', request_seq: seq, command, success: true, ...(body === undefined ? {} : { body }) });
  const refuse = ({ seq, command }: DebugRequest, message: string): DebugMessage => ({ type: 'response', request_seq: seq, command, success: false, message });
  const stopped = (reason: string, threadId: number): DebugMessage => ({ type: 'event', event: 'stopped', body: { reason, threadId, allThreadsStopped: true } });

  function handle(request: DebugRequest): DebugMessage[] {
    const given = request.arguments ?? {};
    if (request.command === 'initialize') {
      const body = { supportsConfigurationDoneRequest: true, supportsStepBack: true, supportsStepInTargetsRequest: true, supportsTerminateRequest: true };
      return [answer(request, body), { type: 'event', event: 'initialized' }];
    }
    if (request.command === 'launch') {
      const begun = launch(host, typeof given.program === 'string' ? given.program : '', typeof given.check === 'string' ? given.check : null);
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
    const state = run.states.at(-1) as MachineState;
    switch (request.command) {
      case 'configurationDone': return [answer(request), stopped('entry', 1)];
      case 'setBreakpoints': return [answer(request, { breakpoints: [] })];
      case 'threads': return [answer(request, { threads: run.actors.map((name, index) => ({ id: index + 1, name })) })];
      case 'stackTrace': return [answer(request, { stackFrames: frames(run, actor, thread), totalFrames: 1 })];
      case 'scopes': {
        const frame = typeof given.frameId === 'number' ? given.frameId : 1;
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

  return { handle };
}

function launch(host: DebugHost, program: string, check: string | null): Running | string {
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
  return { model, machine, actors, states: [initial], settings: planned.settings };
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

function variables({ machine, actors, settings }: Running, state: MachineState, reference: number): unknown[] {
  const row = (name: string, value: unknown): unknown => ({ name, value: String(value).replace(/@[\d/]+$/u, ''), variablesReference: 0 });
  if (reference === 1001) return Object.entries(settings).map(([name, value]) => row(name, value));
  const owner = (name: string): string | undefined => actors.find((actor) => name === actor || name.startsWith(`${actor}.`));
  const wanted = reference === 1000 ? undefined : actors[reference - 1];
  return machine.describe(state).filter(({ name }) => owner(name) === wanted).map(({ name, value }) => row(wanted === undefined ? name : name.slice(wanted.length + 1) || 'stands at', value));
}
