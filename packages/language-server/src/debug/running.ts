import type { Machine, MachineProperty, MachineState, Outcome } from '@mmspec/interpreter';
import type { Analysis, Asked } from '@mmspec/semantics';
import type { Settings } from '@mmspec/system';
import type { GivenRun } from './given_run.ts';
import type { Handles } from './handles.ts';
import type { Reached } from './reached.ts';
import type { SourceLine, SourceLines } from './source_lines.ts';

/*
 * A spec that is being stepped, and how the protocol sees it: threads are actors, a frame is where one stands.
 */

export interface Running {
  readonly analysis: Analysis;
  readonly machine: Machine;
  readonly actors: readonly string[];
  /** From the initial state to the present one. */
  readonly path: Reached[];
  readonly settings: Settings;
  /** Those that the check does not ignore. */
  readonly judged: readonly MachineProperty[];
  /** Null: every step is chosen by hand. */
  readonly given: GivenRun | null;
  readonly sourceLines: SourceLines;
  /** By file. */
  readonly breakpoints: Map<string, readonly Breakpoint[]>;
  /** The properties that stop it where they break; null: all of them. */
  readonly breaking: { names: ReadonlySet<string> | null; /** The fault that a step from the present state was. */ fault: string | null };
  /** Expressions that were checked before, by text and place. */
  readonly asked: Map<string, Asked>;
  /** What clients may unfold. */
  readonly handles: Handles;
}

/** Where running stops, or something is logged. */
export interface Breakpoint {
  readonly line: number;
  /** Null: it always counts. */
  readonly condition: string | null;
  /** What is written in place of stopping; null: it stops. */
  readonly log: string | null;
}

/** The present state. */
export function now({ path }: Running): MachineState {
  const last = path.at(-1);
  if (last === undefined) throw new Error('a run without a state');
  return last.state;
}

/** Goes on to a state. */
export function arriveAt(run: Running, reached: Reached): void {
  run.path.push(reached);
  forget(run);
}

/** Goes back to the state after so many steps. */
export function goBackTo(run: Running, steps: number): void {
  run.path.length = steps + 1;
  forget(run);
}

/** What belongs to the state that was present. */
function forget({ handles, breaking }: Running): void {
  handles.forget();
  breaking.fault = null;
}

/** The names of the actors of a machine. */
export function actorsOf(machine: Machine, state: MachineState): string[] {
  const isPlace = (value: unknown): boolean => typeof value === 'string' && (value === 'done' || /@[\d/]+$/u.test(value));
  return machine
    .describe(state)
    .filter(({ value }) => isPlace(value))
    .map(({ name }) => name);
}

/** What a thread is called: an actor, and where it runs if it is placed on a CPU. */
export function threadName(run: Running, actor: string): string {
  const running = run.machine.runningOn(now(run), actor);
  return running === null ? actor : `${actor} (CPU${running.cpu}, ${running.context}${running.isActive ? ', active' : ''})`;
}

export function threadOf({ actors }: Running, mover: string | undefined): number {
  return Math.max(0, actors.indexOf(mover ?? '')) + 1;
}

/** How many steps of the given run were taken; null where another step was taken, or where no run was given. */
export function placeInRun({ given, path }: Running): number | null {
  return given !== null && path.length <= given.path.length && path.every(({ state }, index) => state === given.path[index]?.state) ? path.length - 1 : null;
}

/** The outcomes of the steps that an actor can take, with their indices among those of all. */
export function outcomesOf(run: Running, actor: string): { readonly outcome: Outcome; readonly index: number }[] {
  return run.machine.successors(now(run)).flatMap((outcome, index) => (outcome.actor === actor ? [{ outcome, index }] : []));
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

/** The line of a frame, and the actor whose it is; null where there is no such frame. */
export function frameLine(run: Running, frame: number): { readonly actor: string; readonly line: SourceLine } | null {
  const actor = run.actors[ownerOfFrame(frame) - 1];
  const line = actor === undefined ? undefined : linesNow(run, actor)[Math.floor(frame / frameStride)];
  return actor === undefined || line === undefined ? null : { actor, line };
}

/** From the innermost operation outwards. */
export function linesNow(run: Running, actor: string): readonly SourceLine[] {
  const location = run.machine.describe(now(run)).find(({ name }) => name === actor)?.value;
  return run.sourceLines.of(actor.replace(/\[.*$/u, ''), String(location));
}
