import { matchesPath, resolveStepPath } from '@mmspec/semantics';
import type { ActorFlow, Step, World } from '@mmspec/semantics';
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

/** The locations of a kind that places mean; `done` is the number of locations. */
export function locationsOf(world: World, kind: KindLayout, places: readonly PlaceRange[]): readonly number[] {
  const { flow } = kind;
  const found = new Set<number>();
  for (const { low, high } of places) {
    if ((high ?? low).parts.at(-1)?.text === 'done') found.add(flow.locations.length);
    const covers = high === null ? under(partsOf(world, low)) : between(flow, partsOf(world, low), partsOf(world, high));
    for (const { id, candidates } of flow.locations) if (candidates.some(covers)) found.add(id);
  }
  return [...found].sort((a, b) => a - b);
}

type Covers = (step: Step) => boolean;

/** A written path without the name of the actor that it begins with. */
function partsOf(world: World, path: StepPath): readonly string[] {
  const { actor, names } = resolveStepPath(world, path);
  return actor === null || (path.parts.length === 1 && path.index === null) ? path.parts.map((part) => part.text) : names;
}

function under(names: readonly string[]): Covers {
  return ({ path }) => matchesPath(path, names);
}

/** The steps under one of the labels from the first that `low` means to the last that `high` means, in text order. */
function between(flow: ActorFlow, low: readonly string[], high: readonly string[]): Covers {
  const first = Math.min(...labelsNamed(flow, low));
  const lasts = labelsNamed(flow, high);
  const last = high.join() === 'done' && lasts.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...lasts);
  return ({ labels }) => labels.some(({ span }) => span.start >= first && span.start <= last);
}

/** Starts of the labels of an actor's own text that a path means. */
function labelsNamed(flow: ActorFlow, names: readonly string[]): readonly number[] {
  return flow.steps.flatMap(({ labels }) =>
    labels.flatMap(({ name, span }, depth) => {
      const path = labels.slice(0, depth + 1).map((label) => label.name.text);
      return name.text === names.at(-1) && matchesPath(path, names) ? [span.start] : [];
    }),
  );
}
