import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { measured } from './process.js';

/**
 * TLC on a module, with one worker, source to verdict: the figures of the whole process, and what it found. `files`: paths of modules,
 * the one that is searched last; `lines`: those of its configuration. Throws where it comes to no verdict.
 */
export async function searchedByTlc(jar, folder, files, lines) {
  mkdirSync(folder, { recursive: true });
  for (const path of files) copyFileSync(path, join(folder, basename(path)));
  writeFileSync(join(folder, 'model.cfg'), `${lines.join('\n')}\n`);
  const module = basename(files.at(-1));
  const run = await measured('java', ['-XX:+UseParallelGC', '-cp', jar, 'tlc2.TLC', '-workers', '1', '-config', 'model.cfg', module], { cwd: folder });
  const isViolated = /Temporal propert(?:y .* was|ies were) violated/u.test(run.output);
  if (!isViolated && !run.output.includes('No error has been found')) throw new Error(`TLC on ${module}:\n${run.output}${run.errors}`);
  const [, generated = 'NaN', distinct = 'NaN'] = /([\d,]+) states generated, ([\d,]+) distinct/u.exec(run.output) ?? [];
  const [states, steps] = [distinct, generated].map((count) => Number(count.replaceAll(',', '')));
  // The initial state is generated, too.
  return { ...run, states, transitions: steps - 1, verdict: isViolated ? 'violated' : 'holds' };
}
