import { join } from 'node:path';
import { measured, median } from './process.js';

/*
 * What reductions cost: each model without any, with each alone, and with all, under each build in turn. A step costs the CPU time of
 * a whole process less that of the one-state model, by the steps that were taken.
 */

/** Fewer steps cost less than starting varies. */
const stepsLeast = 100_000;

const kinds = ['none', 'symmetry', 'dead-values', 'order', 'all'];

/** Models with a check that holds; `only`: reductions that are measured beside none, where the others leave too much; `statesMax`: none of it searches more. */
const models = [
  { name: 'ticket 5', file: 'test/bench/ticket/ticket.mmspec', set: ['N=5'] },
  { name: 'phil 10', file: 'test/bench/phil/phil.mmspec', set: ['N=10'] },
  { name: 'phil 12', file: 'test/bench/phil/phil.mmspec', set: ['N=12'], only: ['order', 'all'], statesMax: 5_000_000 },
  { name: 'filter 6', file: 'test/bench/filter/filter.mmspec', set: ['N=6'] },
  { name: 'gmem 4,2,1', file: 'test/bench/gmem/gmem.mmspec', set: ['V=4', 'F=2', 'W=1'] },
  { name: 'gmem 6,3,1', file: 'test/bench/gmem/gmem.mmspec', set: ['V=6', 'F=3', 'W=1'], only: ['symmetry', 'all'], statesMax: 5_000_000 },
];

const one = { name: 'one', file: 'test/bench/one/one.mmspec', set: [] };

/** Lines of the table. `names`: how the names of the models that are wanted begin; all where there are none. */
export async function reductionRows(builds, rounds, names) {
  const chosen = models.filter(({ name }) => names.length === 0 || names.some((each) => name.startsWith(each)));
  const jobs = chosen.flatMap((model) =>
    kinds.filter((kind) => kind === 'none' || (model.only ?? kinds).includes(kind)).flatMap((kind) => builds.map((build) => ({ model, kind, build }))),
  );
  const all = [...builds.map((build) => ({ model: one, kind: 'none', build })), ...jobs];
  const runs = new Map(all.map((job) => [keyOf(job), []]));
  for (let round = 1; round <= rounds; round++) {
    for (const job of all) {
      console.error(`round ${round} of ${rounds}: ${keyOf(job)}`);
      runs.get(keyOf(job)).push(await run(job));
    }
  }
  const netOf = (job) =>
    median(runs.get(keyOf(job)).map(({ cpu }) => cpu)) - median(runs.get(keyOf({ ...job, model: one, kind: 'none' })).map(({ cpu }) => cpu));
  return [
    ['model', 'reductions', 'build', 'states', 'transitions', 'CPU s', 'ns/transition', 'to none', 'in all to none'],
    ...jobs.map((job) => {
      const [{ states, transitions, isWhole }] = runs.get(keyOf(job));
      const plain = { ...job, kind: 'none' };
      const [{ transitions: plainTransitions, isWhole: isPlainWhole }] = runs.get(keyOf(plain));
      const perStep = netOf(job) / transitions;
      return [
        job.model.name,
        job.kind,
        job.build.name,
        `${states.toLocaleString('en-US')}${isWhole ? '' : ' and more'}`,
        transitions.toLocaleString('en-US'),
        median(runs.get(keyOf(job)).map(({ cpu }) => cpu)).toFixed(2),
        transitions < stepsLeast ? '' : (perStep * 1e9).toFixed(0),
        job.kind === 'none' || transitions < stepsLeast ? '' : `${(perStep / (netOf(plain) / plainTransitions)).toFixed(1)}x`,
        job.kind === 'none' || !isPlainWhole ? '' : `${Math.max(0, netOf(job) / netOf(plain)).toFixed(2)}x`,
      ];
    }),
  ];
}

function keyOf({ model, kind, build }) {
  return `${model.name} ${kind} ${build.name}`;
}

/** One search of the first check of the model, as a whole process with one thread. */
async function run({ model, kind, build }) {
  const options = [
    ...model.set.flatMap((each) => ['--set', each]),
    ...(kind === 'none' ? [] : ['--reduce', kind]),
    ...(model.statesMax === undefined ? [] : ['--states-max', String(model.statesMax)]),
  ];
  const name = /\/(\w+)\.mmspec$/u.exec(model.file)[1];
  const { output, errors, cpu } = await measured(build.command, [
    'check',
    join(build.folder, model.file),
    '--check',
    name,
    '--workers',
    '1',
    '--json',
    ...options,
  ]);
  const found = JSON.parse(output).files[0]?.checks[0];
  if (found === undefined) throw new Error(`${model.name}: ${output}${errors}`);
  return { cpu, states: found.states, transitions: found.transitions, isWhole: found.verdict !== 'unfinished' };
}
