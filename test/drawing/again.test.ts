import type { Path } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import { interpret } from '@mmspec/interpreter';
import type { Machine, MachineState } from '@mmspec/interpreter';
import { completeSettings } from '@mmspec/semantics';
import type { TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { outcomeLike, retrace, stateText } from '../../packages/analysis/src/drawing/retrace.ts';
import { stepRecord, wordingOf } from '../../packages/analysis/src/drawing/step_record.ts';
import { analysed } from '../random/pipeline.ts';

/*
 * Law: a path that comes to a state again is taken as one of which each step is looked for.
 */

const specs: Readonly<Record<string, string>> = {
  'a variable goes to and fro': 'shared n: bool = false\nactor a { loop { s: n = not n } }\n',
  'rounds are counted': 'shared n: 0..3 = 0\nactor a { loop { repeat 3 { s: n = 1 } t: n = 0 } }\n',
  'two take turns, with a local': 'shared n: 0..3 = 0\nactor a[2] { var v: bool = false loop { l: v = n == 0 s: if v { n = 1 } else { n = 0 } } }\n',
  'an actor that ends, and one that chooses':
    'shared n: 0..3 = 0\nactor a { s: n = 2 t: n = 3 }\nactor b { loop { either { u: n = 0 } or { v: n = 1 w: n = 2 } } }\n',
};

/** A walk of so many steps, as far as there are any. */
function walk(system: TransitionSystem, steps: number, seed: number): Path {
  const after = new Int32Array(system.slots.length);
  const states: Int32Array[] = [];
  const actions: number[] = [];
  system.initial(
    after,
    () => void states.push(after.slice()),
    () => undefined,
  );
  let random = seed;
  for (let step = 0; step < steps; step++) {
    const found: { readonly action: number; readonly state: Int32Array }[] = [];
    system.successors(
      states.at(-1)!,
      after,
      (action) => void found.push({ action, state: after.slice() }),
      () => undefined,
    );
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const taken = found[(random >> 8) % Math.max(1, found.length)];
    if (taken === undefined) break;
    states.push(taken.state);
    actions.push(taken.action);
  }
  return { states, actions };
}

test.each(Object.entries(specs))('%s', (_, body) => {
  const { model, diagnostics } = analysed(`module m\n${body}check c { }\n`);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const settings = completeSettings(model, {});
  // What `n` is tells no state from another one here: only their keys do.
  const hidden = <T extends { readonly name: string }>(rows: readonly T[]): T[] => rows.filter(({ name }) => name !== 'n');
  const compiled = compile(model, settings).system!;
  const system = { ...compiled, describe: (state: Int32Array) => hidden(compiled.describe(state)) };
  const wording = wordingOf(model, settings);
  const interpreted = interpret(model, settings);
  const machine: Machine = { ...interpreted, describe: (state) => hidden(interpreted.describe(state)) };
  const path = walk(system, 60, 7);
  expect(new Set(path.states.map(String)).size).toBeLessThan(path.actions.length / 2);

  let current: MachineState | null = machine.initial()[0]!.next;
  const plain = path.actions.map((action, at) => {
    const outcome = outcomeLike(machine, system, current!, system.actions[action]!, stateText(machine, system, path.states[at + 1]!), null);
    current = outcome.next;
    return [machine.key(outcome.next!), stepRecord(wording, machine, outcome)];
  });
  let looked = 0;
  const counting: Machine = {
    ...machine,
    outcomesOf: (state, mover) => {
      looked++;
      return machine.outcomesOf(state, mover);
    },
  };
  const { taken } = retrace(counting, system, path, null);
  expect(taken.map((outcome) => [machine.key(outcome.next!), stepRecord(wording, machine, outcome)])).toEqual(plain);
  expect(looked).toBeLessThan(path.actions.length);
});
