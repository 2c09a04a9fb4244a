import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Writes the races of specs/README.md: below each `<!-- race: SPEC CHECK PROPERTY -->` the block that `mmspec check` draws.
 * Run it after `npm run build`, whenever a design or the drawing changed; test/designs/races.test.ts compares.
 */

const root = fileURLToPath(new URL('../', import.meta.url));
const page = `${root}specs/README.md`;
const written = readFileSync(page, 'utf8').replace(/(<!-- race: (\w+) (\S+) (\S+) -->\n)```\n.*?^```$/gmsu, (_, marker, spec, check, property) => {
  const args = ['packages/cli/bin/mmspec.js', 'check', `specs/${spec}.mmspec`, '--check', check, '--property', property, '--trace', 'markdown'];
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [block] = /^```\n.*?^```$/msu.exec(output) ?? [];
  if (block === undefined) throw new Error(`${spec} ${check} shows no race of ${property}`);
  return marker + block;
});
writeFileSync(page, written);
console.log('wrote specs/README.md');
