import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Writes the table of docs/memory_designs.md: each design under sc, tso and weak. Run it after `npm run build`, whenever a design or
 * the memory models changed; with `--check` it only compares, with names of specs only their rows: a few in npm test, all in the long tests.
 */

const root = fileURLToPath(new URL('../', import.meta.url));
const page = `${root}docs/memory_designs.md`;

/** States of one search; the table says where it was not enough. */
const statesMax = 5000;
/** States under sc of the checks of the table, where a design has such small ones. */
const inOrderMax = 500;
/** Sets of barriers that are searched for one design. */
const triesMax = 40;

const designs = ['specs', 'specs/bugs'].flatMap((folder) =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.mmspec'))
    .sort()
    .map((name) => `${folder}/${name}`),
);

/** What a command prints as JSON, whatever it ends with. */
function json(...args) {
  const call = ['packages/cli/bin/mmspec.js', ...args, '--json', '--states-max', String(statesMax)];
  try {
    return JSON.parse(execFileSync(process.execPath, call, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 30 }));
  } catch (error) {
    if (error.stdout === undefined || error.stdout === '') throw error;
    return JSON.parse(error.stdout);
  }
}

/** The row of a design: of its largest check that is to hold and has no more than `inOrderMax` states under sc, or else of its smallest one. */
function rowOf(path) {
  const isWhole = ({ results }) => results.length > 0 && results.every(({ verdict }) => verdict !== 'unfinished');
  const checks = json('check', path).files[0].checks.filter((check) => check.memory === undefined && check.open === undefined && isWhole(check));
  const bySize = (some) => some.toSorted((a, b) => a.states - b.states);
  const holding = checks.filter(({ expectation }) => expectation?.kind === 'holds');
  const inOrder = bySize(holding.filter(({ states }) => states <= inOrderMax)).at(-1) ?? bySize(holding)[0] ?? bySize(checks)[0];
  const name = path.slice('specs/'.length, -'.mmspec'.length);
  if (inOrder === undefined) return { name, line: `| [${name}](../${path}) | | more than ${statesMax} states | | | |` };
  const under = (memory) => json('check', path, '--check', inOrder.name, '--memory', memory).files[0].checks[0];
  const [tso, weak] = [under('tso'), under('weak')];
  const isNew = newlyBroken(inOrder, weak).length > 0;
  const cells = [
    `[${name}](../${path})`,
    `\`${inOrder.name}\``,
    told(inOrder, null),
    told(tso, inOrder),
    told(weak, inOrder),
    isNew ? enough(path, inOrder.name) : '',
    String(weak.indivisible?.length ?? 0),
  ];
  return { name, line: `| ${cells.join(' | ')} |` };
}

const violated = ({ results }) => results.filter(({ verdict }) => verdict === 'violated');

/** Properties that hold in order and do not under another model. */
function newlyBroken(inOrder, found) {
  const before = new Set(violated(inOrder).map(({ property }) => property));
  return violated(found).filter(({ property }) => !before.has(property));
}

function told(found, inOrder) {
  const broken = inOrder === null ? violated(found) : newlyBroken(inOrder, found);
  const open = found.results.some(({ verdict }) => verdict === 'unfinished');
  if (broken.length > 0) return broken.map(({ property, depth }) => `\`${property}\` breaks${depth === null ? '' : ` in ${depth}`}`).join(', ');
  if (open) return 'not finished';
  const same = inOrder === null || violated(found).length === 0 ? 'holds' : 'as under sc';
  return typeof found.bounded === 'object' ? `${same} (window ${found.window})` : same;
}

/** The cheapest set of barriers that was found to be enough, or that none was. */
function enough(path, check) {
  const { sets, reason } = json('fences', path, '--check', check, '--memory', 'weak', '--sets-max', '1', '--tries-max', String(triesMax));
  if (sets.length === 0) return reason === '' ? `not found in ${triesMax} tries` : reason;
  const [{ fences, bounded, window }] = sets;
  return `${fences.map(({ word, line }) => `\`${word}\` (${line})`).join(', ')}${bounded ? `; in windows of ${window}` : ''}`;
}

const begin = '<!-- table: written by scripts/write_memory_table.js -->\n';
const end = '<!-- end of the table -->';
const text = readFileSync(page, 'utf8');
const [head, rest] = text.split(begin);
const [table, tail] = rest.split(end);
const options = process.argv.slice(2);
const wanted = options.filter((option) => !option.startsWith('--'));
const rows = designs.filter((path) => wanted.length === 0 || wanted.includes(path.slice('specs/'.length, -'.mmspec'.length))).map(rowOf);
if (options.includes('--check')) {
  const lines = table.split('\n');
  const wrong = rows.filter(({ line }) => !lines.includes(line));
  for (const { name, line } of wrong) console.error(`${name}: docs/memory_designs.md does not have\n${line}`);
  process.exit(wrong.length === 0 ? 0 : 1);
}
const titles = ['design', 'check', 'sc', 'tso', 'weak', 'enough under weak (line)', 'steps as one'];
const keyOf = (line) => /^\| \[([^\]]+)\]/u.exec(line)?.[1];
// Rows that were not asked for stay as they are.
const known = new Map([...table.split('\n').map((line) => [keyOf(line), line]), ...rows.map(({ name, line }) => [name, line])]);
const kept = designs.flatMap((path) => known.get(path.slice('specs/'.length, -'.mmspec'.length)) ?? []);
const lines = [`| ${titles.join(' | ')} |`, `|${titles.map(() => '---').join('|')}|`, ...kept];
writeFileSync(page, `${head}${begin}${lines.join('\n')}\n${end}${tail}`);
console.log('wrote docs/memory_designs.md');
