import type { ActorIdentity } from '@mmspec/semantics';
import { keyOfActor, keyOfCpu } from '../keys.ts';
import type { Scene } from '../scene.ts';
import type { ActorState } from '../state.ts';
import { Numbers } from '../numbers.ts';
import { keyOf, type Value } from '../value.ts';
import { keyOfWindow, shapeOf } from './key.ts';
import type { ActorWindow, WindowState } from './state.ts';
import type { Walked } from './walked.ts';

/*
 * States of a machine share most of their parts: windows that are equal are one object, of which everything is found out once.
 */

/** A window of an actor, with what follows from it alone. */
export interface KnownWindow {
  readonly walked: Walked;
  /** The actor as others see it: at its frontier, with the references that entries beyond have moved. */
  readonly seen: ActorState;
  /** Its place among the windows of its machine. */
  readonly number: number;
  /** Equal for windows with the same future, of one machine. */
  readonly key: number;
  /** Equal for actors that look the same to others. */
  readonly seenKey: string;
}

/** The windows of a machine. */
export class KnownWindows {
  readonly #scene: Scene;
  readonly #asksPlaces: boolean;
  readonly #byText = new Map<string, KnownWindow>();
  readonly #keys = new Numbers();
  readonly #all: KnownWindow[] = [];
  readonly #byWindow = new WeakMap<ActorWindow, KnownWindow>();
  readonly #rows = new WeakMap<ReadonlyMap<string, Value>, string>();

  /** `asksPlaces`: a property asks where actors are. */
  constructor(scene: Scene, asksPlaces: boolean) {
    this.#scene = scene;
    this.#asksPlaces = asksPlaces;
  }

  /** A window of an actor that was walked through, or the one that is known and equal to it. */
  known({ id }: ActorIdentity, walked: Walked): KnownWindow {
    const seen = seenOf(walked.window);
    const text = keyOfWindow(walked, seen, this.#asksPlaces);
    // What is the same text for two actors is not the same for each: they are not called alike.
    const whole = `${id}#${text}#${shapeOf(walked)}`;
    const before = this.#byText.get(whole);
    if (before !== undefined) return before;
    const known = { walked, seen, number: this.#all.length, key: this.#keys.of(text), seenKey: keyOfActor(seen) };
    this.#all.push(known);
    this.#byText.set(whole, known);
    this.#byWindow.set(walked.window, known);
    return known;
  }

  /** The windows that are known, by their numbers. */
  get all(): readonly KnownWindow[] {
    return this.#all;
  }

  /** The window of an actor in a state of the machine. */
  of({ windows }: WindowState, actor: number): KnownWindow {
    const known = this.#byWindow.get(windows[actor]!);
    if (known === undefined) throw new Error(`a window that no walk has given`);
    return known;
  }

  /** Equal for states that have the same future and the same properties, and for no others. */
  keyOf(state: WindowState): string {
    const actors = this.#scene.world.actors.map(({ id }) => this.of(state, id).key);
    const reserved = [...state.reserved].map(([cell, id]) => `${cell}:${id}`).sort();
    return [this.#keyOfMemory(state.shared), ...actors, ...state.cpus.map(keyOfCpu), reserved.join()].join('|');
  }

  /** Equal for states that look the same to everybody but the machine: memory, and actors at their frontiers. */
  seenKeyOf(state: WindowState): string {
    const actors = this.#scene.world.actors.map(({ id }) => this.of(state, id).seenKey);
    return [this.#keyOfMemory(state.shared), ...actors, ...state.cpus.map(keyOfCpu)].join('|');
  }

  #keyOfMemory(shared: ReadonlyMap<string, Value>): string {
    const known = this.#rows.get(shared);
    if (known !== undefined) return known;
    const key = this.#scene.roots.map((root) => keyOf(shared.get(root.row) ?? null)).join('|');
    this.#rows.set(shared, key);
    return key;
  }
}

/** The actor at its frontier, with the references that entries beyond have moved. */
function seenOf({ base, items }: ActorWindow): ActorState {
  const moved = items.filter(({ moved: by, phase }) => phase === 'performed' && by.size > 0);
  if (moved.length === 0) return base;
  const held = new Map(base.held);
  for (const item of moved)
    for (const [row, change] of item.moved) {
      const count = (held.get(row) ?? 0) + change;
      if (count === 0) held.delete(row);
      else held.set(row, count);
    }
  return { ...base, held };
}
