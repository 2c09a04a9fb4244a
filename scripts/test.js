import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root, run, runStatus, secondsSince } from './run.js';

/*
 * Runs all tests: types, lint, then every suite, with the time of each.
 * MMSPEC_TESTS=core leaves out the suites that need programs from outside npm; MMSPEC_TESTS=long runs the long ones too.
 */

const mode = process.env.MMSPEC_TESTS ?? 'all';
if (!['all', 'core', 'long'].includes(mode)) {
  console.error(`MMSPEC_TESTS is ${JSON.stringify(mode)}; it may be core or long.`);
  process.exit(2);
}

const start = Date.now();
console.log('Checking the types of the tests …');
run('tsc', ['-p', 'test']);
console.log('Linting …');
run('node', ['scripts/lint.js']);

if (mode !== 'core') run('node', ['scripts/tools.js']);

console.log('Running the suites …');
const output = join(root, '.cache/tests.json');
mkdirSync(join(root, '.cache'), { recursive: true });
rmSync(output, { force: true });
const status = runStatus('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${output}`]);

let report;
try {
  report = JSON.parse(readFileSync(output, 'utf8'));
} catch {
  console.error('The test runner ended without a report.');
  process.exit(status === 0 ? 1 : status);
}

const times = new Map();
for (const file of report.testResults) {
  const parts = relative(root, file.name).split(sep);
  const suite = parts.slice(0, 2).join('/');
  const known = times.get(suite) ?? { tests: 0, milliseconds: 0 };
  times.set(suite, {
    tests: known.tests + file.assertionResults.length,
    milliseconds: known.milliseconds + Math.max(0, file.endTime - file.startTime),
  });
}
console.log('\nsuite                       tests   seconds');
for (const [suite, { tests, milliseconds }] of [...times].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`${suite.padEnd(26)} ${String(tests).padStart(6)} ${(milliseconds / 1000).toFixed(1).padStart(9)}`);
}
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`\nAll took ${secondsSince(start)} s.`);
if (skipped > 0) console.log(`${skipped} tests were skipped, which is a failure here.`);
console.log(`${report.numPassedTests} passed, ${report.numFailedTests} failed`);
if (mode === 'core') console.log('MMSPEC_TESTS=core: suites that need programs from outside npm were left out.');
process.exit(status !== 0 || skipped > 0 ? status || 1 : 0);
