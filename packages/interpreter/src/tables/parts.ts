import { placesText } from '../at_place.ts';
import { keyOfCpu } from '../keys.ts';
import { NotedArray } from '../noted_array.ts';
import { NotedMemory } from '../noted_memory.ts';
import { domainOf } from '../scene.ts';
import { keyOf, type Value } from '../value.ts';
import type { KnownWindow } from '../window/known_windows.ts';
import type { WindowMachine } from '../window/machine.ts';
import type { ActorWindow, WindowState } from '../window/state.ts';
import { performedIn } from '../window/walked.ts';
import { Distinct } from './distinct.ts';
import { Growing } from './growing.ts';
import { Numbers } from '../numbers.ts';

/*
 * A state as numbers: of the value of each variable and field, where it is an array of each of its elements, of the window of each actor, of the CPUs that several share, and of what is
 * reserved. Numbers are given to parts as they come.
 */

/** Where the numbers of a variable or field begin; the keys of an array, each of whose elements has a number. */
interface Row {
  readonly name: string;
  readonly first: number;
  readonly keys: readonly Value[] | null;
}

export class Parts {
  readonly machine: WindowMachine;
  /** Numbers of a state. */
  readonly width: number;
  /** Where the numbers of windows begin and end; before them are those of memory, in the order of the roots. */
  readonly firstActor: number;
  readonly cpusAt: number;
  readonly reservedAt: number;
  /** By the number of a window: equal for those that are one to every state. */
  readonly keys: Growing = new Growing();
  readonly #rows: readonly Row[];
  readonly #byName: ReadonlyMap<string, Row>;
  readonly #values: readonly Distinct<Value>[];
  readonly #cpus = new Distinct<WindowState['cpus']>();
  readonly #reserved = new Distinct<WindowState['reserved']>();
  /** By the number of a window: equal for actors that look the same to others, and for those that also stand or have performed in the same places. */
  readonly #seen = new Growing();
  readonly #looks = new Growing();
  readonly #seenNumbers = new Numbers();
  readonly #lookNumbers = new Numbers();

