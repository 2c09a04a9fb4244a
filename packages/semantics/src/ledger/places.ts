import { positionAt, type Position } from '@mmspec/source';
import type { Statement } from '@mmspec/syntax';
import { matchesPath } from '../flow/match.ts';
import type { ActorFlow, Location } from '../flow/types.ts';
import type { World } from '../world/world.ts';

/*
 * Names for sets of locations, as `at {…}` takes them: the shortest label that means no other location.
 */

function positionOf(world: World, statement: Statement): Position {
  const file = world.model.files[statement.span.file];
  return file === undefined ? { line: 0, column: 0 } : positionAt(file, statement.span.start);
}

function inTextOrder(a: Location, b: Location): number {
  const length = Math.min(a.chain.length, b.chain.length);
  for (let at = 0; at < length; at++) {
    const difference = (a.chain[at] ?? 0) - (b.chain[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.chain.length - b.chain.length;
}

/** The locations of an actor in the order of its text. */
function locationsInOrder(flow: ActorFlow): readonly Location[] {
  return [...flow.locations].sort(inTextOrder);
}

/** The shortest label path that means this location and only locations of the set; a line number where there is none, with a column where that means others too. */
function nameWithin(world: World, flow: ActorFlow, location: Location, set: ReadonlySet<Location>): string {
  for (let from = location.path.length - 1; from >= 0; from--) {
    const names = location.path.slice(from);
    const first = names[0];
    if (first === undefined) break;
    const meant = flow.locations.filter((other) => matchesPath(other.path, [first]));
    if (meant.every((other) => set.has(other))) return first;
  }
  const whole = flow.locations.filter((other) => matchesPath(other.path, location.path));
  if (location.path.length > 0 && whole.every((other) => set.has(other))) return location.path.join('.');
  return nameByPlace(world, flow, location, set);
}

/** `line 12`; with the column where the line has other places, and with the call where other calls come to the same one. */
function nameByPlace(world: World, flow: ActorFlow, location: Location, set: ReadonlySet<Location>): string {
  const { line, column } = positionOf(world, location.statement);
  const besides = flow.locations.filter((other) => positionOf(world, other.statement).line === line);
  if (besides.every((other) => set.has(other))) return `line ${line}`;
  const same = besides.filter((other) => other.statement === location.statement);
  const name = `line ${line}:${column}`;
  return same.every((other) => set.has(other)) ? name : `${name} by way of ${callOf(world, flow, location)}`;
}

/** Where the actor's own text makes the call in which a location lies. */
function callOf(world: World, flow: ActorFlow, { chain: [call = 0] }: Location): string {
  const file = world.model.files[flow.actor.span.file];
  if (file === undefined) return '';
  const { line, column } = positionAt(file, call);
  return `line ${line}:${column}`;
}

/** A set of locations as `lock..put`, `trylock, put`; a run of three or more names in text order becomes a range. */
export function nameSet(world: World, flow: ActorFlow, set: ReadonlySet<Location>): readonly string[] {
  const ordered = locationsInOrder(flow);
  const names: string[] = [];
  let run: string[] = [];
  const close = (): void => {
    names.push(...(run.length >= 3 ? [`${run[0]}..${run.at(-1)}`] : run));
    run = [];
  };
  for (const location of ordered) {
    if (!set.has(location)) {
      close();
      continue;
    }
    const name = nameWithin(world, flow, location, set);
    if (!run.includes(name) && !names.includes(name)) run.push(name);
  }
  close();
  return names;
}

/** `at {lock..put}`, `at {trylock, put}`, `at put`. */
export function atText(names: readonly string[]): string {
  const [only] = names;
  return names.length === 1 && only !== undefined && !only.includes('..') ? `at ${only}` : `at {${names.join(', ')}}`;
}
