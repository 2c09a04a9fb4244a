import { join } from 'node:path';
import { present, root } from './builds.js';
import { measured, median } from './process.js';

/*
 * Searches under tso and weak, as whole processes, under each build in turn.
 */

/** `onlyPresent`: an older build takes minutes for it. */
const models = [
  { name: 'ring 3', file: 'test/bench/ring/ring.mmspec', check: 'ring[N=3]', set: [], modes: ['tso 4', 'weak 4'] },
  { name: 'ring 4', file: 'test/bench/ring/ring.mmspec', check: 'ring', set: ['N=4'], modes: ['tso 4', 'weak 4'] },
  { name: 'peterson', file: 'test/bench/peterson/peterson.mmspec', check: 'peterson', set: [], modes: ['tso 2', 'weak 2'] },
  { name: 'filter 3', file: 'test/bench/filter/filter.mmspec', check: 'filter', set: ['N=3'], modes: ['tso 2', 'weak 2'] },
  { name: 'filter 4', file: 'test/bench/filter/filter.mmspec', check: 'filter', set: ['N=4'], modes: ['tso 2', 'weak 2'] },
  { name: 'filter 5', file: 'test/bench/filter/filter.mmspec', check: 'filter', set: ['N=5'], modes: ['tso 2'], onlyPresent: true },
  { name: 'ticket 4', file: 'test/bench/ticket/ticket.mmspec', check: 'ticket', set: ['N=4'], modes: ['tso 2', 'weak 3'] },
  { name: 'phil 6', file: 'test/bench/phil/phil.mmspec', check: 'phil', set: ['N=6'], modes: ['tso 2', 'weak 2'] },
  { name: 'phil 9', file: 'test/bench/phil/phil.mmspec', check: 'phil', set: ['N=9'], modes: ['weak 2'], onlyPresent: true },
  { name: 'gup_fast', file: 'specs/gup_fast.mmspec', check: 'upstream', set: [], modes: ['tso 2', 'weak 2'] },
  { name: 'gup_pin', file: 'specs/memory/gup_pin.mmspec', check: 'without_rmb[memory=weak]', set: [], modes: ['weak 4'] },
  { name: 'rcu_publish', file: 'specs/memory/rcu_publish.mmspec', check: null, set: [], modes: ['weak 4'] },
  { name: 'safe_refcount', file: 'specs/safe_refcount.mmspec', check: 'row3', set: [], modes: ['tso 2', 'weak 2'] },
];

/** Lines of the table. `names`: how the names of the models that are wanted begin; all where there are none. */
export async function memoryRows(builds, rounds, names) {
  const chosen = models.filter(({ name }) => names.length === 0 || names.some((each) => name.startsWith(each)));
  const jobs = chosen.flatMap((model) =>
    model.modes.flatMap((mode) => (model.onlyPresent === true ? builds.slice(-1) : builds).map((build) => ({ model, mode, build }))),
  );
  const runs = new Map(jobs.map((job) => [job, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const job of jobs) {
      console.error(`round ${round} of ${rounds}: ${job.model.name} ${job.mode} ${job.build.name}`);
      runs.get(job).push(await run(job));
    }
  }
  const answered = jobs.filter((job) => runs.get(job).every((each) => each !== null));
  const cpuOf = (job) => median(runs.get(job).map(({ cpu }) => cpu));
  return [
    ['model', 'memory, window', 'build', 'states', 'CPU s', 'MB', 'to before'],
    ...answered.map((job) => {
      const before = answered.find((each) => each.model === job.model && each.mode === job.mode);
      const own = runs.get(job);
      return [
        job.model.name,
        job.mode,
        job.build.name,
        own[0].states.toLocaleString('en-US'),
        cpuOf(job).toFixed(2),
        (median(own.map(({ peak }) => peak)) / 1e6).toFixed(0),
        before === job ? '' : `${(cpuOf(job) / cpuOf(before)).toFixed(3)}x`,
      ];
    }),
  ];
}

/** The states of all checks that are asked for, as a whole process. */
async function run({ model, mode, build }) {
  const [memory, window] = mode.split(' ');
  const options = [
    ...(model.check === null ? [] : ['--check', model.check]),
    '--memory',
    memory,
    '--window',
    window,
    '--states-max',
    '2000000',
    '--json',
    ...model.set.flatMap((each) => ['--set', each]),
  ];
  const found = await measured(build.command, ['check', join(root, model.file), ...options]);
  // A build of before may know no memory models.
  if (build !== present && !found.output.startsWith('{')) return null;
  const { checks } = JSON.parse(found.output).files[0];
  return { ...found, states: checks.reduce((sum, { states }) => sum + states, 0) };
}
