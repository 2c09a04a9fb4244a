import type { VariableDeclaration } from '@mmspec/syntax';
import { mergeTaken, textOfValue } from './state.ts';
import { sameTerm } from './term.ts';
import type { Held, PathValue, State } from './state.ts';
import type { ValueName } from './names.ts';

/*
 * Two paths meet: what both know, and where they hold different references.
 * A reference held on a value that is `none` on the other path is no difference.
 */

/** A counter of which two paths hold different numbers of references. */
export interface Conflict {
  readonly text: string;
  readonly first: Held | null;
  readonly second: Held | null;
}

/** The counter of the first conflict. */
export function refOfConflicts(conflicts: readonly Conflict[]): VariableDeclaration | null {
  const [conflict] = conflicts;
  return (conflict?.first ?? conflict?.second)?.ref ?? null;
}

/** True where both are the same number of references. */
function isSame(a: Held | undefined, b: Held): boolean {
  return a !== undefined && sameTerm(a.count, b.count);
}

interface Pair {
  readonly a: PathValue;
  readonly b: PathValue;
  readonly names: ReadonlyMap<string, ValueName>;
  readonly held: Map<string, Held>;
}

/** What holds on both paths. Where they conflict, the first one's references are kept. */
export function join(first: State, second: State): { readonly state: State; readonly conflicts: readonly Conflict[] } {
  const pairs = pairUp(first, second);
  const conflicts: Conflict[] = [];
  const matched = new Set<Held>();
  for (const a of first) {
    for (const [key, held] of a.held) {
      if (a.fact === 'none' && !pairs.some((pair) => pair.a === a && isSame(pair.b.held.get(key), held))) continue;
      const mine = pairs.filter((pair) => pair.a === a);
      const same = mine.find((pair) => isSame(pair.b.held.get(key), held) && !matched.has(pair.b.held.get(key) as Held));
      const other = same?.b.held.get(key);
      if (same !== undefined && other !== undefined) {
        matched.add(other);
        same.held.set(key, { ...held, taken: mergeTaken(held.taken, other.taken) });
        continue;
      }
      const empty = mine.find((pair) => pair.b.fact === 'none');
      if (empty !== undefined && !held.lock) {
        empty.held.set(key, held);
        continue;
      }
      if (held.lock) continue;
      const differs = mine.find((pair) => pair.b.held.has(key) && !matched.has(pair.b.held.get(key) as Held));
      const theirs = differs?.b.held.get(key) ?? null;
      if (theirs !== null) matched.add(theirs);
      conflicts.push({ text: textOfValue(a), first: held, second: theirs });
      (differs ?? mine[0] ?? addPair(pairs, a)).held.set(key, held);
    }
  }
  for (const b of second) {
    for (const [key, held] of b.held) {
      if (held.lock || matched.has(held) || b.fact === 'none') continue;
      const empty = pairs.find((pair) => pair.b === b && pair.a.fact === 'none');
      if (empty !== undefined) empty.held.set(key, held);
      else conflicts.push({ text: textOfValue(b), first: null, second: held });
    }
  }
  return { state: pairs.flatMap(valueOfPair), conflicts };
}

function pairUp(first: State, second: State): Pair[] {
  const places = new Map<string, number[]>();
  second.forEach(({ names }, place) => {
    for (const key of names.keys()) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [place]);
      else known.push(place);
    }
  });
  return first.flatMap((a) => {
    const found = new Set<number>();
    for (const key of a.names.keys()) for (const place of places.get(key) ?? []) found.add(place);
    return [...found]
      .sort((x, y) => x - y)
      .flatMap((place): Pair[] => {
        const b = second[place];
        return b === undefined ? [] : [{ a, b, names: common(a.names, b.names), held: new Map() }];
      });
  });
}

function common(a: PathValue['names'], b: PathValue['names']): PathValue['names'] {
  return a === b ? a : new Map([...a].filter(([key]) => b.has(key)));
}

/** After a conflict the walk goes on with the first path's value under its own names, so that one mistake gives one message. */
function addPair(pairs: Pair[], a: PathValue): Pair {
  const pair: Pair = { a, b: { ...a, fact: null }, names: a.names, held: new Map() };
  pairs.push(pair);
  return pair;
}

function valueOfPair(pair: Pair): PathValue[] {
  const fact = pair.a.fact === pair.b.fact ? pair.a.fact : null;
  if (pair.held.size === 0 && pair.names.size < 2 && (fact === null || pair.names.size === 0)) return [];
  return [{ names: pair.names, fact, held: pair.held, pinned: false }];
}

/** True if both states say the same; joins only ever lose facts and names, so this ends the search for a fixed point. */
export function sameState(a: State, b: State): boolean {
  if (a.length !== b.length) return false;
  return a.every((value, at) => {
    const likely = b[at];
    return (likely !== undefined && sameValue(value, likely)) || b.some((other) => sameValue(value, other));
  });
}

function sameValue(a: PathValue, b: PathValue): boolean {
  if (a === b) return true;
  if (a.fact !== b.fact || a.names.size !== b.names.size || a.held.size !== b.held.size) return false;
  for (const key of a.names.keys()) if (!b.names.has(key)) return false;
  for (const [key, held] of a.held) {
    const other = b.held.get(key);
    if (!isSame(other, held) || other?.taken.length !== held.taken.length) return false;
  }
  return true;
}
