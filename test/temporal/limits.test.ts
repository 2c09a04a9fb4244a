import { explore } from '@mmspec/checker';
import type { ExploreOptions, SearchResult } from '@mmspec/checker';
import type { Formula, TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { judgeTemporal, lostState } from '../../packages/checker/src/temporal/liveness.ts';
import type { Bench } from '../../packages/checker/src/temporal/liveness.ts';
import { formulasPerPause, Interrupted } from '../../packages/checker/src/temporal/pause.ts';
import { OutOfRoom, Room } from '../../packages/checker/src/temporal/room.ts';
import type { OpenSteps, Steps } from '../../packages/checker/src/temporal/steps.ts';
import { plainStep } from '../../packages/checker/src/temporal/valuations.ts';
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

const and = (left: Formula, right: Formula): Formula => ({ kind: 'and', operands: [left, right] });

/** About a ring: it goes round, so the first is violated and the others hold. */
const formulas: Readonly<Record<string, Formula>> = {
  violated: eventually(always(atom(0))),
  leads: always(implies(atom(0), eventually(atom(1)))),
  often: [1, 2, 3, 4, 5, 6].reduce((inner) => always(implies(atom(0), eventually(and(atom(1), inner)))), atom(1)),
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
  const steps = ringSteps(size, onAtom);
  return {
    system: counters([size], formula),
    steps,
    stepsWith: () => steps,
    finished: true,
    isShortest: false,
    isTooLong: () => false,
    isReduced: true,
    takesAllSteps: true,
    keptMax: undefined,
    keptFirst: undefined,
    room,
    pause,
  };
}

/** The steps of a ring: state 0 is the initial one, and each leads to the next. */
function ringSteps(size: number, onAtom: () => void): Steps {
  const read: Steps['read'] = ({ states }) => {
    const valuationOf = (state: number): number =>
      states.numberOf((number) => {
        onAtom();
        return state === number;
      });
    const opened: OpenSteps = {
      valuation: 0,
      count: 1,
      targets: new Uint32Array(1),
      moves: new Uint32Array(1),
      valuations: new Uint32Array([plainStep]),
      open: (state) => {
        opened.valuation = valuationOf(state);
        opened.targets[0] = (state + 1) % size;
      },
      valuationsOf: (first, last, into) => {
        for (let state = first; state < last; state++) into[state - first] = valuationOf(state);
      },
    };
    return opened;
  };
  return {
    stateCount: size,
    expanded: size,
    initialCount: 1,
    perPause: formulasPerPause,
    unpack: (state, buffer) => buffer.fill(state),
    read,
    holding: (_, first, last, flags) => {
      for (let state = first; state < last; state++) {
        onAtom();
        flags[state - first] = Number(state === size - 1);
      }
    },
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
  expect(most).toBeLessThanOrEqual(128);
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
    // A lasso may be found with less memory, and is then longer.
    if (name !== 'violated' || part === 0) await expect(verdict).rejects.toThrow(OutOfRoom);
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

/** Memory of a search with a property about paths, and of the same search without. */
async function memory(made: TransitionSystem): Promise<{ readonly whole: number; readonly bare: number }> {
  const [whole, bare] = [await explore(made, {}), await explore(made, { properties: [0, 1, 2] })];
  return { whole: whole.memoryBytes, bare: bare.memoryBytes };
}

test('a memory limit leaves what is about paths open, and everything else decided', async () => {
  const made = counters([150, 150], formulas.often!);
  const { said: all, found: found0 } = await verdicts(made, {});
  expect(all).toEqual({ ...decided, ends: 'holds', t: 'holds' });
  const { states, transitions } = found0;
  const { whole, bare } = await memory(made);
  for (const part of [0.95, 0.8, 0.6, 0.4]) {
    const memoryMax = Math.floor(bare + (whole - bare) * part);
    const { found, said } = await verdicts(made, { memoryMax });
    expect(found.reason).toMatch(/^the limit of [\d.]+ [kM]B of memory was reached$/u);
    expect(found).toMatchObject({ states, transitions, finished: false });
    expect(said).toMatchObject({ ...decided, t: 'unfinished' });
    expect(found.memoryBytes).toBeLessThanOrEqual(memoryMax);
  }
});

test('a checkpoint lacks nothing where there was no memory for judging', async () => {
  const made = { ...counters([150, 150], formulas.often!), source: () => 'counters' };
  const whole = await explore(made, {});
  const { bare } = await memory(made);
  const memoryMax = Math.floor(bare + (whole.memoryBytes - bare) * 0.4);
  for (const memoryAtFirst of [undefined, memoryMax]) {
    const disk = new DiskInMemory();
    await explore(made, { statesMax: 20_000, memoryMax: memoryAtFirst, checkpoint: { disk, interval: 0, resume: false } });
    const again = { disk, interval: 0, resume: true };
    const less = await verdicts(made, { memoryMax, checkpoint: again });
    expect(less.found).toMatchObject({ states: whole.states, transitions: whole.transitions, finished: false });
    expect(less.found.reason).toMatch(/of memory was reached$/u);
    expect(less.said).toMatchObject({ ...decided, t: 'unfinished' });
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
