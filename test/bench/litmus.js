import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measured, median } from './process.js';

/*
 * Litmus tests as whole processes, parse to answer, beside the figures of herd7:
 * CPU seconds of 7.58 with the model of Linux 6.12.
 */

/** What herd7 takes: all tests of test/litmus/lkmm.txt in one process, chains, spin locks, counters. Infinity: not done in a minute. */
const herd = { 'all 610 tests': 7.2, chain_8: 0.4, chain_10: 2, spinlock_x4: 4, spinlock_x5: Infinity, atomic_inc_x5: 2, atomic_inc_x6: Infinity };

/** The tests of a file of many: name and text. */
function tests(root, name) {
  return readFileSync(join(root, 'test/litmus', name), 'utf8')
    .split(/^=== /mu)
    .slice(1)
    .map((part) => [/^[^\t\n]*/u.exec(part)[0], part.slice(part.indexOf('\n') + 1)]);
}

/** Rows: name, CPU seconds of mmspec and of herd7, and their ratio. */
export async function litmusRows(root, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-litmus-'));
  try {
    mkdirSync(join(folder, 'all'));
    for (const [name, text] of tests(root, 'lkmm.txt')) writeFileSync(join(folder, 'all', `${name}.litmus`), text);
    for (const [name, text] of tests(root, 'large.txt')) writeFileSync(join(folder, `${name}.litmus`), text);
    const rows = [];
    for (const [name, seconds] of Object.entries(herd)) {
      const path = name.includes(' ') ? join(folder, 'all') : join(folder, `${name}.litmus`);
      const times = [];
      for (let round = 0; round < rounds; round++)
        times.push((await measured(process.execPath, [join(root, 'packages/cli/bin/mmspec.js'), 'litmus', '--brief', path])).cpu);
      rows.push({ name, cpu: median(times), herd: seconds });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
