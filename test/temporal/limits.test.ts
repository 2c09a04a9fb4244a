import { explore } from '@mmspec/checker';
import type { ExploreOptions, SearchResult } from '@mmspec/checker';
import type { Formula, TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { judgeTemporal, lostState } from '../../packages/checker/src/temporal/liveness.ts';
import type { Bench } from '../../packages/checker/src/temporal/liveness.ts';
import { Interrupted } from '../../packages/checker/src/temporal/pause.ts';
import { OutOfRoom, Room } from '../../packages/checker/src/temporal/room.ts';
import { grid, system } from '../checker/systems.ts';
import { DiskInMemory } from '../configurations/disk.ts';

/*
 * Judging paths keeps to the limits of a search: it asks often enough whether it is over, and takes no more memory than
 * there may be. What was found without it stays found.
 */

const atom = (number: number): Formula => ({ kind: 'atom', atom: number });
const not = (operand: Formula): Formula => ({ kind: 'not', operand });
const always = (operand: Formula): Formula => ({ kind: 'always', steps: false, operand });
const eventually = (operand: Formula): Formula => ({ kind: 'eventually', operand });
const implies = (left: Formula, right: Formula): Formula => ({ kind: 'or', operands: [not(left), right] });

/** About a ring: it goes round, so the first is violated and the others hold. */
const formulas: Readonly<Record<string, Formula>> = {
  violated: eventually(always(atom(0))),
  leads: always(implies(atom(0), eventually(atom(1)))),
  again: implies(always(eventually(atom(0))), always(eventually(atom(1)))),
};

/** Counters up to their ends, with properties that a search decides, one that stays possible, and one about paths. */
function counters(sizes: readonly number[], formula: Formula, onAtom: () => void = () => undefined): TransitionSystem {
  const made = system(
    grid(sizes, [
      { name: 'small', kind: 'state', inState: ([x]) => x! < 3 },
      { name: 'ranged', kind: 'state', inState: () => true },
      { name: 'deadlock', kind: 'deadlock' },
      { name: 'ends', kind: 'possible', inState: (state) => state.every((value, axis) => value === sizes[axis]) },
      { name: 't', kind: 'temporal' },
    ]),
  );
  const everybody = { strong: false, actor: null, index: null, environment: null, names: [] };
  return {
    ...made,
    properties: made.properties.map((property) =>
      property.kind === 'temporal' ? { ...property, temporal: { formula, fairness: [everybody], goals: [] } } : property,
    ),
    atoms: [{ over: 'state' }, { over: 'state' }],
    atomHolds: (number, state) => {
      onAtom();
      return state.every((value, axis) => value === (number === 0 ? 0 : sizes[axis]));
    },
  };
}

/** A ring of states, explored, ready to be judged. */
function ring(size: number, formula: Formula, room: Room, pause: Bench['pause'], onAtom: () => void = () => undefined): Bench {
  return {
    system: {
      ...counters([size], formula, onAtom),
      atomHolds: (number, state) => {
        onAtom();
        return state[0] === number;
      },
    },
    graph: {
      stateCount: size,
      expanded: size,
      initial: [0],
      first: Uint32Array.from({ length: size + 1 }, (_, state) => state),
      targets: Uint32Array.from({ length: size }, (_, state) => (state + 1) % size),
      actions: new Uint32Array(size),
    },
    finished: true,
    unpack: (state, buffer) => buffer.fill(state),
    room,
    pause,
  };
}

const size = 30_000;
const judges: Readonly<Record<string, (bench: Bench) => Promise<unknown>>> = {
  temporal: (bench) => judgeTemporal(bench, 4, null),
  possible: (bench) => lostState(bench, 3),
};

test.each([
  ['temporal', 'violated'],
  ['temporal', 'leads'],
  ['temporal', 'again'],
  ['possible', 'again'],
])('%s, %s: it can be ended wherever it asks, and it asks often', async (kind, name) => {
  let [asked, atoms, most] = [0, 0, 0];
  const judge = (endsAt: number): Promise<unknown> => {
    asked = atoms = 0;
    const pause = (): Promise<void> | null => {
      most = Math.max(most, atoms);
      atoms = 0;
      return ++asked === endsAt ? Promise.reject(new Interrupted()) : null;
    };
    return judges[kind]!(ring(size, formulas[name]!, new Room(Infinity), pause, () => atoms++));
  };
  await judge(Infinity);
  const all = asked;
  expect(most).toBeLessThanOrEqual(64);
  expect(all).toBeGreaterThan(size / 50);
  // A lasso that was found is not given up for a shorter one.
  const last = name === 'violated' ? Math.floor(size / 32) : all;
  for (const endsAt of [1, 2, Math.floor(last / 2), last - 1, last]) await expect(judge(endsAt)).rejects.toThrow(Interrupted);
});

test.each([
  ['temporal', 'violated'],
  ['temporal', 'leads'],
  ['temporal', 'again'],
  ['possible', 'again'],
])('%s, %s: memory is asked for before it is taken', async (kind, name) => {
  const judge = (room: Room): Promise<unknown> => judges[kind]!(ring(size, formulas[name]!, room, () => null));
  const whole = new Room(Infinity);
  await judge(whole);
  expect(whole.most).toBeGreaterThan(4 * size);
  for (const part of [0, 0.1, 0.3, 0.5, 0.7, 0.9]) {
    const room = new Room(whole.most * part);
    const verdict = judge(room);
    // A loop may be found with less memory, and is then longer.
    if (name !== 'violated' || part < 0.5) await expect(verdict).rejects.toThrow(OutOfRoom);
    else await verdict.catch((error: unknown) => expect(error).toBeInstanceOf(OutOfRoom));
    expect(room.most).toBeLessThanOrEqual(whole.most * part);
  }
  await judge(new Room(whole.most));
});

/** The verdicts by name, and what a search says of itself. */
async function verdicts(
  made: TransitionSystem,
  options: ExploreOptions,
): Promise<{ readonly found: SearchResult; readonly said: Readonly<Record<string, string>> }> {
  const found = await explore(made, options);
  return { found, said: Object.fromEntries(found.results.map(({ property, verdict }) => [made.properties[property]!.name, verdict])) };
}

const decided = { small: 'violated', ranged: 'holds', deadlock: 'violated' };

test('a memory limit leaves what is about paths open, and everything else decided', async () => {
  const made = counters([150, 150], formulas.leads!);
  const whole = await verdicts(made, {});
  expect(whole.said).toEqual({ ...decided, ends: 'holds', t: 'holds' });
  const { states, transitions, memoryBytes } = whole.found;
  for (const part of [0.95, 0.8, 0.6, 0.4, 0.3]) {
    const { found, said } = await verdicts(made, { memoryMax: Math.floor(memoryBytes * part) });
    expect(found.reason).toMatch(/^the limit of [\d.]+ MB of memory was reached$/u);
    expect(found).toMatchObject({ states, transitions, finished: false });
    expect(said).toMatchObject({ ...decided, t: 'unfinished' });
    expect(found.memoryBytes).toBeLessThanOrEqual(memoryBytes * part);
  }
});

test('a checkpoint written after the graph was dropped lacks nothing, where there is memory for the graph then', async () => {
  const made = { ...counters([150, 150], formulas.leads!), source: () => 'counters' };
  const whole = await explore(made, {});
  for (const memoryMax of [undefined, 500_000]) {
    const disk = new DiskInMemory();
    await explore(made, { statesMax: 20_000, memoryMax, checkpoint: { disk, interval: 0, resume: false } });
    const again = { disk, interval: 0, resume: true };
    const less = await verdicts(made, { memoryMax: 500_000, checkpoint: again });
    expect(less.found).toMatchObject({ states: whole.states, transitions: whole.transitions, reason: 'the limit of 488.3 kB of memory was reached' });
    expect(less.said).toEqual({ ...decided, ends: 'unfinished', t: 'unfinished' });
    const { found, said } = await verdicts(made, { checkpoint: again });
    expect(found).toMatchObject({ states: whole.states, transitions: whole.transitions, reason: '' });
    expect(said).toEqual({ ...decided, ends: 'holds', t: 'holds' });
  }
});

test('a cancellation while paths are judged ends that, and keeps what was found', async () => {
  const controller = new AbortController();
  let atoms = 0;
  const made = counters([150, 150], formulas.leads!, () => {
    atoms++;
    controller.abort();
    const until = performance.now() + 1;
    while (performance.now() < until);
  });
  const { found, said } = await verdicts(made, { signal: controller.signal });
  expect(found).toMatchObject({ states: 151 * 151, finished: false, reason: 'it was cancelled' });
  expect(said).toEqual({ ...decided, ends: 'holds', t: 'unfinished' });
  expect(atoms).toBeLessThan(1_000);
});

test('a time limit while paths are judged', async () => {
  const made = counters([70, 70], formulas.leads!, () => {
    const until = performance.now() + 1;
    while (performance.now() < until);
  });
  const { found, said } = await verdicts(made, { timeMax: 1 });
  expect(found).toMatchObject({ states: 71 * 71, finished: false, reason: 'the limit of 1 s was reached' });
  expect(said).toEqual({ ...decided, ends: 'holds', t: 'unfinished' });
});
