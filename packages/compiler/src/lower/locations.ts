import { beginningOf, matchesPath, resolveStepPath } from '@mmspec/semantics';
import type { ActorFlow, Step, World } from '@mmspec/semantics';
import type { ActorDeclaration, PlaceRange, Statement, StepPath } from '@mmspec/syntax';
import type { Context } from './context.ts';
import { compare, indexed, lookup, no, number, or } from '../ir/fold.ts';
import type { Cell, Expr } from '../ir/ir.ts';
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
function locationOf(context: Context, kind: KindLayout, instance: Expr): Expr {
  const cell: Cell = indexed({ base: kind.base, terms: [] }, instance, kind.size, kind.count);
  return { kind: 'load', from: context.source, cell, min: 0, max: kind.flow.locations.length };
}

/** The locations of a kind that places mean; `done` is the number of locations. */
export function locationsOf(world: World, kind: KindLayout, places: readonly PlaceRange[]): readonly number[] {
  const { flow } = kind;
  const found = new Set<number>();
  for (const { low, high } of places) {
    if ((high ?? low).parts.at(-1)?.text === 'done') found.add(flow.locations.length);
    const covers = high === null ? under(partsOf(world, low)) : between(world, flow, partsOf(world, low), partsOf(world, high));
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
function between(world: World, flow: ActorFlow, low: readonly string[], high: readonly string[]): Covers {
  const first = Math.min(...labelsNamed(world, flow.actor, low));
  const lasts = labelsNamed(world, flow.actor, high);
  const last = high.join() === 'done' && lasts.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...lasts);
  return ({ labels }) => labels.some(({ span }) => span.start >= first && span.start <= last);
}

/** Starts of the labels of an actor's own text that a path means. */
function labelsNamed(world: World, actor: ActorDeclaration, names: readonly string[]): readonly number[] {
  return labelsIn(world, actor.body.statements, []).flatMap(({ path, start }) => (path.at(-1) === names.at(-1) && matchesPath(path, names) ? [start] : []));
}

interface PlacedLabel {
  /** Names of the labels around it and its own, from the outside in. */
  readonly path: readonly string[];
  readonly start: number;
}

/** All labels of a text, reached or not, without the branches that the setting leaves out. */
function labelsIn(world: World, statements: readonly Statement[], outer: readonly string[]): readonly PlacedLabel[] {
  let path = outer;
  return statements.flatMap((statement) => {
    if (statement.kind !== 'label') return blocksIn(world, statement).flatMap((block) => labelsIn(world, block, path));
    path = [...outer, statement.name.text];
    return [{ path, start: statement.span.start }];
  });
}

function blocksIn(world: World, statement: Statement): readonly (readonly Statement[])[] {
  if (statement.kind === 'either') return statement.branches.map((branch) => branch.statements);
  if (statement.kind !== 'if') return 'body' in statement ? [statement.body.statements] : [];
  const known = world.constant(statement.condition);
  const { consequent, alternative } = statement;
  const others = alternative === null ? [] : [alternative.kind === 'if' ? [alternative] : alternative.statements];
  return [...(known === false ? [] : [consequent.statements]), ...(known === true ? [] : others)];
}

/** Numbers of the locations at which an instance is not running: it waits there for ever, is done, or has not begun. */
export function quietLocations(kind: KindLayout): readonly number[] {
  const { locations } = kind.flow;
  const beginning = beginningOf(kind.flow)?.id ?? null;
  const idle = locations.filter((location) => location.idle).map(({ id }) => id);
  return [...new Set([...idle, ...(beginning === null ? [] : [beginning]), locations.length])];
}
