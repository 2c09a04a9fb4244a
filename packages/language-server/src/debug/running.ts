import type { Machine, MachineState, Outcome } from '@mmspec/interpreter';
import type { Model } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { Settings } from '@mmspec/system';
import type { GivenRun } from './given_run.ts';

/*
 * A spec that is being stepped, and how the protocol sees it: threads are actors, a frame is where one stands.
 */

export interface Running {
  readonly model: Model;
  readonly machine: Machine;
  readonly actors: readonly string[];
  /** The states from the initial one to the present one. */
  readonly states: MachineState[];
  readonly settings: Settings;
  /** Null: every step is chosen by hand. */
  readonly given: GivenRun | null;
}

/** References of variables: below these, those of the actor of that number. */
export const sharedReference = 1000;
export const settingsReference = 1001;

const withoutOffsets = (value: unknown): string => String(value).replace(/@[\d/]+$/u, '');

/** The names of the actors of a machine. */
export function actorsOf(machine: Machine, state: MachineState): string[] {
  const isPlace = (value: unknown): boolean => typeof value === 'string' && (value === 'done' || /@[\d/]+$/u.test(value));
  return machine.describe(state).filter(({ value }) => isPlace(value)).map(({ name }) => name);
}

export function threadOf({ actors }: Running, mover: string | undefined): number {
  return Math.max(0, actors.indexOf(mover ?? '')) + 1;
}

/** How many steps of the given run were taken; null where another way was chosen, or where no run was given. */
export function placeInRun({ given, states }: Running): number | null {
  return given !== null && states.length <= given.states.length && states.every((state, index) => state === given.states[index]) ? states.length - 1 : null;
}

/** The ways an actor can go on, with their indices among those of all. */
export function outcomesOf({ machine, states }: Running, actor: string): { readonly outcome: Outcome; readonly index: number }[] {
  return machine.successors(states.at(-1) as MachineState).flatMap((outcome, index) => (outcome.actor === actor ? [{ outcome, index }] : []));
}

/** Where an actor stands, in its own text. */
export function frames({ model, machine, states }: Running, actor: string, id: number): unknown[] {
  const value = machine.describe(states.at(-1) as MachineState).find(({ name }) => name === actor)?.value;
  const declared = model.actors.find(({ name }) => name.text === actor.replace(/\[.*$/u, ''));
  const file = declared === undefined ? undefined : model.files[declared.span.file];
  if (declared === undefined || file === undefined) return [];
  const chain = /@(\d+)/u.exec(String(value))?.[1];
  const { line, column } = positionAt(file, chain === undefined ? declared.name.span.start : Number(chain));
  return [{ id, name: withoutOffsets(value), line, column, source: { path: file.path, name: file.path.replace(/^.*\//u, '') } }];
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
  const owner = (name: string): string | undefined => actors.find((actor) => name === actor || name.startsWith(`${actor}.`));
  const wanted = reference === sharedReference ? undefined : actors[reference - 1];
  if (reference !== sharedReference && wanted === undefined) return [];
  return machine.describe(states.at(-1) as MachineState).filter(({ name }) => owner(name) === wanted)
    .map(({ name, value }) => row(wanted === undefined ? name : name.slice(wanted.length + 1) || 'stands at', value));
}
