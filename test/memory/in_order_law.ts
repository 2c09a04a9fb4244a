import { search, windowSystem, type Searched } from '@mmspec/interpreter';
import { engines } from '../random/pipeline.ts';

/*
 * Law: a window of one is sc, with the same states, steps and verdicts, and under `memory sc` there is no other.
 */

/** What differs between the interpreter in order and the window machine with a window of one; null: it has more states than that. */
export function differencesInOrder(text: string, statesMax: number): readonly string[] | null {
  const { model, settings, machine, system } = engines(text);
  const inOrder = search(machine, { statesMax });
  if (!inOrder.finished) return null;
  const windows = windowSystem(model, settings, system.properties, { memory: 'weak', window: 1, bound: null, statesMax: 2 * statesMax });
  if (!windows.isFinished) return ['more states than twice as many'];
  const found = search(windows.machine, { statesMax: 2 * statesMax });
  return told(inOrder)
    .filter((line, at) => line !== told(found)[at])
    .map((line, at) => `${line} | ${told(found).filter((other) => !told(inOrder).includes(other))[at] ?? ''}`);
}

function told({ states, transitions, depth, found }: Searched): string[] {
  const violated = [...found].map(([name, { kind, depth: at }]) => `${name} ${kind} ${at}`).sort();
  return [`${states} states`, `${transitions} transitions`, `depth ${depth}`, violated.join(', ')];
}
