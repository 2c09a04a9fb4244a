import { existsSync, mkdtempSync, copyFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builds, present } from './builds.js';
import { measured, median } from './process.js';

/*
 * The time from Enter to verdict: `mmspec check FILE --check NAME` as a whole process, started as a user starts it,
 * for every check of specs/ with fewer than 10,000 states, beside the one-state model of SPIN by its fastest route:
 * generate, compile without optimisation, run. A build of before measures its own checks of these names, in turn.
 */

const here = fileURLToPath(new URL('.', import.meta.url));
const statesMax = 10_000;

/** Bash counts the processor time of its children in milliseconds, other shells in hundredths. */
const options = { shell: existsSync('/bin/bash') ? '/bin/bash' : 'sh' };

/** Medians: of SPIN, and for each build those of each check with its spec and states. */
export async function enter(rounds) {
  const checks = await smallChecks(present);
  const known = await Promise.all(builds.map(smallChecks));
  const runs = builds.map((_, index) => new Map(checks.filter((check) => has(known[index], check)).map((check) => [check, []])));
  const spins = [];
  for (let round = 1; round <= rounds; round++) {
    console.error(`round ${round} of ${rounds}: SPIN, and ${checks.length} checks`);
    for (const [index, check] of checks.entries()) {
      // SPIN has its turn now and then: the machine may change within a round.
      if (index % 20 === 0) spins.push(await spin());
      for (const [at, { command, folder }] of builds.entries())
        runs[at].get(check)?.push(await measured(command, ['check', check.path, '--check', check.name], { ...options, cwd: folder }));
    }
  }
  const middle = (all) => ({ cpu: median(all.map(({ cpu }) => cpu)), wall: median(all.map(({ wall }) => wall)) });
  const sides = builds.map(({ name }, index) => ({ name, checks: [...runs[index]].map(([check, all]) => ({ ...check, ...middle(all) })) }));
  return { spin: middle(spins), sides };
}

const has = (checks, { path, name, states }) => checks.some((check) => check.path === path && check.name === name && check.states === states);

async function smallChecks({ command, folder }) {
  const { output } = await measured(command, ['check', 'specs', '--json', '--states-max', String(statesMax)], { ...options, cwd: folder });
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

/** Rows of the table: SPIN, all checks together in each build, the ratios of the builds, and the checks of each spec. */
export function enterRows({ spin, sides }) {
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
  const { checks } = sides.at(-1);
  const specs = Map.groupBy(checks, ({ path }) => path);
  return [
    ['', 'checks', 'CPU s, median', 'largest', 'wall s, median', 'largest', 'above half of SPIN', 'above 0.25 s'],
    ['SPIN -O0, one state', '', seconds(spin.cpu), '', seconds(spin.wall), '', '', ''],
    ...sides.slice(0, -1).flatMap((side) => [row(`all checks, ${side.name}`, side.checks), ratios(side.checks, checks)]),
    row('all checks', checks),
    ...[...specs].map(([path, group]) => row(path, group)),
  ];
}

/** The present build's times to those of another, check by check. */
function ratios(before, now) {
  const pairs = before.map((check) => [check, now.find(({ path, name }) => path === check.path && name === check.name)]);
  const all = (field) => pairs.map(([old, present]) => present[field] / old[field]);
  const cell = (number) => `${number.toFixed(2)}x`;
  return [
    'the present build to it',
    String(pairs.length),
    cell(median(all('cpu'))),
    cell(Math.max(...all('cpu'))),
    cell(median(all('wall'))),
    cell(Math.max(...all('wall'))),
    '',
    '',
  ];
}
