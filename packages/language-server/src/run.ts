import { CompileError, runAll } from '@mmspec/analysis';
import type { Snapshot } from '@mmspec/ide';
import { raceDiagram } from '@mmspec/report';
import { hasErrors } from '@mmspec/source';
import type { CheckResult, PropertyResult, ScenarioResult } from '@mmspec/system';

/** What running checks of a spec gave; `why` where they could not be run. */
export interface RunResult {
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly why: string;
}

export interface RunRequest {
  /** Names of checks, matrices and scenarios; null: all. */
  readonly names: readonly string[] | null;
  /** Seconds for each search. */
  readonly timeMax: number | null;
  /** Bytes for states. */
  readonly memoryMax: number | null;
}

/** Runs checks of a spec in this process; it stops between two looks at the clock where the signal says so. */
export async function run({ analysed }: Snapshot, { names, timeMax, memoryMax }: RunRequest, signal: AbortSignal, onResult: (result: CheckResult) => void): Promise<RunResult> {
  if (hasErrors(analysed.diagnostics)) return { results: [], scenarios: [], why: 'The spec has errors, so nothing was run.' };
  try {
    const { results, scenarios } = await runAll(analysed.model, {
      signal, onResult,
      ...(names === null ? {} : { checks: names }),
      ...(timeMax === null ? {} : { timeMax }),
      ...(memoryMax === null ? {} : { memoryMax }),
    });
    return { results, scenarios, why: '' };
  } catch (error) {
    if (error instanceof CompileError) return { results: [], scenarios: [], why: error.message };
    throw error;
  }
}

/** `holds`, `violates p in 6`, `unfinished`, with the number of states. */
export function verdictLine({ met, expectation, results, states }: CheckResult): string {
  const violated = results.filter(({ verdict }) => verdict === 'violated').map(({ property, depth }) => `${property} in ${depth ?? 0}`);
  const open = results.some(({ verdict }) => verdict === 'unfinished');
  const found = violated.length > 0 ? `violates ${violated.join(', ')}${open ? '; unfinished' : ''}` : open ? 'unfinished' : 'holds';
  const mark = expectation === null ? '' : met ? '✓ ' : '✗ ';
  return `${mark}${found} · ${states.toLocaleString('en-US')} states`;
}

/** The race of a violated property as columns, for people. */
export function raceOf({ analysed: { model } }: Snapshot, check: CheckResult, result: PropertyResult, command: string): string {
  const declared = model.properties.find(({ name }) => name === result.property)?.declaration;
  const file = declared === undefined ? undefined : model.files[declared.span.file];
  const text = declared === undefined || file === undefined ? '' : file.text.slice(declared.body.span.start, declared.body.span.end);
  const doc = declared?.doc.join(' ') ?? '';
  return raceDiagram(check, result, { name: result.property, text, doc }, { form: 'full', numbered: false, command });
}
