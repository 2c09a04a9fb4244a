import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { present } from './builds.js';
import { measured, median } from './process.js';
import { searchedByTlc } from './tlc.js';

/*
 * What properties over paths cost: each model without one, and with one, under each build in turn; SPIN with acceptance and weak
 * fairness where there is a twin with the property (`-a -f`), TLC where TLA2TOOLS_JAR names its jar.
 */

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');

const served = 'p[0] at wait leads to p[0] at cs under fair';
const eats = 'always eventually exists a in p: a at eat under fair';
const philosophers = [9, 10, 11];

/**
 * Models, each with a property over states that is judged without and beside the others, and those that are measured: what the table
 * calls them, their names, and their lines where the spec has none of that name.
 */
const models = [
  ticket(4, [['weak', 'served', `temporal served: ${served}`]]),
  ticket(5, [
    ['weak', 'served', `temporal served: ${served}`],
    ['weak, all', 'served', 'temporal served: forall a in p: a at wait leads to a at cs under fair'],
    ['possible', 'served', 'possible served: p[0] at cs'],
  ]),
  ...philosophers.map((count) => ({
    name: `phil ${count}`,
    file: 'test/bench/phil/phil.mmspec',
    safety: 'deadlock',
    set: [`N=${count}`],
    properties: [
      ['weak', 'eats', `temporal eats: ${eats}`],
      ['strong', 'eats', 'temporal eats: p[0] at hungry leads to p[0] at eat under strongly fair'],
      ['violated', 'eats', 'temporal eats: p[0] at hungry leads to p[0] at eat under fair'],
      ['possible', 'eats', 'possible eats: p[0] at eat'],
    ],
  })),
  {
    name: 'safe_refcount 4',
    file: 'specs/safe_refcount.mmspec',
    safety: 'deadlock',
    set: ['VCPUS=4'],
    properties: [['strong', 'converts']],
  },
  {
    name: 'qspinlock 4',
    file: 'specs/bugs/qspinlock_head.mmspec',
    safety: 'excluded',
    set: ['CPUS=4', 'ROUNDS=2'],
    properties: [['weak, all', 'served']],
  },
];

function ticket(count, properties) {
  return { name: `ticket ${count}`, file: 'test/bench/ticket/ticket.mmspec', safety: 'mutex', set: [`N=${count}`], properties, twins: { N: count } };
}

/** The one-state model, whose process is what every process costs. */
const floorModel = { name: 'one', file: 'test/bench/one/one.mmspec', safety: 'deadlock', set: [], properties: [] };

