import { answerBy, answerLkmm, answerWindow, type LitmusTest } from '@mmspec/litmus';
import { orderingTables, type OrderingTable } from '@mmspec/system';
import { litmusOf } from './abstract.ts';
import { entries, read, rows } from './corpus.ts';
import { outsideOfNext } from './laws.ts';

/*
 * The laws on the corpora, as functions that tell the first test that breaks them.
 */

/** ARMv8: acquires wait for releases. For tests only: nobody is told "holds on ARM". */
const armv8: OrderingTable = { ...orderingTables.weak, acquireWaitsForRelease: true };

/** What herd7 says with the model of Linux 6.12, as one text; and what is found. */
export function lkmmRow(columns: readonly string[], text: string): { readonly wanted: string; readonly found: string } {
  const { verdict, finalStates, positive, negative, flags } = answerLkmm(read(text));
  const listed = columns[7] === '-' ? '' : ` ${finalStates.join(' | ')}`;
  return {
    wanted: `${columns.slice(2, 7).join(' ')}${columns[7] === '-' ? '' : ` ${columns[7] ?? ''}`}`,
    found: `${verdict} ${finalStates.length} ${positive} ${negative} ${flags.join(',') || '-'}${listed}`,
  };
}

/** What was measured of an abstract program under each model; and what is found. */
export function hardwareRow(row: Readonly<Record<string, string>>): { readonly wanted: object; readonly found: object } {
  const litmus = read(litmusOf(row.name!, row.program!));
  const limits = { window: 4 };
  const of = ({ verdict, finalStates }: { readonly verdict: string | null; readonly finalStates: readonly string[] }): string =>
    `${verdict} ${finalStates.length}`;
  return {
    found: {
      sc: of(answerWindow(litmus, 'sc', limits)),
      tso: of(answerWindow(litmus, 'tso', limits)),
      weak: of(answerWindow(litmus, 'weak', limits)),
      armv8: of(answerBy(litmus, armv8, limits)),
      lkmm: of(answerLkmm(litmus)),
    },
    wanted: {
      sc: `${row.sc} ${row.n_sc}`,
      tso: `${row.tso} ${row.n_tso}`,
      weak: `${row.window_rcpc} ${row.n_window_rcpc}`,
      armv8: `${row.armv8} ${row.n_armv8}`,
      lkmm: `${row.lkmm} ${row.n_lkmm}`,
    },
  };
}

/** A section that one thread enters and another leaves: the machine has no such sections, and says so. */
const handsOver = 'Srcu-HandOver';

/** Tests of all kinds that a machine may be asked of. */
export function forMachines(): { readonly name: string; readonly test: LitmusTest }[] {
  return [...entries('cases.txt'), ...entries('lkmm.txt')].flatMap(({ columns, text }) =>
    columns[0] === handsOver ? [] : [{ name: columns[0]!, test: read(text) }],
  );
}

/** Small tests of what is easily got wrong: verdict and final states; and what is found. */
export function caseRow(columns: readonly string[], text: string): { readonly wanted: string; readonly found: string } {
  const { verdict, finalStates } = answerLkmm(read(text));
  return { wanted: columns.slice(1, 3).join(' '), found: `${verdict} ${finalStates.length}` };
}

/** A filter that is the condition leaves the executions where it holds, and its opposite the others. */
export function filterRow(test: LitmusTest): { readonly wanted: string; readonly found: string } {
  const { positive, negative } = answerLkmm(test);
  const { condition } = test;
  const held = answerLkmm({ ...test, filter: condition });
  const failed = answerLkmm({ ...test, filter: { kind: 'not', part: condition } });
  return { wanted: `${positive} 0 0 ${negative}`, found: `${held.positive} ${held.negative} ${failed.positive} ${failed.negative}` };
}

/** Tests that have no filter of their own: some of all kinds. */
export function unfiltered(): { readonly name: string; readonly test: LitmusTest }[] {
  const tests = entries('lkmm.txt').filter((_, index) => index % 8 === 0);
  return tests.map(({ columns, text }) => ({ name: columns[0]!, test: read(text) })).filter(({ test }) => test.filter === null);
}

/** The first test that tells of a fault in the axioms or the search; null: none. */
export function firstWrongAnswer(): string | null {
  for (const { columns, text } of entries('cases.txt')) {
    const { wanted, found } = caseRow(columns, text);
    if (wanted !== found) return columns[0]!;
  }
  for (const { columns, text } of entries('lkmm.txt')) {
    const { wanted, found } = lkmmRow(columns, text);
    if (wanted !== found) return columns[0]!;
  }
  for (const { name, test } of unfiltered()) {
    const { wanted, found } = filterRow(test);
    if (wanted !== found) return `${name}, filtered`;
  }
  return null;
}

/** The first test that tells of a fault in the window machine or its tables; null: none. */
export function firstWrongMachine(): string | null {
  const machines = forMachines();
  const isOutside = ({ test }: { readonly test: LitmusTest }): boolean => outsideOfNext(test) !== null;
  const small = entries('cases.txt').length;
  const first = machines.slice(0, small).find(isOutside);
  if (first !== undefined) return first.name;
  for (const row of rows('hw.tsv')) {
    const { wanted, found } = hardwareRow(row);
    if (JSON.stringify(wanted) !== JSON.stringify(found)) return row.name!;
  }
  return machines.slice(small).find(isOutside)?.name ?? null;
}
