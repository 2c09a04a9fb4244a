import { expect, test } from 'vitest';
import { answerBy, answerLkmm, answerWindow } from '@mmspec/litmus';
import { orderingTables, type MemoryMode, type OrderingTable } from '@mmspec/system';
import { litmusOf } from './abstract.ts';
import { entries, read, rows } from './corpus.ts';

/*
 * Law: with a window of 4 the window machine has the final states, over all registers and variables, that herd7 has for SC, x86-TSO and ARMv8;
 * under `weak` those that were measured with the kernel's table.
 */

const programs = rows('hw.tsv');

/** ARMv8: acquires wait for releases. For tests only: nobody is told "holds on ARM". */
const armv8: OrderingTable = { ...orderingTables.weak, name: 'armv8', acquireWaitsForRelease: true };

test('the corpus is whole', () => {
  expect(programs.length).toBe(361);
});

test.each(programs.map((row) => [row.name!, row] as const))('%s', (name, row) => {
  const litmus = read(litmusOf(name, row.program!));
  const limits = { window: 4 };
  const columns = (verdict: string, count: string): readonly unknown[] => [row[verdict], Number(row[count])];
  const of = ({ verdict, finalStates }: { readonly verdict: string | null; readonly finalStates: readonly string[] }): readonly unknown[] => [
    verdict,
    finalStates.length,
  ];
  expect({
    sc: of(answerWindow(litmus, 'sc', limits)),
    tso: of(answerWindow(litmus, 'tso', limits)),
    weak: of(answerWindow(litmus, 'weak', limits)),
    armv8: of(answerBy(litmus, armv8, limits)),
    lkmm: of(answerLkmm(litmus)),
  }).toEqual({
    sc: columns('sc', 'n_sc'),
    tso: columns('tso', 'n_tso'),
    weak: columns('window_rcpc', 'n_window_rcpc'),
    armv8: columns('armv8', 'n_armv8'),
    lkmm: columns('lkmm', 'n_lkmm'),
  });
});

/*
 * Law: sc within tso within weak within LKMM, by final states, with locks, RCU and SRCU too.
 */

/** A section that one thread enters and another leaves: the machine has no such sections, and says so. */
const handsOver = 'Srcu-HandOver';

test('each model lies within the next', () => {
  const modes: readonly MemoryMode[] = ['sc', 'tso', 'weak'];
  const outside: string[] = [];
  for (const { columns, text } of entries('lkmm.txt')) {
    if (columns[0] === handsOver) continue;
    const litmus = read(text);
    const found = [...modes.map((mode) => answerWindow(litmus, mode, { window: null })), answerLkmm(litmus)].map(({ finalStates }) => new Set(finalStates));
    for (const [index, mode] of modes.entries()) if ([...found[index]!].some((state) => !found[index + 1]!.has(state))) outside.push(`${columns[0]} ${mode}`);
  }
  expect(outside).toEqual([]);
});
