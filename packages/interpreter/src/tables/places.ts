import type { ActorIdentity } from '@mmspec/semantics';
import { placesText, type PlaceOfStep } from '../at_place.ts';
import { Numbers } from '../numbers.ts';
import { candidates } from '../step.ts';
import type { WindowState } from '../window/state.ts';
import { performedIn } from '../window/walked.ts';
import type { Parts } from './parts.ts';

/*
 * Where actors are, by their windows: many look different and are in the same places.
 */

/** Where an actor is that has a window. */
export interface Whereabouts {
  readonly places: readonly PlaceOfStep[];
  /** Equal for the same places, where `isAlone`; else for no others. */
  readonly number: number;
  /** Nothing but the window was looked at. */
  readonly isAlone: boolean;
}

export class Places {
  readonly #parts: Parts;
  readonly #numbers = new Numbers();
  /** By the number of a window. */
  readonly #all: (Whereabouts | undefined)[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Where an actor is in a state. */
  of(words: Int32Array, actor: ActorIdentity): Whereabouts {
    const window = words[this.#parts.firstActor + actor.id]!;
    const known = this.#all[window];
    if (known !== undefined) return known;
    const { firstActor, cpusAt, machine } = this.#parts;
    const asked = new Set<number>();
    const places = placesIn(
      machine,
      this.#parts.noted(words, (number) => asked.add(number)),
      actor,
    );
    const hasOwnCpus = machine.scene.world.cpus.length === 0;
    const isAlone = [...asked].every((number) => number === firstActor + actor.id || (hasOwnCpus && number === cpusAt));
    const found = { places, number: this.#numbers.of(isAlone ? placesText(places) : `of window ${window}`), isAlone };
    this.#all[window] = found;
    return found;
  }
}

/** Where an actor stands at its frontier, and where it has performed something beyond. */
export function placesIn(machine: Parts['machine'], state: WindowState, actor: ActorIdentity): PlaceOfStep[] {
  return [...candidates(machine.scene, state, actor), ...performedIn(machine.walked(state, actor))];
}
