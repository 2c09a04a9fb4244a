import type { Machine, MachineState, Outcome } from '@mmspec/interpreter';
import type { Settings } from '@mmspec/system';
import type { Breakpoints } from './breakpoints.ts';
import type { GivenRun } from './given_run.ts';
import type { SourceLine, SourceLines } from './source_lines.ts';

/*
 * A spec that is being stepped, and how the protocol sees it: threads are actors, a frame is where one stands.
 */

export interface Running {
  readonly machine: Machine;
  readonly actors: readonly string[];
  /** The states from the initial one to the present one. */
  readonly states: MachineState[];
  readonly settings: Settings;
  /** Null: every step is chosen by hand. */
  readonly given: GivenRun | null;
  readonly sourceLines: SourceLines;
  readonly breakpoints: Breakpoints;
}

/** References of variables: below these, those of the actor of that number. */
export const sharedReference = 1000;
export const settingsReference = 1001;

const withoutOffsets = (value: unknown): string => String(value).replace(/@[\d/]+$/u, '');

/** The names of the actors of a machine. */
export function actorsOf(machine: Machine, state: MachineState): string[] {
  const isPlace = (value: unknown): boolean => typeof value === 'string' && (value === 'done' || /@[\d/]+$/u.test(value));
  return machine
    .describe(state)
    .filter(({ value }) => isPlace(value))
    .map(({ name }) => name);
}

/** What a thread is called: an actor, and where it runs if it is placed on a CPU. */
export function threadName({ machine, states }: Running, actor: string): string {
  const running = machine.runningOn(states.at(-1) as MachineState, actor);
  return running === null ? actor : `${actor} (CPU${running.cpu}, ${running.context}${running.isActive ? ', active' : ''})`;
}

export function threadOf({ actors }: Running, mover: string | undefined): number {
  return Math.max(0, actors.indexOf(mover ?? '')) + 1;
}

/** How many steps of the given run were taken; null where another step was taken, or where no run was given. */
export function placeInRun({ given, states }: Running): number | null {
  return given !== null && states.length <= given.states.length && states.every((state, index) => state === given.states[index]) ? states.length - 1 : null;
}

/** The outcomes of the steps that an actor can take, with their indices among those of all. */
export function outcomesOf({ machine, states }: Running, actor: string): { readonly outcome: Outcome; readonly index: number }[] {
  return machine.successors(states.at(-1) as MachineState).flatMap((outcome, index) => (outcome.actor === actor ? [{ outcome, index }] : []));
}

/** Frames of a thread are numbered in steps of this many, so that the rest is the thread. */
const frameStride = 10_000;

/** The thread whose frame it is. */
export function ownerOfFrame(frame: number): number {
  return frame % frameStride;
}

/** Where an actor stands, and where the operations it is in were called. */
export function frames(run: Running, thread: number): unknown[] {
  return linesNow(run, run.actors[thread - 1] ?? '').map(({ name, path, line, column }, depth) => ({
    id: thread + depth * frameStride,
    name,
    line,
    column,
    source: { path, name: path.replace(/^.*\//u, '') },
  }));
}

/** Whether an actor came to a line with a breakpoint. */
export function isAtBreakpoint(run: Running, actor: string | undefined): boolean {
  const [inner] = linesNow(run, actor ?? '');
  return inner !== undefined && run.breakpoints.get(inner.path)?.has(inner.line) === true;
}

function linesNow({ machine, states, sourceLines }: Running, actor: string): readonly SourceLine[] {
  const location = machine.describe(states.at(-1) as MachineState).find(({ name }) => name === actor)?.value;
  return sourceLines.of(actor.replace(/\[.*$/u, ''), String(location));
}

/** A variable by its name: one of the actor of the frame before a shared one, and this before a setting. */
export function valueOf({ machine, actors, settings, states }: Running, name: string, frame: number | null): string | null {
  const described = machine.describe(states.at(-1) as MachineState);
  const rows = new Map<string, unknown>([...Object.entries(settings), ...described.map((row) => [row.name, row.value] as const)]);
  const actor = frame === null ? undefined : actors[frame - 1];
  const found = [`${actor ?? ''}.${name}`, name].find((each) => rows.has(each));
  return found === undefined ? null : withoutOffsets(rows.get(found));
}

export function variables({ machine, actors, settings, states }: Running, reference: number): unknown[] {
  const row = (name: string, value: unknown): unknown => ({ name, value: withoutOffsets(value), variablesReference: 0 });
  if (reference === settingsReference) return Object.entries(settings).map(([name, value]) => row(name, value));
  const owner = (name: string): string | undefined => actors.find((actor) => name === actor || name.startsWith(`${actor}.`) || name.startsWith(`${actor}#`));
  const wanted = reference === sharedReference ? undefined : actors[reference - 1];
  if (reference !== sharedReference && wanted === undefined) return [];
  return machine
    .describe(states.at(-1) as MachineState)
    .filter(({ name }) => owner(name) === wanted)
    .map(({ name, value }) => row(wanted === undefined ? name : name.slice(wanted.length + 1) || 'stands at', value));
}
