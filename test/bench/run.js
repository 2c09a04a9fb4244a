import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissing } from '../../scripts/packages.js';
import { builds, present, root, whyUnusable } from './builds.js';
import { partsOf } from './parts.js';
import { measured, median } from './process.js';
import { store, table } from './results.js';
import { searchedByTlc } from './tlc.js';

/*
 * mmspec beside SPIN and TLC on the twins: every side in turn, several rounds, medians.
 *
 *   npm run bench                    all models
 *   npm run bench -- all             all parts, one after the other (growth up to 49 million)
 *   npm run bench -- gmem_v4f2w1     these only
 *   npm run bench -- start           short calls: help, mistakes of a call, commands about one spec
 *   npm run bench -- enter           from Enter to verdict: all small checks of specs/ as whole processes
 *   npm run bench -- scenario        what scenarios cost
 *   npm run bench -- temporal        what properties over paths cost, beside the same model without, SPIN and TLC
 *   npm run bench -- temporal ticket the same of the models whose names begin so
 *   npm run bench -- reductions      what symmetry, dead values and partial order cost a step, and save in all; more words: these models only
 *   npm run bench -- memory          searches under tso and weak; more words: these models only
 *   npm run bench -- litmus          litmus tests in one process, beside the figures of herd7
 *   npm run bench -- audit           what audits of specs/ cost, beside separate checks of the same mutants; more words: these specs only
 *   npm run bench -- any             views for any number of instances, beside the search of four; more words: these designs only
 *   npm run bench -- growth          how the cost of a state grows up to 219 million (five minutes, 4 GB)
 *   npm run bench -- growth 12       up to 49 million, which is phil 12
 *   npm run bench -- sizes           how the time of `check` grows with the size of a spec, for each family of test/sizes
 *   npm run bench -- sizes fmt       the same of another command: fmt, refs, dump, compile
 *   npm run bench -- edits           what an edit costs the language server, at 2,000 and 10,000 lines (BENCH_ROUNDS edits of each kind, default 200)
 *   npm run bench -- edits 4         the same of a spec with so many rounds of five lines in each of its 60 actors
 *   BENCH_ROUNDS=5 npm run bench     more rounds (default 3)
 *   BENCH_PEERS=none npm run bench   all models without SPIN and TLC; nothing is stored
 *   BENCH_BEFORE=DIR npm run bench   each part with the build in this folder too, in turn with the present one
 *
 * SPIN is measured depth first and breadth first, without reduction. TLC is measured where TLA2TOOLS_JAR names its jar.
 * The search alone is the CPU time of a model less that of the one-state model.
 * Models with `threads` are also searched by two threads, in pairs with one.
 */

const here = fileURLToPath(new URL('.', import.meta.url));
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const hasPeers = process.env.BENCH_PEERS !== 'none';
const jar = hasPeers ? (process.env.TLA2TOOLS_JAR ?? '') : '';

/** By twin, what TLC judges: what `assert` and `invariant` say in the others; and constants that are variants with a default there. All tools look for deadlocks too. */
const toldTlc = {
  one: { invariants: ['Still'] },
  filter: { invariants: ['Mutex'] },
  phil: { invariants: ['Holds'] },
  gmem: { invariants: ['TouchOK', 'UseOK'], more: { BUG: 'FALSE' } },
};

const models = [
  { name: 'one', twin: 'one', constants: {} },
  { name: 'filter5', twin: 'filter', constants: { N: 5 } },
  { name: 'filter6', twin: 'filter', constants: { N: 6 } },
  { name: 'phil9', twin: 'phil', constants: { N: 9 } },
  { name: 'phil10', twin: 'phil', constants: { N: 10 } },
  { name: 'phil11', twin: 'phil', constants: { N: 11 }, threads: true },
  { name: 'gmem_v4f2w1', twin: 'gmem', constants: { V: 4, F: 2, W: 1 } },
  { name: 'gmem_v5f2w1', twin: 'gmem', constants: { V: 5, F: 2, W: 1 }, threads: true },
];

