import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { designTable, linkTo, root } from './design_table.js';

/*
 * Writes the table of docs/any_number.md: what the checks with an open range say of each design. Run it after `npm run build`, whenever
 * such a check or the views changed; with `--check` it only compares, with names of specs only their rows: a few in npm test, all in the
 * long tests.
 */

/** Names of the checks of a spec that have an open range. */
function openChecks(path) {
  const text = readFileSync(root + path, 'utf8');
  return [...text.matchAll(/^check (\w+)[^{]* in \d+\.\.(?=[ ,{\n])/gmu)].map(([, name]) => name);
}

/** The rows of a design, one for each cell. */
function rowsOf(path) {
  const names = openChecks(path);
  if (names.length === 0) return [];
  const call = ['packages/cli/bin/mmspec.js', 'check', path, ...names.flatMap((name) => ['--check', name]), '--json'];
  const output = execFileSync(process.execPath, call, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 30 });
  return JSON.parse(output).files[0].checks.map((check) => `| ${cellsOf(path, check).join(' | ')} |`);
}

function cellsOf(path, { name, open, results }) {
  const proved = results.filter(({ anyNumber }) => anyNumber === 'proved').map(({ property }) => property);
  const violated = results
    .filter(({ verdict }) => verdict === 'violated')
    .map((result) => `\`${result.property}\` at ${Object.values(result.numbers).join(' and ')}`);
  const left = results.filter(({ anyNumber }) => anyNumber === 'undecided').map(({ property }) => `\`${property}\``);
  return [
    linkTo(path),
    `\`${name}\``,
    `${proved.length}, from ${Object.values(open.views[0].from).join(' and ')} on`,
    `${open.views[0].views} of ${open.views[0].viewSize} in ${open.views[0].sharedStates}`,
    violated.join(', '),
    String(results.filter(({ anyNumber }) => anyNumber === 'checked').length),
    left.join(', '),
  ];
}

const titles = ['design', 'check', 'proved', 'views', 'violated, the smallest number', 'checked', 'not decided'];
designTable('write_any_number_table.js', 'docs/any_number.md', titles, rowsOf);
