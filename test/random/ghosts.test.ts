import { expect, test } from 'vitest';
import { projectedGraph, withoutGhosts } from './ghosts.ts';
import { engines } from './pipeline.ts';
import { specOf } from './specs.ts';

const statesMax = 1_500;

test('erasing ghosts changes nothing but the ghosts', () => {
  let compared = 0;
  for (let number = 0; compared < 120 && number < 2_000; number++) {
    const text = specOf(number);
    if (!/\bghost /.test(text)) continue;
    const [full, erased] = [engines(text).system, engines(withoutGhosts(text)).system];
    const [left, right] = [projectedGraph(full, (row) => !isGhostRow(row, text), statesMax), projectedGraph(erased, () => true, statesMax)];
    if (left === null || right === null) continue;
    compared++;
    expect([...left.states].sort(), `spec ${number}\n${text}`).toEqual([...right.states].sort());
    expect([...left.steps].sort(), `spec ${number}\n${text}`).toEqual([...right.steps].sort());
  }
  expect(compared).toBe(120);
});

/** A row of a variable that is declared as a ghost: `g`, `folio.gk`, `vcpu[0].m`. */
function isGhostRow(row: string, text: string): boolean {
  const name = /(\w+)(?:\[[^\]]*\])*$/.exec(row)?.[1] ?? row;
  return new RegExp(`\\bghost ${name}:`).test(text);
}