const wanted = process.argv.slice(2);
const unusable = builds.map(whyUnusable).filter((why) => why !== null);
if (!Number.isInteger(rounds) || rounds < 1) unusable.push(`BENCH_ROUNDS is ${JSON.stringify(process.env.BENCH_ROUNDS)}; it is a number of rounds, 1 or more.`);
if (unusable.length > 0) {
  console.error(unusable.join('\n'));
  process.exit(2);
}
if (!existsSync(join(root, 'packages/cli/dist'))) {
  console.error('mmspec is not built; run npm run build first.');
  process.exit(2);
}
const missing = ['enter', 'temporal', undefined, ...models.map(({ name }) => name)].includes(wanted[0])
  ? installMissing([
      { command: 'spin', package: 'spin' },
      { command: 'gcc', package: 'gcc' },
    ])
  : [];
if (missing.length > 0) {
  console.error(`The bench needs ${missing.join(' and ')}, which cannot be installed from here.`);
  process.exit(2);
}
const parts = partsOf(rounds, wanted.slice(1), (model, build) => ours(model, [], build));
if (Object.hasOwn(parts, wanted[0])) {
  await parts[wanted[0]]();
  process.exit(0);
}
const unknown = wanted.filter((name) => !models.some((model) => model.name === name));
if (unknown.length > 0) {
  console.error(`There is no model ${unknown.join(', ')}; there are ${models.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const chosen = models.filter(({ name }) => wanted.length === 0 || name === 'one' || wanted.includes(name));

const scratch = mkdtempSync(join(tmpdir(), 'mmspec-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Source to verdict with SPIN: generate, compile, search. The figures of the search are those of `pan` alone. */
async function spin({ name, twin, constants }, mode) {
  const folder = join(scratch, `${name}-${mode}`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(here, twin, `${twin}.pml`), join(folder, 'model.pml'));
  const generated = await measured('spin', ['-o3', '-a', ...Object.entries(constants).map(([key, value]) => `-D${key}=${value}`), 'model.pml'], {
    cwd: folder,
  });
  const flags = mode === 'breadth' ? ['-DBFS'] : [];
  const compiled = await measured('gcc', ['-w', '-O2', '-DSAFETY', '-DNOREDUCE', ...flags, '-o', 'pan', 'pan.c'], { cwd: folder });
  const searched = await measured('./pan', ['-m20000000'], { cwd: folder });
  const figure = (pattern) => Number(pattern.exec(searched.output)?.[1] ?? Number.NaN);
  return {
    // From a hundred million on SPIN writes them as 1.01716e+08.
    states: figure(/([\d.e+]+) states, stored/),
    transitions: figure(/([\d.e+]+) transitions/) - 1,
    cpu: generated.cpu + compiled.cpu + searched.cpu,
    search: searched.cpu,
    wall: generated.wall + compiled.wall + searched.wall,
    peak: searched.peak,
  };
}

async function ours({ twin, constants }, more = [], build = present) {
  const set = Object.entries(constants).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const run = await measured(build.command, ['check', join(here, twin, `${twin}.mmspec`), '--check', twin, '--no-reduction', '--json', ...set, ...more]);
  const [check] = JSON.parse(run.output).files[0].checks;
  return { states: check.states, transitions: check.transitions, cpu: run.cpu, search: run.cpu, wall: run.wall, peak: run.peak };
}

async function tlc({ name, twin, constants }) {
  const { invariants, more = {} } = toldTlc[twin];
  const values = Object.entries({ ...constants, ...more });
  const lines = ['SPECIFICATION Spec', ...invariants.map((each) => `INVARIANT ${each}`), ...values.map(([key, value]) => `CONSTANT ${key} = ${value}`)];
  const module = join(here, twin, `${twin.charAt(0).toUpperCase()}${twin.slice(1)}.tla`);
  const { states, transitions, cpu, wall, peak } = await searchedByTlc(jar, join(scratch, `${name}-tlc`), [module], lines);
  return { states, transitions, cpu, search: cpu, wall, peak };
}

const tools = [
  { name: 'mmspec', run: (model) => ours(model) },
  ...builds.slice(0, -1).map((build) => ({ name: build.name, run: (model) => ours(model, [], build) })),
  ...(hasPeers
    ? [
        { name: 'SPIN depth first', run: (model) => spin(model, 'depth') },
        { name: 'SPIN breadth first', run: (model) => spin(model, 'breadth') },
      ]
    : []),
  ...(jar === '' ? [] : [{ name: 'TLC', run: tlc }]),
];

/** Runs of the one-state model in a round. */
const floorRuns = 5;

/** Medians of the rounds, by model and tool. */
const runs = new Map();
for (let round = 1; round <= rounds; round++) {
  for (const model of chosen) {
    // Whoever comes after a peer finds caches full of something else.
    for (const build of builds) await ours(models[0], [], build);
    for (const tool of tools) {
      console.error(`round ${round} of ${rounds}: ${model.name}, ${tool.name}`);
      const key = `${model.name} ${tool.name}`;
      // What starting costs is taken off all others, and takes a moment.
      for (let run = model === models[0] ? floorRuns : 1; run > 0; run--) runs.set(key, [...(runs.get(key) ?? []), await tool.run(model)]);
    }
  }
}
const figures = (model, tool) => {
  const all = runs.get(`${model.name} ${tool.name}`);
  const { states, transitions } = all[0];
  return { states, transitions, ...Object.fromEntries(['cpu', 'search', 'wall', 'peak'].map((field) => [field, median(all.map((run) => run[field]))])) };
};

const floor = new Map(tools.map((tool) => [tool.name, figures(models[0], tool)]));
const rate = (model, tool) => {
  const { transitions, search } = figures(model, tool);
  return transitions / Math.max(0.001, search - floor.get(tool.name).search);
};
const rows = [['model', 'tool', 'states', 'transitions', 'CPU s', 'wall s', 'M transitions/CPU s', 'bytes/state', 'ratio']];
for (const model of chosen) {
  for (const tool of tools) {
    const { states, transitions, cpu, wall, peak } = figures(model, tool);
    const isFloor = model.name === 'one';
    const bytes = isFloor ? '' : ((peak - floor.get(tool.name).peak) / states).toFixed(1);
    const ratio = isFloor || tool.name === 'mmspec' ? '' : `${(rate(model, tools[0]) / rate(model, tool)).toFixed(1)}x`;
    rows.push([
      model.name,
      tool.name,
      states.toLocaleString('en-US'),
      transitions.toLocaleString('en-US'),
      cpu.toFixed(2),
      wall.toFixed(2),
      isFloor ? '' : (rate(model, tool) / 1e6).toFixed(2),
      bytes,
      ratio,
    ]);
  }
  if (hasPeers && jar === '') rows.push([model.name, 'TLC', '', '', '', '', 'not measured', '', '']);
}
const text = [
  '# mmspec beside its peers',
  '',
  `Written by \`npm run bench\`: medians of ${rounds} rounds, every side in turn, on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}.`,
  "CPU and wall are whole processes, source to verdict. Transitions per CPU second and bytes per state are those of the search less the one-state model; the ratio is mmspec's rate to the tool's.",
  '',
  ...table(rows, 2),
  '',
].join('\n');
if (hasPeers) store({ '': text, '## Two threads': await twoThreads() });
else console.log(text);

/** One thread and two in turn, five pairs; the empty text where no model is searched so. */
async function twoThreads() {
  const lines = [['model', 'load before', 'wall s, one', 'wall s, two', 'wall ratio', 'CPU s, one', 'CPU s, two', 'CPU ratio']];
  for (const model of chosen.filter(({ threads }) => threads)) {
    const load = loadavg()[0];
    const pairs = [];
    for (let pair = 1; pair <= 5; pair++) {
      console.error(`pair ${pair} of 5: ${model.name}, one thread and two`);
      pairs.push([await ours(model), await ours(model, ['--workers', '2'])]);
    }
    const [one, two] = [0, 1].map((side) => Object.fromEntries(['wall', 'cpu'].map((field) => [field, median(pairs.map((pair) => pair[side][field]))])));
    if (pairs.some(([a, b]) => a.states !== b.states || a.transitions !== b.transitions)) throw new Error(`${model.name}: two threads count otherwise`);
    lines.push([
      model.name,
      load.toFixed(2),
      one.wall.toFixed(2),
      two.wall.toFixed(2),
      `${(one.wall / two.wall).toFixed(2)}x`,
      one.cpu.toFixed(2),
      two.cpu.toFixed(2),
      `${(two.cpu / one.cpu).toFixed(2)}x`,
    ]);
  }
  return lines.length === 1
    ? ''
    : ['## Two threads', '', 'Whole processes, medians of five pairs, one thread and two in turn.', '', ...table(lines, 1), ''].join('\n');
}
