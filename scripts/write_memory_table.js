import { execFileSync } from 'node:child_process';
import { designTable, linkTo, root } from './design_table.js';

/*
 * Writes the table of docs/memory_designs.md: each design under sc, tso and weak. Run it after `npm run build`, whenever a design or
 * the memory models changed; with `--check` it only compares, with names of specs only their rows: a few in npm test, all in the long tests.
 */

/** States of one search; the table says where it was not enough. */
const statesMax = 5000;
/** States under sc of the checks of the table, where a design has such small ones. */
const inOrderMax = 500;
/** Sets of barriers that are searched for one design. */
const triesMax = 40;

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
  if (inOrder === undefined) return `| ${linkTo(path)} | | more than ${statesMax} states | | | | |`;
  const under = (memory) => json('check', path, '--check', inOrder.name, '--memory', memory).files[0].checks[0];
  const [tso, weak] = [under('tso'), under('weak')];
  const isNew = newlyBroken(inOrder, weak).length > 0;
  const cells = [
    linkTo(path),
    `\`${inOrder.name}\``,
    told(inOrder, null),
    told(tso, inOrder),
    told(weak, inOrder),
    isNew ? enough(path, inOrder.name) : '',
    [inOrder, tso, weak].map(({ states }) => states.toLocaleString('en-US')).join(' : '),
    String(weak.indivisible?.length ?? 0),
  ];
  return `| ${cells.join(' | ')} |`;
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

const titles = ['design', 'check', 'sc', 'tso', 'weak', 'enough under weak (line)', 'states', 'steps as one'];
designTable('write_memory_table.js', 'docs/memory_designs.md', titles, (path) => [rowOf(path)]);
