import { existsSync, mkdtempSync, copyFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured, median } from './process.js';

/*
 * The time from Enter to verdict: `mmspec check FILE --check NAME` as a whole process, started as a user starts it,
 * for every check of specs/ with fewer than 10,000 states, beside the one-state model of SPIN by its fastest route:
 * generate, compile without optimisation, run.
 */

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const mmspec = join(root, 'node_modules/.bin/mmspec');
const statesMax = 10_000;

/** Bash counts the processor time of its children in milliseconds, other shells in hundredths. */
const options = { cwd: root, shell: existsSync('/bin/bash') ? '/bin/bash' : 'sh' };

/** Medians: of SPIN, and of each check with its spec and states. */
export async function enter(rounds) {
  const checks = await smallChecks();
  const runs = new Map(checks.map((check) => [check, []]));
  const spins = [];
  for (let round = 1; round <= rounds; round++) {
    console.error(`round ${round} of ${rounds}: SPIN, and ${checks.length} checks`);
    for (const [index, check] of checks.entries()) {
      // SPIN has its turn now and then: the machine may change within a round.
      if (index % 20 === 0) spins.push(await spin());
      runs.get(check).push(await measured(mmspec, ['check', check.path, '--check', check.name], options));
    }
  }
  const middle = (all) => ({ cpu: median(all.map(({ cpu }) => cpu)), wall: median(all.map(({ wall }) => wall)) });
  return { spin: middle(spins), checks: checks.map((check) => ({ ...check, ...middle(runs.get(check)) })) };
}

async function smallChecks() {
  const { output } = await measured(mmspec, ['check', 'specs', '--json', '--states-max', String(statesMax)], options);
  const all = JSON.parse(output).files.flatMap(({ path, checks }) =>
    checks.map(({ name, states, reason }) => ({ path, name, states, isWhole: (reason ?? '') === '' })),
  );
  return all.filter(({ states, isWhole }) => isWhole && states < statesMax);
}

async function spin() {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-enter-'));
  try {
    copyFileSync(join(here, 'one/one.pml'), join(folder, 'model.pml'));
    const inside = { ...options, cwd: folder };
    const parts = [
      await measured('spin', ['-a', 'model.pml'], inside),
      await measured('gcc', ['-w', '-O0', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c'], inside),
      await measured('./pan', [], inside),
    ];
    const failed = parts.find(({ code }) => code !== 0);
    if (failed !== undefined) throw new Error(`SPIN's route does not work: ${failed.errors}`);
    const sum = (field) => parts.reduce((total, part) => total + part[field], 0);
    return { cpu: sum('cpu'), wall: sum('wall') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows of the table: SPIN, all checks together, and the checks of each spec. */
export function enterRows({ spin, checks }) {
  const seconds = (number) => number.toFixed(3);
  const row = (name, group) => {
    const [cpu, wall] = ['cpu', 'wall'].map((field) => group.map((check) => check[field]));
    const above = (limit) => String(group.filter((check) => check.cpu > limit(check, 'cpu') || check.wall > limit(check, 'wall')).length);
    return [
      name,
      String(group.length),
      seconds(median(cpu)),
      seconds(Math.max(...cpu)),
      seconds(median(wall)),
      seconds(Math.max(...wall)),
      above((_, field) => spin[field] / 2),
      above(() => 0.25),
    ];
  };
  const specs = Map.groupBy(checks, ({ path }) => path);
  return [
    ['', 'checks', 'CPU s, median', 'largest', 'wall s, median', 'largest', 'above half of SPIN', 'above 0.25 s'],
    ['SPIN -O0, one state', '', seconds(spin.cpu), '', seconds(spin.wall), '', '', ''],
    row('all checks', checks),
    ...[...specs].map(([path, group]) => row(path, group)),
  ];
}
