import { isDone, matchesPath, resolveStepPath } from '@mmspec/semantics';
import type { Location } from '@mmspec/semantics';
import type { PlaceRange, StepPath } from '@mmspec/syntax';
import type { Context } from './context.ts';
import { compare, indexed, lookup, no, number, or } from './fold.ts';
import type { Cell, Expr } from './ir.ts';
import type { KindLayout } from './layout.ts';

/** True where the instance is at one of the locations. */
export function isAtAny(context: Context, kind: KindLayout, instance: Expr, locations: readonly number[]): Expr {
  const location = locationOf(context, kind, instance);
  const done = kind.flow.locations.length;
  if (locations.length <= 2) return locations.reduce<Expr>((found, each) => or(found, compare('===', location, number(each))), no);
  const table = Array.from({ length: done + 1 }, (_, each) => (locations.includes(each) ? 1 : 0));
  return compare('!==', lookup(table, location), number(0));
}

/** The location of an instance as it stands in the state. */
export function locationOf(context: Context, kind: KindLayout, instance: Expr): Expr {
  const cell: Cell = indexed({ base: kind.base, terms: [] }, instance, kind.size, kind.count);
  return { kind: 'load', from: context.source, cell, min: 0, max: kind.flow.locations.length };
}

/** The locations of a kind that a place or range means; `done` is the number of locations. */
export function locationsOf(context: Context, kind: KindLayout, places: readonly PlaceRange[]): readonly number[] {
  const { locations } = kind.flow;
  const found = new Set<number>();
  for (const place of places) {
    if (isDone(place)) found.add(locations.length);
    else if (place.high === null) matching(context, kind, place.low).forEach((each) => found.add(each.id));
    else between(context, kind, place.low, place.high).forEach((each) => found.add(each.id));
    if (place.high !== null && place.high.parts.length === 1 && place.high.parts[0]?.text === 'done') found.add(locations.length);
  }
  return [...found].sort((a, b) => a - b);
}

function matching(context: Context, kind: KindLayout, path: StepPath): readonly Location[] {
  const { actor, names } = resolveStepPath(context.lowering.world, path);
  const parts = actor === null || actor !== kind.flow.actor ? path.parts.map((part) => part.text) : names;
  return kind.flow.locations.filter((location) => pathsOf(location).some((each) => matchesPath(each, parts)));
}

/** What `at` looks at: the path of the location, and those of the branches of an `either`. */
export function pathsOf(location: Location): readonly (readonly string[])[] {
  return [location.path, ...location.candidates.map((candidate) => candidate.path)];
}

function between(context: Context, kind: KindLayout, low: StepPath, high: StepPath): readonly Location[] {
  const first = matching(context, kind, low).toSorted(inText)[0];
  const last = high.parts[0]?.text === 'done' ? kind.flow.locations.toSorted(inText).at(-1) : matching(context, kind, high).toSorted(inText).at(-1);
  if (first === undefined || last === undefined) return [];
  return kind.flow.locations.filter((location) => inText(first, location) <= 0 && inText(location, last) <= 0);
}

/** The order of the text, calls inlined. */
function inText(a: Location, b: Location): number {
  for (let at = 0; at < Math.max(a.chain.length, b.chain.length); at++) {
    const difference = (a.chain[at] ?? -1) - (b.chain[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
