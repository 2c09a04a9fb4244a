import { analyse, plan, withStandIns } from '@mmspec/semantics';
import { interpret, replay, search } from '@mmspec/interpreter';
import type { Machine, MachineState } from '@mmspec/interpreter';
import { describe, expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';

/*
 * Laws of the interpreter alone, over random specs: those that the analysis has nothing against.
 */

const specCount = 120;
const statesMax = 200;

function machineOf(number: number): Machine | null {
  const { model, diagnostics } = analysed(specOf(number));
  const [check] = withStandIns(model, plan(model).checks);
  return errorsOf(model, diagnostics).length > 0 || check === undefined ? null : interpret(model, check.settings);
}

const machines = Array.from({ length: specCount }, (_, number) => ({ number, machine: machineOf(number) }));

function reachable(machine: Machine): MachineState[] {
  const found = new Map<string, MachineState>();
  const waiting = machine.initial().flatMap(({ next }) => next ?? []);
  for (const state of waiting) {
    if (found.size >= statesMax || found.has(machine.key(state))) continue;
    found.set(machine.key(state), state);
    waiting.push(...machine.successors(state).flatMap(({ next }) => next ?? []));
  }
  return [...found.values()];
}

const textOf = (machine: Machine, state: MachineState): string =>
  machine
    .describe(state)
    .map(({ name, value }) => `${name}=${String(value)}`)
    .sort()
    .join('\n');

test('most random specs can be run', () => {
  expect(machines.filter(({ machine }) => machine !== null).length).toBeGreaterThan(specCount / 3);
});

describe('of every random spec', () => {
  const runnable = machines.flatMap(({ number, machine }) => (machine === null ? [] : [{ number, machine }]));

  test('two states differ in their description just where they differ', () => {
    for (const { number, machine } of runnable) {
      const states = reachable(machine);
      const texts = new Set(states.map((state) => textOf(machine, state)));
      expect(texts.size, `spec ${number}`).toBe(states.length);
    }
  });

  test('no row of a description stands twice', () => {
    for (const { number, machine } of runnable) {
      for (const state of reachable(machine)) {
        const names = machine.describe(state).map(({ name }) => name);
        expect(new Set(names).size, `spec ${number}`).toBe(names.length);
      }
    }
  });

  test('successors are the same every time, and leave the state as it was', () => {
    for (const { number, machine } of runnable) {
      for (const state of reachable(machine).slice(0, 20)) {
        const before = machine.key(state);
        const once = machine.successors(state).map(({ next }) => (next === null ? null : machine.key(next)));
        const twice = machine.successors(state).map(({ next }) => (next === null ? null : machine.key(next)));
        expect(twice, `spec ${number}`).toEqual(once);
        expect(machine.key(state), `spec ${number}`).toBe(before);
      }
    }
  });

  test('every trace that the search reports is a run, and no trace is one after a change', () => {
    for (const { number, machine } of runnable) {
      for (const { trace } of search(machine, { statesMax }).found.values()) {
        if (trace.initial.length === 0) continue;
        expect(replay(machine, trace), `spec ${number}`).toBeNull();
        if (trace.steps.length === 0) continue;
        const changed = { ...trace, steps: trace.steps.map((step) => ({ ...step, path: [...step.path, 'elsewhere'] })) };
        expect(replay(machine, changed)?.step, `spec ${number}`).toBe(1);
      }
    }
  });
});

test.each([
  [
    'peterson',
    'shared flag: bool[p] = false shared turn: p = p[0] actor p[2] { loop { set: flag[self] = true turn: turn = self wait: atomic { await turn != self or forall q in p: q == self or not flag[q] } exit: flag[self] = false } }',
    20,
    34,
  ],
  ['a chain of four stores by two actors', 'shared x: 0..1[p] = 0 actor p[2] { one: x[self] = 1 two: x[self] = 0 }', 9, 12],
])('%s has %s', (_, text, states, transitions) => {
  const { model } = analyse({ path: 'm.mmspec', text: `module m\n${text}\ncheck c { }` }, () => null);
  const found = search(interpret(model, {}), { statesMax: 1000 });
  expect([found.states, found.transitions, found.finished]).toEqual([states, transitions, true]);
});
