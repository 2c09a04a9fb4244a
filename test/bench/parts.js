import { readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { allParts } from './all.js';
import { anyOnly } from './any.js';
import { auditHeads, auditRows, auditText } from './audit.js';
import { builds, present, root } from './builds.js';
import { editRows } from './edits.js';
import { enter, enterRows } from './enter.js';
import { growth } from './growth.js';
import { litmusRows } from './litmus.js';
import { memoryRows } from './memory.js';
import { reductionRows } from './reductions.js';
import { store, table } from './results.js';
import { scenarioRows } from './scenario.js';
import { sizeCommands, sizes } from './sizes.js';
import { startRows } from './start.js';
import { temporalRows } from './temporal.js';

/*
 * The parts of the bench that are measured by themselves, each with its section of RESULTS.md.
 */

/** Parts by name, with the words behind the name; `search` runs a twin in a build. */
export function partsOf(rounds, words, search) {
  const inTurn = `medians of ${rounds} round${rounds === 1 ? '' : 's'}, every side in turn.`;
  return {
    all: async () => {
      if ((await allParts(rounds)) > 0) process.exit(1);
    },
    start: () => startOnly(rounds),
    enter: () => enterOnly(rounds),
    edits: () => editsOnly(words.map(Number)),
    scenario: () => scenarioOnly(rounds),
    temporal: () => temporalOnly(rounds, words, inTurn),
    reductions: () => reductionsOnly(rounds, words, inTurn),
    any: () => anyOnly(root, rounds, words),
    memory: () => memoryOnly(rounds, words, inTurn),
    litmus: () => litmusOnly(rounds),
    audit: () => auditOnly(words),
    sizes: () => sizesOnly(rounds, words[0] ?? 'check', inTurn),
    growth: () => growthOnly(Number(words[0] ?? 13), search),
  };
}

async function enterOnly(rounds) {
  const load = loadavg()[0].toFixed(2);
  const found = await enter(rounds);
  store({
    '## Enter to verdict': [
      '## Enter to verdict',
      '',
      `Written by \`npm run bench -- enter\`: whole processes of \`mmspec check FILE --check NAME\` for every check of specs/ with fewer than 10,000 states, medians of ${rounds} round${rounds === 1 ? '' : 's'}, of 11 for those that took more than 1.1 times what they took before; SPIN generates, compiles and runs its one-state model between them. The load of the machine was ${load} before and ${loadavg()[0].toFixed(2)} after.`,
      '',
      ...table(enterRows(found), 1),
      '',
    ].join('\n'),
  });
}

async function startOnly(rounds) {
  storeTable(
    '## Start',
    '`npm run bench -- start`: whole processes, medians of 11 pairs, the builds in turn and with one text.',
    await startRows(builds, rounds),
    1,
  );
}

async function sizesOnly(rounds, command, inTurn) {
  if (!sizeCommands.includes(command)) {
    console.error(`The families are not measured with ${command}, but with ${sizeCommands.join(', ')}.`);
    process.exit(2);
  }
  const lines = [['family', 'build', 'size', 'CPU s', 'twice', 'four times'], ...(await sizes(builds, command, rounds))];
  if (command !== 'check') console.log(table(lines, 2).join('\n'));
  else
    storeTable(
      '## Sizes',
      `\`npm run bench -- sizes\`: whole processes of \`mmspec check\` for each family of test/sizes, at its size, twice and four times that, ${inTurn} In brackets an exit code that is not 0.`,
      lines,
      2,
    );
}

async function editsOnly(sizes) {
  const edits = Number(process.env.BENCH_ROUNDS ?? 200);
  const lines = table(await editRows(builds, edits, sizes.length === 0 ? [4, 31] : sizes), 2);
  if (sizes.length > 0) console.log(lines.join('\n'));
  else
    store({
      '## Edits': [
        '## Edits',
        '',
        `Written by \`npm run bench -- edits\`: CPU milliseconds of the whole server process from \`didChange\` to the published diagnostics, medians of ${edits} edits after 20 to warm up, the builds in turn; every edit makes a text never seen before. Memory is resident, after all edits of a kind, the most of the three kinds, less that of the server before it had a document.`,
        '',
        ...lines,
        '',
      ].join('\n'),
    });
}

async function auditOnly(names) {
  const specs = readdirSync(join(root, 'specs'))
    .filter((name) => name.endsWith('.mmspec') && (names.length === 0 || names.includes(name.replace('.mmspec', ''))))
    .map((name) => join(root, 'specs', name));
  const lines = [auditHeads, ...(await auditRows(root, present.command, specs))];
  if (names.length > 0) console.log(table(lines, 1).join('\n'));
  else store({ '## Audits': auditText(lines) });
}

async function scenarioOnly(rounds) {
  const columns = builds.flatMap((_, index) => (index < builds.length - 1 ? ['states before', 'CPU s before'] : ['states', 'CPU s']));
  const lines = [
    ['spec', 'scenario', 'found', ...columns],
    ...(await scenarioRows(
      root,
      builds.map(({ command }) => command),
      rounds,
    )),
  ];
  store({
    '## Scenarios': [
      '## Scenarios',
      '',
      `Written by \`npm run bench -- scenario\`: whole processes of \`mmspec scenario FILE\`, medians of ${rounds} round${rounds === 1 ? '' : 's'}.`,
      '',
      ...table(lines, 3),
      '',
    ].join('\n'),
  });
}

async function temporalOnly(rounds, names, inTurn) {
  const ratios =
    'Ratios are of CPU less that of the one-state model: to the same model without the property, and of the build before to this one; the third compares whole processes.';
  storeTable('## Temporal', `\`npm run bench -- temporal\`: whole processes, ${inTurn} ${ratios}`, await temporalRows(builds, rounds, names), 4);
}

async function reductionsOnly(rounds, names, inTurn) {
  const ratios =
    'Ratios are of CPU less that of the one-state model, to the same build without reductions: by step taken, where these are 100,000 at least, and in all.';
  const lines = await reductionRows(builds, rounds, names);
  storeTable('## Reductions', `\`npm run bench -- reductions\`: whole processes of one thread, ${inTurn} ${ratios}`, lines, 3);
}

function storeTable(heading, written, lines, texts) {
  store({
    [heading]: [heading, '', `Written by ${written} Load of the machine at the end: ${loadavg()[0].toFixed(2)}.`, '', ...table(lines, texts), ''].join('\n'),
  });
}

async function memoryOnly(rounds, names, inTurn) {
  const lines = await memoryRows(builds, rounds, names);
  if (names.length > 0) console.log(table(lines, 3).join('\n'));
  else storeTable('## Memory models', `\`npm run bench -- memory\`: whole processes, ${inTurn}`, lines, 3);
}

async function litmusOnly(rounds) {
  const rows = (await litmusRows(root, rounds)).map(({ name, cpu, herd }) => [
    name,
    cpu.toFixed(2),
    herd === Infinity ? '> 60' : String(herd),
    (cpu / herd).toFixed(2),
  ]);
  const text = [
    '## Litmus tests',
    '',
    `Written by \`npm run bench -- litmus\`: CPU time of one process each, parse to answer, medians of ${rounds} rounds, beside what herd7 took for the same tests (its figures were measured once, on another day).`,
    '',
    ...table([['tests', 'CPU s', 'herd7, CPU s', 'ratio'], ...rows], 1),
  ].join('\n');
  store({ '## Litmus tests': text });
}

async function growthOnly(largest, search) {
  const lines = [['states', ...builds.flatMap(({ name }) => [`${name}, CPU us/state`, 'bytes/state']), 'CPU us/bare insertion']];
  const searches = builds.map((build) => (model) => search(model, build));
  for (const { states, costs, perInsertion } of await growth(largest, searches))
    lines.push([states.toLocaleString('en-US'), ...costs.flatMap(({ perState, bytes }) => [perState.toFixed(2), bytes.toFixed(1)]), perInsertion.toFixed(3)]);
  store({
    '## Growth': [
      '## Growth',
      '',
      `phil with 10 to ${largest} philosophers, one run each, and as many insertions of random numbers into a bare table that doubles.`,
      '',
      ...table(lines, 0),
      '',
    ].join('\n'),
  });
}
