import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './builds.js';
import { measured, median } from './process.js';

/*
 * What short calls cost as whole processes: help, mistakes of a call, commands about one spec, and the plain start of a check,
 * which an installed package has at first. Builds in turn, with the text of the oldest of them.
 */

const pairs = 11;
const spec = 'specs/safe_refcount.mmspec';

/** `plain`: by Node and the file that every system starts. */
const calls = [
  ['--version'],
  ['--help'],
  ['check', '--help'],
  ['refs', '--help'],
  ['chekc'],
  ['compile', spec],
  ['explain', 'MM0203'],
  ['fmt', '--check', spec],
  ['fmt', '--check', 'specs'],
  ['refs', spec],
  ['dump', spec, '--stage', 'ts'],
  ['compile', spec, '-o', 'OUT', '--force'],
  ['check', 'test/bench/one/one.mmspec'],
  ['check', spec, '--check', 'row3'],
  ['check', 'test/bench/one/one.mmspec', { plain: true }],
  ['check', spec, '--check', 'row3', { plain: true }],
];

/** Rows: the call, CPU milliseconds of each build, and how many times that of before the present one takes. */
export async function startRows(builds, rounds) {
  const out = mkdtempSync(join(tmpdir(), 'mmspec-start-'));
  const cwd = existsSync(join(builds[0].folder, spec)) ? builds[0].folder : root;
  try {
    const rows = [['call', ...builds.map(({ name }) => `${name}, CPU ms`), ...(builds.length > 1 ? ['to before'] : [])]];
    for (const call of calls) {
      const isPlain = typeof call.at(-1) === 'object';
      const args = call.filter((part) => typeof part === 'string');
      const times = builds.map(() => []);
      for (let pair = 0; pair < Math.max(pairs, rounds); pair++) {
        for (const [index, { command, folder }] of builds.entries()) {
          const given = args.map((part) => (part === 'OUT' ? join(out, String(index)) : part));
          const shell = existsSync('/bin/bash') ? '/bin/bash' : 'sh';
          const started = isPlain ? [process.execPath, [join(folder, 'packages/cli/bin/mmspec.js'), ...given]] : [command, given];
          times[index].push((await measured(...started, { cwd, shell })).cpu * 1000);
        }
      }
      const own = times.map(median);
      const ratio = own.length > 1 ? [`${(own.at(-1) / own[0]).toFixed(2)}x`] : [];
      rows.push([`${isPlain ? 'plain start: ' : ''}${args.join(' ')}`, ...own.map((each) => each.toFixed(0)), ...ratio]);
      console.error(rows.at(-1).join('  '));
    }
    return rows;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
