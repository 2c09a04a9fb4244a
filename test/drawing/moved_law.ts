import { expect } from 'vitest';
import { specOf } from '../random/specs.ts';
import { moved, moves, Runs } from './moved.ts';
import { amiss, asked, drawn, forms, racesIn } from './round_trip.ts';
import type { Race } from './round_trip.ts';

/*
 * Law: a race that mmspec draws, with one step at another place, is impossible where the interpreter says that its lines
 * cannot follow each other, and possible where it says that they can.
 */

/** Moves of a race that are tried until one of each kind is found. */
const triedMax = 30;
/** States for which the interpreter is asked what can follow. */
const statesMax = 1_500;
/** They draw the same steps, as calls of the library and without what only passes time. */
const alike = forms.filter(({ form }) => form !== 'brief' && form !== 'full');

/** What was asked about. */
export interface Counts {
  possible: number;
  impossible: number;
  /** Of the impossible ones: with calls, and of deadlocks. */
  calls: number;
  deadlocks: number;
}

/** Asks about one impossible and one possible move of a race, where there are such; what was answered wrong. */
export async function wrongAnswers(name: string, race: Race, counts: Counts): Promise<string[]> {
  const wrong: string[] = [];
  const runs = new Runs(race);
  const wanted = new Set([true, false]);
  for (const { from, to } of moves(race.result.trace!).slice(0, triedMax)) {
    if (wanted.size === 0) break;
    const other = moved(race, from, to);
    const canBe = runs.canFollow(other, statesMax);
    if (canBe === null) break;
    if (!wanted.delete(canBe)) continue;
    count(counts, other, canBe);
    const text = drawn(other, alike[(from + to) % alike.length]!);
    const answer = await asked(other, text);
    if (answer.answer !== (canBe ? 'possible' : 'impossible'))
      wrong.push(`${name} ${race.result.property}, step ${from} at ${to}: ${canBe ? 'possible' : 'impossible'}, not ${amiss(answer) ?? 'possible'}\n${text}`);
  }
  return wrong;
}

function count(counts: Counts, { result: { trace, waiting } }: Race, canBe: boolean): void {
  counts[canBe ? 'possible' : 'impossible']++;
  if (canBe) return;
  if (trace!.steps.some(({ did }) => did.frames.length > 0)) counts.calls++;
  if (waiting !== undefined) counts.deadlocks++;
}

export const none = (): Counts => ({ possible: 0, impossible: 0, calls: 0, deadlocks: 0 });

/** Of a hundred random specs from this number on. */
export async function expectOfRandom(first: number): Promise<void> {
  const counts = none();
  const wrong: string[] = [];
  for (let number = first; number < first + 100; number++)
    for (const race of await racesIn(specOf(number))) wrong.push(...(await wrongAnswers(`spec ${number}`, race, counts)));
  expect(wrong).toEqual([]);
  expect(counts.possible).toBeGreaterThan(20);
  expect(counts.impossible).toBeGreaterThan(20);
  expect(counts.deadlocks).toBeGreaterThan(5);
}