/** Lines of the table. `names`: the models that are wanted; all where there are none. */
export async function temporalRows(builds, rounds, names) {
  const scratch = mkdtempSync(join(tmpdir(), 'mmspec-bench-'));
  try {
    const chosen = models.filter(({ name }) => names.length === 0 || names.some((each) => name.startsWith(each)));
    const jobs = chosen.flatMap((model) => jobsOf(model, builds, scratch));
    const floors = builds.map((build) => ({ key: `floor ${build.name}`, run: () => mmspec(build, specOf(floorModel, [], scratch, build), floorModel) }));
    const found = new Map();
    for (let round = 1; round <= rounds; round++) {
      for (const job of [...floors, ...jobs]) {
        console.error(`round ${round} of ${rounds}: ${job.key}`);
        found.set(job.key, [...(found.get(job.key) ?? []), await job.run()]);
      }
    }
    return [header, ...jobs.filter(({ key }) => found.get(key)[0].verdict !== 'not read').map((job) => rowOf(job, found, builds))];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const header = ['model', 'property', 'tool', 'verdict', 'states', 'CPU s', 'to safety', 'to before', 'to mmspec', 'peak MB', 'bytes/state'];

function jobsOf(model, builds, scratch) {
  const job = (property, tool, run) => ({ key: `${model.name} ${property} ${tool}`, model, property, tool, run });
  const ours = [['none'], ...model.properties].flatMap(([property, ...of]) => {
    return builds.map((build) => {
      const spec = specOf(model, of, scratch, build);
      return job(property, build.name, () => mmspec(build, spec, model));
    });
  });
  if (model.twins === undefined) return ours;
  const jar = process.env.TLA2TOOLS_JAR ?? '';
  const spins = [
    job('weak', 'SPIN -a -f', () => spin(model, scratch, [])),
    ...(model.properties.some(([property]) => property === 'weak, all') ? [job('weak, all', 'SPIN -a -f', () => spin(model, scratch, ['-DALL']))] : []),
  ];
  return [...ours, ...spins, ...(jar === '' ? [] : [job('weak', 'TLC', () => tlc(model, jar, scratch))])];
}

/** The spec as the build has it, which may not read what is written today, with a check of the property over states and of this one. */
function specOf({ name, file, safety }, [property, line], scratch, build) {
  const own = join(build.folder, file);
  const lines = [
    readFileSync(existsSync(own) ? own : join(root, file), 'utf8'),
    line ?? '',
    `check measured of ${[safety, ...(property === undefined ? [] : [property])].join(', ')} { }`,
  ];
  const path = join(scratch, `${`${build.name} ${name} ${property ?? 'none'} ${line ?? ''}`.replaceAll(/\W+/gu, '_').slice(0, 100)}.mmspec`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function mmspec(build, path, { set }) {
  const run = await measured(build.command, ['check', path, '--check', 'measured', '--json', ...set.flatMap((each) => ['--set', each])]);
  const [result] = JSON.parse(run.output).files[0]?.checks ?? [];
  // A build of before may not have been able to read what is written today.
  if (result === undefined && build !== present) return { cpu: Number.NaN, peak: Number.NaN, states: Number.NaN, verdict: 'not read' };
  if (result === undefined) throw new Error(`${path}: ${run.output}${run.errors}`);
  const last = result.properties?.findLast(({ kind }) => kind === 'temporal' || kind === 'possible');
  return { ...run, states: result.states, verdict: last?.verdict ?? result.verdict };
}

async function spin({ twins, name }, scratch, defines) {
  const folder = join(scratch, `${name} spin ${defines.join(' ')}`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(here, 'temporal/ticket.pml'), join(folder, 'model.pml'));
  const generated = await measured('spin', ['-o1', '-o3', '-a', `-DN=${twins.N}`, ...defines, 'model.pml'], { cwd: folder });
  const compiled = await measured('gcc', ['-w', '-O2', '-DNOREDUCE', `-DNFAIR=${Math.ceil((twins.N + 3) / 3)}`, '-o', 'pan', 'pan.c'], { cwd: folder });
  const searched = await measured('./pan', ['-m2000000', '-a', '-f'], { cwd: folder });
  const [, states = 'NaN'] = /([\d.e+]+) states, stored/u.exec(searched.output) ?? [];
  const isViolated = !/errors: 0/u.test(searched.output);
  return { cpu: generated.cpu + compiled.cpu + searched.cpu, peak: searched.peak, states: Number(states), verdict: isViolated ? 'violated' : 'holds' };
}

function tlc({ twins, name }, jar, scratch) {
  const files = ['ticket/Ticket.tla', 'temporal/TicketServed.tla'].map((path) => join(here, path));
  return searchedByTlc(jar, join(scratch, `${name} tlc`), files, ['SPECIFICATION Fair', 'INVARIANT Mutex', 'PROPERTY Served', `CONSTANT N = ${twins.N}`]);
}

/** Costs of whole processes, less those of the one-state model where they are divided. */
function rowOf({ model, property, tool, key }, found, builds) {
  const cpuOf = (of) => median((found.get(of) ?? [{ cpu: Number.NaN }]).map(({ cpu }) => cpu));
  const isOurs = builds.some(({ name }) => name === tool);
  const net = (of, name) => cpuOf(of) - cpuOf(`floor ${name}`);
  const own = isOurs ? net(key, tool) : cpuOf(key);
  const times = (value) => (Number.isFinite(value) ? `${value.toFixed(1)}x` : '');
  const runs = found.get(key);
  const peak = median(runs.map((run) => run.peak));
  const floorPeak = median((found.get(`floor ${tool}`) ?? [{ peak: 0 }]).map((run) => run.peak));
  return [
    model.name,
    property,
    tool,
    runs[0].verdict,
    runs[0].states.toLocaleString('en-US'),
    cpuOf(key).toFixed(2),
    isOurs && property !== 'none' ? times(own / net(`${model.name} none ${tool}`, tool)) : '',
    tool === present.name && builds.length > 1 ? times(net(`${model.name} ${property} ${builds[0].name}`, builds[0].name) / own) : '',
    tool === present.name ? '' : times(cpuOf(key) / cpuOf(`${model.name} ${property} ${present.name}`)),
    (peak / 2 ** 20).toFixed(0),
    ((peak - floorPeak) / runs[0].states).toFixed(0),
  ];
}
