import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * On which spec each fault was caught before: that one is tried first, so that a fault that only few specs tell of costs little.
 * Where it no longer tells, all are tried in order, as without a record; the records are written anew with MMSPEC_CAUGHT=write.
 */

const path = fileURLToPath(new URL('caught.json', import.meta.url));
const records = (): Record<string, number> => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>) : {});
const known = records();
const isWritten = process.env.MMSPEC_CAUGHT === 'write';

/** The number, below `count`, of the first spec on which `tells` says that the fault shows; -1 where there is none. */
export async function firstThatTells(fault: string, count: number, tells: (number: number) => Promise<boolean>): Promise<number> {
  const before = isWritten ? undefined : known[fault];
  if (before !== undefined && before < count && (await tells(before))) return before;
  for (let number = 0; number < count; number++) {
    if (number === before || !(await tells(number))) continue;
    if (isWritten) record(fault, number);
    return number;
  }
  return -1;
}

/** Read again each time: suites run beside each other. */
function record(fault: string, number: number): void {
  const all = { ...records(), [fault]: number };
  if (number === 0) delete all[fault];
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`);
}
