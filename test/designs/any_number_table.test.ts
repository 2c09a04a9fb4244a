import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/*
 * The table of what the designs prove for any number is what the command says: a few rows here, all of them in the long test.
 */

const script = fileURLToPath(new URL('../../scripts/write_any_number_table.js', import.meta.url));

test.each(['mremap_race', 'swap_in_aba', 'vma_lock', 'bugs/swapoff'])('docs/any_number.md has the rows of %s', (name) => {
  expect(() => execFileSync(process.execPath, [script, '--check', name], { stdio: 'pipe' })).not.toThrow();
});
