import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

/*
 * The command line from its unbundled files, with one function of it changed:
 *
 *   node held.js hold PHASE ARGUMENTS…    says "PHASE begins" on standard error whenever the phase begins, and then stays in it,
 *                                         until nobody has ended it for half a minute: then it ends with code 99
 *   node held.js tell PHASE ARGUMENTS…    says so, and goes on
 *   node held.js KIND PHASE ARGUMENTS…    ends the phase by a fault of that kind, where it is about a spec with the word FAULT
 *                                         and, in a check, about the setting `fault = true`
 */

/** By phase: the file and the function that it is. */
const phases = {
  read: ['/cli/dist/files/spec_texts.js', 'specTexts'],
  open: ['/cli/dist/files/read_bytes.js', 'openInput'],
  analyse: ['/semantics/dist/analyse.js', 'analyse'],
  lower: ['/compiler/dist/lower.js', 'lower'],
  emit: ['/compiler/dist/emit/emit.js', 'emit'],
  module: ['/compiler/dist/compile_module.js', 'compileModule'],
  search: ['/checker/dist/explore.js', 'explore'],
  temporal: ['/checker/dist/temporal/verdicts.js', 'livenessVerdicts'],
  trace: ['/analysis/dist/result.js', 'checkResult'],
  vacuity: ['/analysis/dist/vacuity/vacuity.js', 'vacuity'],
  render: ['/cli/dist/check_output.js', 'checkText'],
  report: ['/cli/dist/check_output.js', 'summaryText'],
  format: ['/format/dist/format.js', 'formatSpec'],
  ledger: ['/semantics/dist/ledger/describe.js', 'describeLedger'],
  explain: ['/cli/dist/commands/explain.js', 'explain'],
  init: ['/cli/dist/commands/init.js', 'init'],
};

const [, , kind, phase] = process.argv;
const [file, name] = phases[phase];

const faults = {
  error: () => {
    throw new TypeError('a seeded fault');
  },
  overflow: () => {
    const deep = (count) => 1 + deep(count + 1);
    deep(0);
  },
  long: () => {
    throw new SyntaxError(`begin ${'x'.repeat(100_000)} end`);
  },
  text: () => {
    throw 'a seeded text'; // oxlint-disable-line no-throw-literal
  },
};

globalThis.atPhase = (given) => {
  if (kind === 'hold' || kind === 'tell') {
    writeSync(2, `${phase} begins\n`);
    const until = Date.now() + 30_000;
    while (kind === 'hold') if (Date.now() > until) process.exit(99);
    return;
  }
  const [about, planned] = given;
  const text = typeof about === 'string' ? about : (about?.text ?? about?.files?.[0]?.text ?? '');
  const settings = planned?.settings ?? about?.settings ?? about?.question?.planned?.settings ?? about?.[0]?.result?.settings ?? planned ?? {};
  const isMeant = phase === 'analyse' || phase === 'format' ? text.includes('FAULT') : phase === 'vacuity' ? text.includes('FAULT') : settings.fault === true;
  if (isMeant) faults[kind]();
};

let isChanged = false;
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith(file)) return loaded;
    const source = Buffer.from(loaded.source).toString('utf8');
    const found = new RegExp(`^export (async )?function ${name}\\(`, 'm');
    if (!found.test(source)) throw new Error(`there is no function ${name} in ${url}`);
    isChanged = true;
    return {
      ...loaded,
      source: source.replace(
        found,
        `export $1function ${name}(...given) { globalThis.atPhase(given); return own_${name}(...given); }\n$1function own_${name}(`,
      ),
    };
  },
});
process.once('exit', () => {
  if (!isChanged) writeSync(2, `${file} was not loaded\n`);
});

process.argv.splice(2, 2);
const { main } = await import('../../packages/cli/dist/main.js');
await main();
