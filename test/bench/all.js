import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/*
 * All parts of the bench, one after the other, each as its own process: one that fails is told at the end, and the others are measured.
 */

const script = fileURLToPath(new URL('run.js', import.meta.url));

/** The parts with their words, in the order of RESULTS.md. Edits count by themselves: a round is an edit there. */
const parts = [
  { words: [], name: 'models' },
  { words: ['start'] },
  { words: ['enter'] },
  { words: ['edits'], rounds: (rounds) => 20 * rounds },
  { words: ['scenario'] },
  { words: ['temporal'] },
  { words: ['reductions'] },
  { words: ['any'] },
  { words: ['memory'] },
  { words: ['litmus'] },
  { words: ['audit'] },
  { words: ['sizes'] },
  { words: ['growth', '12'] },
];

/** Measures all parts; how many failed. */
export async function allParts(rounds) {
  const rows = [];
  for (const { words, name = words.join(' '), rounds: own = (count) => count } of parts) {
    const start = performance.now();
    console.error(`\n=== ${name}`);
    const code = await new Promise((resolve) => {
      const child = spawn(process.execPath, [script, ...words], { stdio: 'inherit', env: { ...process.env, BENCH_ROUNDS: String(own(rounds)) } });
      child.on('error', () => resolve('not started'));
      child.on('close', (status, signal) => resolve(status ?? signal));
    });
    rows.push({ name, seconds: (performance.now() - start) / 1000, code });
  }
  console.log(['', ...rows.map(({ name, seconds, code }) => `${name}: ${seconds.toFixed(0)} s${code === 0 ? '' : `, NOT MEASURED (${code})`}`)].join('\n'));
  return rows.filter(({ code }) => code !== 0).length;
}