  constructor(machine: WindowMachine) {
    const { roots, world } = machine.scene;
    this.machine = machine;
    let next = 0;
    this.#rows = roots.map(({ row, type }) => {
      const keys = type.kind === 'array' ? domainOf(world, type.key) : null;
      const first = next;
      next += keys?.length ?? 1;
      return { name: row, first, keys };
    });
    this.#byName = new Map(this.#rows.map((row) => [row.name, row]));
    this.firstActor = next;
    this.cpusAt = next + world.actors.length;
    this.reservedAt = this.cpusAt + 1;
    this.width = this.reservedAt + 1;
    this.#values = Array.from({ length: next }, () => new Distinct<Value>());
    this.#reserved.of('', new Map());
  }

  // ---------------------------------------------------------------- parts to numbers

  /** Which numbers become which where a value is stored. */
  setsOf(name: string, value: Value): (readonly [number, number])[] {
    const { first, keys } = this.#rowOf(name);
    if (keys === null) return [[first, this.#ofValue(first, value)]];
    if (value === null || typeof value !== 'object' || value.kind !== 'array') throw new Error(`${name} is no array`);
    const elements = value instanceof NotedArray && value.row === name ? value.stored : value.elements.entries();
    return [...elements].map(([at, element]) => [first + at, this.#ofValue(first + at, element)]);
  }

  #rowOf(name: string): Row {
    const row = this.#byName.get(name);
    if (row === undefined) throw new Error(`no variable or field ${name}`);
    return row;
  }

  #ofValue(at: number, value: Value): number {
    return this.#values[at]!.of(keyOf(value), value);
  }

  ofWindow({ number }: KnownWindow): number {
    const { all } = this.machine.windows;
    for (let next = this.keys.length; next <= number; next++) this.#learn(all[next]!);
    return number;
  }

  #learn({ key, seenKey, walked }: KnownWindow): void {
    this.keys.push(key);
    this.#seen.push(this.#seenNumbers.of(seenKey));
    this.#looks.push(this.#lookNumbers.of(`${seenKey}~${placesText(performedIn(walked))}`));
  }

  ofCpus(cpus: WindowState['cpus']): number {
    return this.#cpus.of(cpus.map(keyOfCpu).join('|'), cpus);
  }

  ofReserved(reserved: WindowState['reserved']): number {
    const text = [...reserved].map(([cell, id]) => `${cell}:${id}`);
    return this.#reserved.of(text.sort().join(), reserved);
  }

  /** Writes the numbers of a state. */
  pack(state: WindowState, into: Int32Array): void {
    for (const { name } of this.#rows) for (const [at, number] of this.setsOf(name, state.shared.get(name) ?? null)) into[at] = number;
    for (const { id } of this.machine.scene.world.actors) into[this.firstActor + id] = this.ofWindow(this.machine.windows.of(state, id));
    into[this.cpusAt] = this.ofCpus(state.cpus);
    into[this.reservedAt] = this.ofReserved(state.reserved);
  }

  // ---------------------------------------------------------------- numbers to parts

  windowOf(number: number): KnownWindow {
    return this.machine.windows.all[number]!;
  }

  /** Whether anything is reserved. */
  isReserved(words: Int32Array): boolean {
    return words[this.reservedAt] !== 0;
  }

  seenOf(window: number): number {
    return this.#seen.at(window);
  }

  /** The numbers by which everybody but the machine knows a state: in place of those of windows, what they look like. */
  look(words: Int32Array, into: Int32Array, offset: number = 0): void {
    for (let at = 0; at < this.width; at++) into[offset + at] = at >= this.firstActor && at < this.cpusAt ? this.#looks.at(words[at]!) : words[at]!;
  }

  unpack(words: Int32Array): WindowState {
    const valueAt = (at: number): Value => this.#values[at]!.all[words[at]!]!;
    const known = [...words.subarray(this.firstActor, this.cpusAt)].map((window) => this.windowOf(window));
    return {
      shared: new Map(
        this.#rows.map(({ name, first, keys }) => [
          name,
          keys === null ? valueAt(first) : { kind: 'array', keys, elements: keys.map((_, at) => valueAt(first + at)) },
        ]),
      ),
      actors: known.map(({ seen }) => seen),
      windows: known.map(({ walked }) => walked.window),
      cpus: this.#cpus.all[words[this.cpusAt]!]!,
      reserved: this.#reserved.all[words[this.reservedAt]!]!,
    };
  }

  /** A state that tells which of its numbers are asked for. */
  noted(words: Int32Array, onAsked: (number: number) => void): WindowState {
    const state = this.unpack(words);
    const { cpusAt, reservedAt } = this;
    return {
      shared: new NotedMemory(state.shared, {
        add: (row) => onAsked(this.#rowOf(row).first),
        element: (row, at) => onAsked(this.#rowOf(row).first + at),
      }),
      actors: this.#notedList(state.actors, onAsked),
      windows: this.#notedList<ActorWindow>(state.windows, onAsked),
      get cpus() {
        onAsked(cpusAt);
        return state.cpus;
      },
      get reserved() {
        onAsked(reservedAt);
        return state.reserved;
      },
    };
  }

  #notedList<T>(list: readonly T[], onAsked: (number: number) => void): readonly T[] {
    return new Proxy(list, {
      get: (all, key, itself) => {
        // A list in which one of them is another asks for no more than that.
        if (key === 'with') return (at: number, item: T) => this.#notedList(all.with(at, item), onAsked);
        if (typeof key === 'string' && /^\d+$/u.test(key)) onAsked(this.firstActor + Number(key));
        return Reflect.get(all, key, itself) as unknown;
      },
    });
  }
}
