import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/*
 * The table of the designs under sc, tso and weak is what the commands say: a few rows here, all of them in the long test.
 */

const script = fileURLToPath(new URL('../../scripts/write_memory_table.js', import.meta.url));

test.each(['swap_in_aba', 'bugs/uio_open', 'bugs/waitqueue_active'])('docs/memory_designs.md has the row of %s', (name) => {
  expect(() => execFileSync(process.execPath, [script, '--check', name], { stdio: 'pipe' })).not.toThrow();
});
