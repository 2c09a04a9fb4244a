import { CompileError, readDiagram, runAll, runDiagram } from '@mmspec/analysis';
import { diagramReading, scenarioVerdict } from '@mmspec/report';
import type { Analysed, Model } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { CheckResult, ScenarioResult, Settings } from '@mmspec/system';
import type { CheckTold } from './check_work.ts';

/** What running checks of a spec gave; `why` where they could not be run. */
export interface RunResult {
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly why: string;
  /** How a diagram was read. */
  readonly reading?: string;
}

export interface RunRequest {
  /** Names of checks, matrices and scenarios; null: all. */
  readonly names: readonly string[] | null;
  /** Judge these properties only, and run no scenarios. */
  readonly properties?: readonly string[];
  /** A race diagram to ask about, in place of everything else. */
  readonly diagram?: { readonly text: string; readonly settings: Settings };
  /** Seconds for each search. */
  readonly timeMax: number | null;
  /** Bytes for states. */
  readonly memoryMax: number | null;
}

/** Runs checks of a spec, or asks about a diagram; it stops between two looks at the clock where the signal says so. */
export async function run(analysed: Analysed, request: RunRequest, signal: AbortSignal, told: CheckTold): Promise<RunResult> {
  if (hasErrors(analysed.diagnostics)) return { results: [], scenarios: [], why: 'The spec has errors, so nothing was run.' };
  try {
    return request.diagram === undefined ? await runChecks(analysed.model, request, signal, told) : await ask(analysed.model, request, request.diagram, signal, told);
  } catch (error) {
    if (error instanceof CompileError) return { results: [], scenarios: [], why: error.message };
    throw error;
  }
}

const limitsOf = ({ timeMax, memoryMax }: RunRequest): { timeMax?: number; memoryMax?: number } => ({ ...(timeMax === null ? {} : { timeMax }), ...(memoryMax === null ? {} : { memoryMax }) });

async function runChecks(model: Model, request: RunRequest, signal: AbortSignal, { onResult, onProgress }: CheckTold): Promise<RunResult> {
  const { results, scenarios, diagnostics } = await runAll(model, {
    ...limitsOf(request),
    signal, onResult,
    onProgress: ({ name }, { states }) => onProgress(name, states),
    onScenarioProgress: (name, { states }) => onProgress(name, states),
    ...(request.names === null ? {} : { checks: request.names }),
    ...(request.properties === undefined ? {} : { properties: request.properties }),
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return { results, scenarios, why: errors.join('\n') };
}

async function ask(model: Model, request: RunRequest, { text, settings }: NonNullable<RunRequest['diagram']>, signal: AbortSignal, { onProgress }: CheckTold): Promise<RunResult> {
  const diagram = readDiagram(text);
  if (diagram.events.length === 0) return { results: [], scenarios: [], why: 'There is no race diagram in this text: no line says what happens.' };
  const { matched, result } = await runDiagram(model, diagram, settings, { ...limitsOf(request), signal, onProgress: ({ states }) => onProgress('the diagram', states) });
  if (result === null) return { results: [], scenarios: [], why: scenarioVerdict(null) };
  return { results: [], scenarios: [result], why: '', reading: diagramReading(matched) };
}

/** `holds`, `violates p in 6`, `unfinished`, with the number of states. */
export function verdictLine({ met, expectation, results, states }: CheckResult): string {
  const violated = results.filter(({ verdict }) => verdict === 'violated').map(({ property, depth }) => `${property} in ${depth ?? 0}`);
  const open = results.some(({ verdict }) => verdict === 'unfinished');
  const found = violated.length > 0 ? `violates ${violated.join(', ')}${open ? '; unfinished' : ''}` : open ? 'unfinished' : 'holds';
  const mark = expectation === null ? '' : met ? '✓ ' : '✗ ';
  return `${mark}${found} · ${states.toLocaleString('en-US')} states`;
}

/** `possible`, `impossible: no run takes a.put after a.get`, `unfinished`, with the number of states. */
export function scenarioLine({ met, expected, found, reason, states }: ScenarioResult): string {
  const mark = expected === null ? '' : met ? '✓ ' : '✗ ';
  return `${mark}${found}${reason === '' ? '' : `: ${reason}`} · ${states.toLocaleString('en-US')} states`;
}
