import { entries, rows } from '../litmus/corpus.ts';
import { specOf } from '../random/specs.ts';
import { wrongCases } from './case_law.ts';
import { differencesInOrder } from './in_order_law.ts';
import { againstLitmusOf, againstLkmm } from './litmus_law.ts';
import { hardwareRow } from './program_law.ts';

/** The first that tells of a fault in the window machine of the interpreter, of what the laws of this folder ask; null: nothing. */
export async function firstTelling(): Promise<string | null> {
  return firstSection() ?? firstProgram() ?? firstRandom() ?? firstInOrder() ?? (await wrongCases())[0] ?? null;
}

/** A few specs in order. */
function firstInOrder(): string | null {
  for (const number of [0, 1, 2, 4, 5, 9]) {
    const found = differencesInOrder(specOf(number), 300);
    if (found !== null && found.length > 0) return `spec ${number}: ${found.join('; ')}`;
  }
  return null;
}

function firstProgram(): string | null {
  const some = rows('hw.tsv').filter(({ name }, at) => at % 12 === 0 || /^(?:Ppo|At|Hw)/u.test(name!));
  for (const row of some) {
    const { wanted, found } = hardwareRow(row, ['tso', 'weak']);
    if (JSON.stringify(wanted) !== JSON.stringify(found)) return row.name!;
  }
  return null;
}

/** Small tests with locks and sections of which `weak` has all final states of LKMM, and no other. */
const equal: ReadonlySet<string> = new Set([
  'TwoLocksOrderStores',
  'TwoLocksStoreThenLoadPasses',
  'AfterSpinlockStopsStoreLoad',
  'UnlockLockOrdersLoadThenStoreOutside',
  'ReadAfterSectionNotBeforeIt',
  'ReadBeforeSectionNotAfterIt',
  'EmptySectionBetweenTwoReads',
  'Lk-MPhalf',
  'Lk-NoAfterSpinlockSB',
  'Rcu-LockNotAFence',
  'Rcu-MPgp',
  'Rcu-Nested',
  'Rcu-SplitSection',
  'Srcu-NestedTwo',
]);

function firstSection(): string | null {
  for (const { columns, text } of [...entries('cases.txt'), ...entries('lkmm.txt')]) {
    const found = equal.has(columns[0]!) ? againstLkmm(text, 1_000) : null;
    if (found !== null && (found.beyond.length > 0 || !found.isEqual)) return columns[0]!;
  }
  return null;
}

function firstRandom(): string | null {
  return againstLitmusOf(0, 30, 'weak').wrong[0] ?? againstLitmusOf(0, 15, 'tso').wrong[0] ?? null;
}
