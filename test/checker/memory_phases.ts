import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measured } from '../bench/process.js';

/*
 * Searches under a limit of memory, as whole processes.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'packages/cli/bin/mmspec.js');
const megabyte = 2 ** 20;

export interface Phase {
  readonly name: string;
  readonly model: 'gmem' | 'phil';
  readonly settings: string;
  /** A line that is added to the model: a property that is judged besides. */
  readonly line?: string;
  readonly expected?: string;
  readonly options?: readonly string[];
  /** Megabytes. */
  readonly limit: number;
  /** How the process ends: 3, unfinished; 0 where files hold what memory cannot. */
  readonly code?: number;
}

export const often = 'temporal eats: always eventually exists a in p: a at eat under fair';
export const strong = 'temporal eats: p[0] at hungry leads to p[0] at eat under strongly fair';
export const starves = 'temporal eats: p[0] at hungry leads to p[0] at eat under fair';

/** Megabytes by which two processes differ that find the same: code that V8 makes, and when it collects garbage, on a busy machine. */
const noise = 6;

/** Megabytes that a search may take: a tenth more than its limit. */
const mostOf = ({ limit }: Phase): number => limit + Math.max(0.1 * limit, noise);

async function peakOf(
  phase: Phase,
  folder: string,
  limits: readonly string[],
): Promise<{ readonly peak: number; readonly code: number | null; readonly output: string }> {
  const path = join(folder, 'spec.mmspec');
  const text = readFileSync(join(root, `test/bench/${phase.model}/${phase.model}.mmspec`), 'utf8');
  writeFileSync(path, `${text}${phase.line ?? ''}\ncheck measured { ${phase.settings} } expect ${phase.expected ?? 'holds'}\n`);
  const options = [...(phase.options ?? []).map((each) => each.replace('FOLDER', folder)), ...limits];
  const { peak, code, output, errors } = await measured(process.execPath, [command, 'check', path, '--check', 'measured', ...options], {
    env: { ...process.env, MMSPEC_START: 'plain' },
  });
  return { peak, code, output: `${output}${errors}` };
}

/** Megabytes that a search takes under its limit, beside those of the same process that finds few states and judges nothing over them. */
async function takenBy(phase: Phase, folder: string): Promise<{ readonly megabytes: number; readonly code: number | null; readonly output: string }> {
  const { line: _, expected: __, ...bare } = phase;
  const options = (phase.options ?? []).map((option) => option.replace('--resume', '--checkpoint').replace('FOLDER/', 'FOLDER/few_'));
  const few = await peakOf({ ...bare, options }, folder, ['--states-max', '30000']);
  const { peak, code, output } = await peakOf(phase, folder, ['--memory-max', `${phase.limit}M`]);
  return { megabytes: (peak - few.peak) / megabyte, code, output };
}

/** What V8 adds on a busy machine is more or less; a search that does not keep to its limit is above it every time. */
const attempts = 3;

/** A test of each phase: it keeps to its limit, and ends as it has to. */
export function keepToLimits(phases: readonly Phase[]): void {
  const scratch = mkdtempSync(join(tmpdir(), 'mmspec-memory-'));
  const [folder, before] = [join(scratch, 'now'), join(scratch, 'before')];
  beforeAll(() => {
    mkdirSync(folder);
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  test.each(phases.map((phase): [string, Phase] => [phase.name, phase]))('%s', async (_, phase) => {
    cpSync(folder, before, { recursive: true });
    let least = Infinity;
    for (let attempt = 0; attempt < attempts && !(least < mostOf(phase)); attempt++) {
      if (attempt > 0) {
        rmSync(folder, { recursive: true });
        cpSync(before, folder, { recursive: true });
      }
      const { megabytes, code, output } = await takenBy(phase, folder);
      expect(code, output).toBe(phase.code ?? 3);
      least = Math.min(least, megabytes);
    }
    rmSync(before, { recursive: true });
    expect(least).toBeLessThan(mostOf(phase));
  });
}
