import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLitmus, runLitmus } from '@mmspec/litmus';
import { afterAll, expect, test } from 'vitest';

/*
 * The litmus tests of the kernel's own source package, whose `Result:` lines are what its memory model says of them.
 * None of them is kept here: `scripts/tools.js` installs the package for the long tests where it can.
 */

const archive = '/usr/src/linux-source-6.12.tar.xz';
const folder = mkdtempSync(join(tmpdir(), 'mmspec-litmus-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The tests of the source package of the version whose model is followed. */
function unpacked(): readonly { readonly name: string; readonly text: string }[] {
  if (!existsSync(archive)) throw new Error(`There is no ${archive}: install the Debian package linux-source-6.12.`);
  execFileSync('tar', ['-xJf', archive, '-C', folder, '--strip-components=1', '--wildcards', '*/litmus-tests/*.litmus']);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.litmus'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

test('every test of the kernel comes to what its Result line says', () => {
  const tests = unpacked();
  const wrong = tests.flatMap(({ name, text }) => {
    const file = { path: name, text };
    const litmus = readLitmus(file);
    if (litmus.test === null) return [`${name}: ${litmus.diagnostics.map(({ message }) => message).join(' ')}`];
    if (litmus.test.expected === null) return [`${name}: it says no result`];
    const { met, verdict } = runLitmus(file, litmus.test, { memory: 'lkmm', window: null, max: 1_000_000, isEnough: () => false, draw: false });
    return met === true ? [] : [`${name}: ${verdict}`];
  });
  expect(wrong).toEqual([]);
  expect(tests.length).toBeGreaterThanOrEqual(46);
});
