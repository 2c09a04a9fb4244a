import { locationsOf } from '../syntax/names.ts';
import type { LitmusTest, Location, Proposition } from '../syntax/tree.ts';
import type { Memory } from './memory.ts';

/** What a register or variable holds at the end. */
export type Reading = (location: Location) => number;

/** A proposition as a function of a final state. */
export function compiled(proposition: Proposition, memory: Memory): (read: Reading) => boolean {
  const holds = asFarAsKnown(proposition, memory);
  return (read) => holds(read) === true;
}

/** What a register or variable holds at the end, as far as that is known. */
export type PartialReading = (location: Location) => number | null;

/** Whether a proposition holds; null: what is known does not decide it. */
export function asFarAsKnown(proposition: Proposition, memory: Memory): (read: PartialReading) => boolean | null {
  switch (proposition.kind) {
    case 'true':
    case 'false':
      return () => proposition.kind === 'true';
    case 'is': {
      const { location, value } = proposition;
      const wanted = value.kind === 'number' ? value.value : memory.addressOf(value.name);
      return (read) => same(read(location), wanted);
    }
    case 'same': {
      const { left, right } = proposition;
      return (read) => same(read(left), read(right));
    }
    case 'not': {
      const part = asFarAsKnown(proposition.part, memory);
      return (read) => opposite(part(read));
    }
    case 'and':
    case 'or':
    case 'implies': {
      const left = asFarAsKnown(proposition.left, memory);
      const right = asFarAsKnown(proposition.right, memory);
      if (proposition.kind === 'and') return (read) => opposite(either(opposite(left(read)), opposite(right(read))));
      if (proposition.kind === 'or') return (read) => either(left(read), right(read));
      return (read) => either(opposite(left(read)), right(read));
    }
  }
}

const same = (left: number | null, right: number | null): boolean | null => (left === null || right === null ? null : left === right);
const opposite = (known: boolean | null): boolean | null => (known === null ? null : !known);

function either(left: boolean | null, right: boolean | null): boolean | null {
  if (left === true || right === true) return true;
  return left === null || right === null ? null : false;
}

const keyOf = (location: Location): string => (location.kind === 'register' ? `${location.thread}:${location.name}` : `[${location.name}]`);

/** What final states show: registers by thread and name, then variables. */
export function observed(test: LitmusTest): readonly Location[] {
  const found = new Map<string, Location>();
  for (const location of [...test.locations, ...locationsOf(test.condition)]) found.set(keyOf(location), location);
  return [...found.values()].sort(inOrder);
}

function inOrder(a: Location, b: Location): number {
  if (a.kind !== b.kind) return a.kind === 'register' ? -1 : 1;
  if (a.kind === 'register' && b.kind === 'register' && a.thread !== b.thread) return a.thread - b.thread;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** A final state as herd7 writes it: `0:r0=1; [x]=2;`. */
export function stateText(locations: readonly Location[], read: Reading, memory: Memory): string {
  return locations.map((location) => `${keyOf(location)}=${memory.show(read(location))};`).join(' ');
}
