import { positionAt } from '@mmspec/source';
import type { Statement } from '@mmspec/syntax';
import { matchesPath } from '../flow/match.ts';
import type { ActorFlow, Location } from '../flow/types.ts';
import type { World } from '../world/world.ts';

/*
 * Names for sets of locations, as `at {…}` takes them: the shortest label that means no other location.
 */

function lineOfStatement(world: World, statement: Statement): number {
  const file = world.model.files[statement.span.file];
  return file === undefined ? 0 : positionAt(file, statement.span.start).line;
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

/** The shortest label path that means this location and only locations of the set; a line number where there is none. */
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
  return `line ${lineOfStatement(world, location.statement)}`;
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
