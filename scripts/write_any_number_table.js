import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Writes the table of docs/any_number.md: what the checks with an open range say of each design. Run it after `npm run build`, whenever
 * such a check or the views changed; with `--check` it only compares, with names of specs only their rows: a few in npm test, all in the
 * long tests.
 */

const root = fileURLToPath(new URL('../', import.meta.url));
const page = `${root}docs/any_number.md`;

const designs = ['specs', 'specs/bugs'].flatMap((folder) =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.mmspec'))
    .sort()
    .map((name) => `${folder}/${name}`),
);

const shortName = (path) => path.slice('specs/'.length, -'.mmspec'.length);

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
  return JSON.parse(output).files[0].checks.map((check) => ({ name: shortName(path), line: `| ${cellsOf(path, check).join(' | ')} |` }));
}

function cellsOf(path, { name, open, results }) {
  const proved = results.filter(({ anyNumber }) => anyNumber === 'proved').map(({ property }) => property);
  const violated = results.filter(({ verdict }) => verdict === 'violated').map((result) => `\`${result.property}\` at ${result.number}`);
  const left = results.filter(({ anyNumber }) => anyNumber === 'undecided').map(({ property }) => `\`${property}\``);
  return [
    `[${shortName(path)}](../${path})`,
    `\`${name}\``,
    `${proved.length}, from ${open.proved} on`,
    `${open.views} of ${open.viewSize} in ${open.sharedStates}`,
    violated.join(', '),
    String(results.filter(({ anyNumber }) => anyNumber === 'checked').length),
    left.join(', '),
  ];
}

const begin = '<!-- table: written by scripts/write_any_number_table.js -->\n';
const end = '<!-- end of the table -->';
const text = readFileSync(page, 'utf8');
const [head, rest] = text.split(begin);
const [table, tail] = rest.split(end);
const options = process.argv.slice(2);
const wanted = options.filter((option) => !option.startsWith('--'));
const asked = designs.filter((path) => wanted.length === 0 || wanted.includes(shortName(path)));
const rows = asked.flatMap(rowsOf);
const known = table.split('\n').filter((line) => line.startsWith('| ['));
const nameIn = (line) => /^\| \[([^\]]+)\]/u.exec(line)?.[1];
if (options.includes('--check')) {
  const names = asked.map(shortName);
  const found = rows.map(({ line }) => line);
  const wrong = [
    ...found.filter((line) => !known.includes(line)).map((line) => `docs/any_number.md does not have\n${line}`),
    ...known.filter((line) => names.includes(nameIn(line)) && !found.includes(line)).map((line) => `docs/any_number.md has\n${line}`),
  ];
  for (const message of wrong) console.error(message);
  process.exit(wrong.length === 0 ? 0 : 1);
}
const titles = ['design', 'check', 'proved', 'views', 'violated, the smallest number', 'checked', 'not decided'];
// Rows that were not asked for stay as they are.
const kept = designs.flatMap((path) =>
  asked.includes(path) ? rows.filter(({ name }) => name === shortName(path)).map(({ line }) => line) : known.filter((line) => nameIn(line) === shortName(path)),
);
const lines = [`| ${titles.join(' | ')} |`, `|${titles.map(() => '---').join('|')}|`, ...kept];
writeFileSync(page, `${head}${begin}${lines.join('\n')}\n${end}${tail}`);
console.log('wrote docs/any_number.md');
