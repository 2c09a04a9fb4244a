import { sliceOf, tracedPath, tracerOf } from '@mmspec/analysis';
import type { TracedPath } from '@mmspec/analysis';
import { explore } from '@mmspec/checker';
import { beforeAll, expect, test } from 'vitest';
import { replay } from '../random/replay.ts';
import { fewestOf } from './fewest.ts';
import { conditionsAsked, wrongLines, wrongValues } from './lines.ts';
import { dependencesIn, moverOf, randomRaces } from './races.ts';
import type { RandomRace } from './races.ts';
import { leastClosed, writersOf } from './slices.ts';

/*
 * The laws of drawings, on the races of random specs: a line says what its step did, of the shortest races one with the
 * fewest changes of actor is drawn, and `--trace brief` draws the least set of steps that depend on nothing else.
 */

interface Gathered {
  readonly race: RandomRace;
  readonly traced: TracedPath;
}

/** Specs with a violation that has steps. */
const specCount = 200;
/** Steps up to which all sets of them are tried. */
const triedMax = 11;
let specs: readonly (readonly Gathered[])[] = [];

beforeAll(async () => {
  const found: Gathered[][] = [];
  for await (const races of randomRaces(40_000)) {
    const gathered = races.filter(({ verdict }) => (verdict.depth ?? 0) >= 2).map((race) => ({ race, traced: race.traced() }));
    if (gathered.some(({ race }) => isAboutStates(race) && (race.verdict.depth ?? 0) <= triedMax)) found.push(gathered);
    if (found.length === specCount) break;
  }
  specs = found;
});

/** Not about whole runs. */
function isAboutStates({ property: { kind } }: RandomRace): boolean {
  return kind !== 'temporal' && kind !== 'possible';
}

function switchesOf({ system }: RandomRace, actions: readonly number[]): number {
  return actions.filter((action, index) => index > 0 && moverOf(system, action) !== moverOf(system, actions[index - 1] ?? -1)).length;
}

test('a line says what its step did: cells as the states have them, all that changes, what was chosen, and what came of conditions', () => {
  let steps = 0;
  let asked = 0;
  for (const { race, traced } of specs.flat()) {
    steps += traced.trace.steps.length;
    const conditions = asked < 150 ? conditionsAsked(race, traced) : { asked: 0, wrong: [] };
    asked += conditions.asked;
    expect(
      { number: race.number, property: race.property.name, wrong: [...wrongValues(race, traced), ...wrongLines(race, traced), ...conditions.wrong] },
      race.text,
    ).toEqual({ number: race.number, property: race.property.name, wrong: [] });
  }
  expect(steps).toBeGreaterThan(1_000);
  expect(asked).toBeGreaterThan(100);
});

test('no race of the same length has fewer changes of actor', async () => {
  let compared = 0;
  let fewer = 0;
  for (const gathered of specs) {
    const plainly = (await explore(gathered[0]!.race.system, { reduction: false })).results;
    for (const { race } of gathered.filter((each) => isAboutStates(each.race))) {
      const { verdict, property, system, machine, number, text } = race;
      const fewest = fewestOf(race);
      if (fewest === null || verdict.path === null) continue;
      compared++;
      expect({ number, property: property.name, switches: switchesOf(race, verdict.path.actions) }, text).toEqual({
        number,
        property: property.name,
        switches: fewest,
      });
      expect(verdict.choice, text).toEqual({ switches: fewest, fewest: true });
      expect(replay(system, machine, verdict.property, verdict.path), text).toBe(null);
      const plain = plainly.find((each) => each.property === verdict.property && each.override === null);
      if (switchesOf(race, plain?.path?.actions ?? []) > fewest) fewer++;
    }
  }
  expect(compared).toBeGreaterThan(specCount);
  // Not always is the race that the search comes to first such a one.
  expect(fewer).toBeGreaterThan(10);
});

test('a slice is the least closed set of steps, and what a step in it has read was stored in it', () => {
  let smaller = 0;
  for (const { race, traced } of specs.flat()) {
    const count = traced.taken.length;
    if (count > triedMax || !isAboutStates(race)) continue;
    const { on, needed } = dependencesIn(race, traced);
    const slice = sliceOf(on, needed);
    expect({ number: race.number, property: race.property.name, slice }, race.text).toEqual({
      number: race.number,
      property: race.property.name,
      slice: leastClosed(on, needed),
    });
    const writers = writersOf(traced);
    for (const step of slice) expect(slice, race.text).toEqual(expect.arrayContaining(writers[step] ?? []));
    if (slice.length < count) smaller++;
  }
  expect(smaller).toBeGreaterThan(50);
});

test('with reductions, and over packed states, a race of the same length is a run and has no more changes than before', async () => {
  for (const gathered of specs.slice(0, 40)) {
    const race = gathered.find((each) => isAboutStates(each.race))!.race;
    const { system, machine, verdict, text } = race;
    for (const options of [{ packedFrom: 0 }, { deadValues: true }, { symmetry: true }, { order: true }]) {
      const { results, reduction } = await explore(system, { ...options, readable: (all) => all });
      const found = results.find((each) => each.property === verdict.property && each.override === null);
      if (found?.path == null) throw new Error(`no race of ${race.property.name}\n${text}`);
      expect(replay(system, machine, verdict.property, found.path), text).toBe(null);
      expect(tracedPath(system, found.path, tracerOf(() => race.model)(race.settings), race.property.name).trace.steps, text).toHaveLength(found.depth ?? -1);
      if (reduction.partialOrder) continue;
      expect(found.depth, text).toBe(verdict.depth);
      if (found.choice?.fewest === true) expect(found.choice, text).toEqual(verdict.choice);
      else expect(found.choice?.switches, text).toBeGreaterThanOrEqual(verdict.choice?.switches ?? 0);
    }
  }
});
