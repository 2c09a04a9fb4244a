import { existsSync, mkdtempSync, copyFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builds, present } from './builds.js';
import { measured, median } from './process.js';

/*
 * The time from Enter to verdict: `mmspec check FILE --check NAME` as a whole process, started as a user starts it,
 * for every check of specs/ with fewer than 10,000 states, beside the one-state model of SPIN by its fastest route:
 * generate, compile without optimisation, run. A build of before measures its own checks of these names, in turn. The texts of specs
 * change too, so the present build also measures the texts of before: that is what compares the builds.
 */

const here = fileURLToPath(new URL('.', import.meta.url));
const statesMax = 10_000;

/** Bash counts the processor time of its children in milliseconds, other shells in hundredths. */
const options = { shell: existsSync('/bin/bash') ? '/bin/bash' : 'sh' };

/** What is measured in turn: each build with its own texts, and the present one with those of another; the present one with its own last. */
const sides = [
  ...builds.slice(0, -1).flatMap((build) => [build, { ...present, folder: build.folder, name: `mmspec, text of ${build.name.replace('mmspec ', '')}` }]),
  present,
];

/** A check that takes so many times what it took before is measured again, up to so many times: the machine may just have been busy. */
const [doubtful, again] = [1.1, 11];

/** Medians: of SPIN, and for each side those of each check with its spec and states. */
export async function enter(rounds) {
  const checks = await smallChecks(present);
  const known = [];
  for (const side of sides) known.push(side === present ? checks : await smallChecks(side));
  const runs = sides.map((_, index) => new Map(checks.filter((check) => has(known[index], check)).map((check) => [check, []])));
  const measure = async (check) => {
    for (const [at, { command, folder }] of sides.entries())
      runs[at].get(check)?.push(await measured(command, ['check', check.path, '--check', check.name], { ...options, cwd: folder }));
  };
  const spins = [];
  for (let round = 1; round <= rounds; round++) {
    console.error(`round ${round} of ${rounds}: SPIN, and ${checks.length} checks`);
    for (const [index, check] of checks.entries()) {
      // SPIN has its turn now and then: the machine may change within a round.
      if (index % 20 === 0) spins.push(await spin());
      await measure(check);
    }
  }
  const cpuOf = (all) => median(all.map(({ cpu }) => cpu));
  const [before, ...others] = runs;
  const slower = checks.filter(
    (check) => before.has(check) && others.some((of) => of.has(check) && cpuOf(of.get(check)) > doubtful * cpuOf(before.get(check))),
  );
  for (let round = rounds + 1; round <= again && slower.length > 0; round++) {
    console.error(`round ${round} of ${again}: ${slower.length} checks that took longer than before`);
    for (const check of slower) await measure(check);
  }
  const middle = (all) => ({ cpu: median(all.map(({ cpu }) => cpu)), wall: median(all.map(({ wall }) => wall)) });
  return {
    spin: middle(spins),
    sides: sides.map(({ name }, index) => ({ name, checks: [...runs[index]].map(([check, all]) => ({ ...check, ...middle(all) })) })),
  };
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

/** Rows of the table: SPIN, all checks together in each build, the ratios of the builds on both texts, and the checks of each spec. */
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
    ...sides.slice(0, -1).map((side) => row(`all checks, ${side.name}`, side.checks)),
    ...compared(sides),
    row('all checks', checks),
    ...[...specs].map(([path, group]) => row(path, group)),
  ];
}

/** The present build's times to those of the build of before: both with the text of before, and each with its own. */
function compared([before, ofItsText, now]) {
  if (now === undefined) return [];
  return [ratios('present to before, text of before', before.checks, ofItsText.checks), ratios('present to before, own texts', before.checks, now.checks)];
}

/** Times to those of another side, check by check. */
function ratios(title, before, now) {
  const pairs = before.flatMap((check) => {
    const other = now.find(({ path, name }) => path === check.path && name === check.name);
    return other === undefined ? [] : [[check, other]];
  });
  const all = (field) => pairs.map(([old, present]) => present[field] / old[field]);
  const cell = (number) => `${number.toFixed(2)}x`;
  return [
    title,
    String(pairs.length),
    cell(median(all('cpu'))),
    cell(Math.max(...all('cpu'))),
    cell(median(all('wall'))),
    cell(Math.max(...all('wall'))),
    '',
    '',
  ];
}
