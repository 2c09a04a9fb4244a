import type { ActorIdentity, LocalNode, ObjectInstance } from '@mmspec/semantics';
import type { RepeatStatement } from '@mmspec/syntax';
import type { CpuContext } from '@mmspec/system';
import { runningOn } from './cpu.ts';
import { counterOfObject, counters, holdersInShared, refsByActor, type Counter } from './holdings.ts';
import { counterOf } from './references.ts';
import { localIn } from './run.ts';
import { addressOf, fieldsOf, isAddress, typeOfVariable, type Scene } from './scene.ts';
import { standingIn } from './step.ts';
import type { ActorState, CpuState, MachineState } from './state.ts';
import type { Value } from './value.ts';

/*
 * A state as a person walks through it: variables, objects and who holds them, actors and their locals, CPUs.
 */

export interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

/** Somebody who has references, and how many. */
export interface HeldBy {
  /** An actor, or a variable that owns; null: nobody has had them since the beginning. */
  readonly holder: string | null;
  readonly count: number;
}

/** A `repeat` that an actor is in. */
export interface Rounds {
  readonly statement: RepeatStatement;
  readonly done: number;
  readonly limit: number;
}

/** A CPU on which actors are placed. */
export interface CpuSeen {
  readonly number: number;
  /** What is off there, and for one actor alone its other counts too: those that are raised. */
  readonly counts: readonly { readonly name: string; readonly value: number }[];
  /** The task that it cannot be taken from. */
  readonly holder: string | null;
  readonly actors: readonly { readonly name: string; readonly context: CpuContext; readonly isActive: boolean; readonly keptBy: string | null }[];
}

export interface Inspected {
  /** Shared and ghost variables; of those that are objects their addresses. */
  readonly variables: () => readonly NamedValue[];
  readonly fields: (object: ObjectInstance) => readonly NamedValue[];
  /** Who has references on an object; null where it counts none. */
  readonly holders: (object: ObjectInstance) => readonly HeldBy[] | null;
  /** What an actor has references on: objects, and counters that belong to none. */
  readonly held: (actor: string) => readonly { readonly name: string; readonly count: number }[];
  /** The value of a local of an actor; undefined where it has none now. */
  readonly local: (actor: string, node: LocalNode) => Value | undefined;
  readonly rounds: (actor: string) => readonly Rounds[];
  /** The counts of an actor that are raised. */
  readonly counts: (actor: string) => readonly NamedValue[];
  readonly cpus: () => readonly CpuSeen[];
}

/** Looks at a state; `rest` has the references that belong to nobody at the beginning, by counter. */
export function inspect(scene: Scene, state: MachineState, rest: ReadonlyMap<string, number>): Inspected {
  const identity = (name: string) => scene.world.actors.find((actor) => actor.name === name);
  const stateOf = (name: string): ActorState | undefined => state.actors[identity(name)?.id ?? -1];
  const valueOf = (row: string, type: Parameters<typeof isAddress>[0]): Value =>
    isAddress(type) ? addressOf(scene, row, type) : (state.shared.get(row) ?? null);
  return {
    variables: () => scene.world.variables.map(({ name, type }) => ({ name, value: valueOf(name, type) })),
    fields: (object) =>
      fieldsOf(object.declaration).map((field) => {
        const name = field.name.text;
        return { name, value: valueOf(`${object.name}.${name}`, typeOfVariable(scene, field)) };
      }),
    holders: (object) => (counterOf(scene, object) === null ? null : holdersOf(scene, state, counterOfObject(scene, object), rest)),
    held: (name) => {
      const actor = identity(name);
      if (actor === undefined) return [];
      const all = counters(scene).map((counter) => ({ name: counter.object?.name ?? counter.row, count: refsByActor(scene, state, actor, counter) }));
      return all.filter(({ count }) => count > 0);
    },
    local: (name, node) => {
      const own = stateOf(name);
      return own === undefined ? undefined : localIn(own.stack, own.top, node);
    },
    rounds: (name) =>
      (stateOf(name)?.stack ?? []).flatMap((entry): Rounds[] =>
        entry.kind === 'repeat' && entry.limit !== 'forever' ? [{ statement: entry.statement, done: entry.rounds, limit: entry.limit }] : [],
      ),
    counts: (name) => [...(stateOf(name)?.counts ?? [])].flatMap(([count, value]) => (value > 0 ? [{ name: count, value }] : [])),
    cpus: () => cpusOf(scene, state),
  };
}

/** Actors first, then variables; at last what nobody has. */
function holdersOf(scene: Scene, state: MachineState, counter: Counter, rest: ReadonlyMap<string, number>): HeldBy[] {
  const byActors = scene.world.actors.map((actor) => ({ holder: actor.name, count: refsByActor(scene, state, actor, counter) }));
  const nobody = state.shared.get(counter.row) === 0 ? 0 : (rest.get(counter.row) ?? 0);
  return [...byActors, ...holdersInShared(scene, state, counter), { holder: null, count: nobody }].filter(({ count }) => count !== 0);
}

/** In order of their numbers. */
function cpusOf(scene: Scene, state: MachineState): CpuSeen[] {
  const { actors } = scene.world;
  const numbers = [...new Set(actors.flatMap((actor) => scene.world.cpuOf(actor) ?? []))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const own = actors.filter((actor) => scene.world.cpuOf(actor) === number);
    const shared = state.cpus[scene.world.cpus.findIndex((cpu) => cpu.number === number)];
    const counts = shared === undefined ? own.flatMap(({ id }) => [...(state.actors[id]?.counts ?? [])]) : countsOf(shared);
    return {
      number,
      counts: counts.flatMap(([name, value]) => (value > 0 ? [{ name, value }] : [])),
      holder: actors.find(({ id }) => id === shared?.holder)?.name ?? null,
      actors: own.flatMap((actor) => seenOn(scene, state, actor)),
    };
  });
}

const countsOf = ({ irq_off, bh_off }: CpuState): [string, number][] => [
  ['irq_off', irq_off],
  ['bh_off', bh_off],
];

function seenOn(scene: Scene, state: MachineState, actor: ActorIdentity): CpuSeen['actors'] {
  const running = runningOn(scene, state, actor, standingIn(scene));
  return running === null ? [] : [{ name: actor.name, context: running.context, isActive: running.isActive, keptBy: running.keptBy }];
}
