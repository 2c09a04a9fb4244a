import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { families } from '../sizes/families.ts';
import { measured, median } from './process.js';

/*
 * How the time of a command grows with the size of a spec: each family of specs at its size, twice and four times that, as whole
 * processes. What is refused is refused at once.
 */

/** The commands, by name: their arguments for a spec, and a folder to write to. */
const commands = {
  check: (spec) => ['check', spec],
  fmt: (spec) => ['fmt', '--check', spec],
  refs: (spec) => ['refs', spec],
  dump: (spec) => ['dump', spec, '--stage', 'ts'],
  compile: (spec, folder) => ['compile', spec, '-o', folder],
};

export const sizeCommands = Object.keys(commands);

/** Rows: the family, the build, its size, and CPU seconds with the exit code at each of the three sizes. */
export async function sizes(builds, command, rounds) {
  const scratch = mkdtempSync(join(tmpdir(), 'mmspec-sizes-'));
  try {
    const rows = [];
    for (const { name, size, text } of families) {
      const cells = builds.map(() => []);
      for (const factor of [1, 2, 4]) {
        const spec = join(scratch, `spec_${factor}.mmspec`);
        writeFileSync(spec, text(size * factor));
        const runs = builds.map(() => []);
        for (let round = 0; round < rounds; round++)
          for (const [index, build] of builds.entries())
            runs[index].push(await measured(build.command, commands[command](spec, join(scratch, `out_${factor}_${index}_${round}`))));
        for (const [index, of] of runs.entries())
          cells[index].push(`${median(of.map(({ cpu }) => cpu)).toFixed(2)}${of[0].code === 0 ? '' : ` (${of[0].code})`}`);
      }
      for (const [index, build] of builds.entries()) {
        rows.push([name, build.name, String(size), ...cells[index]]);
        console.error(rows.at(-1).join('  '));
      }
    }
    return rows;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
