import type { SearchLimits } from '@mmspec/analysis';
import { pathWord, shellCommand, shellWord, type TraceForm } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import { defaultMemory } from '../options/default_memory.ts';
import { oneSpec } from '../one_spec.ts';
import { orErrors } from '../or_errors.ts';
import { plan } from '@mmspec/semantics';
import type { ExitCode } from '../exit_code.ts';
import { turn, type Interruption } from '../interruption.ts';
import type { LoadedSpec } from '../load_spec.ts';
import type { TextStyle } from '../check_output.ts';
import { statusLine } from '../progress.ts';
import { Remarks } from '../remarks.ts';
import { checkNames, refuseChecks, refuseProperties } from '../unknown_names.ts';

export interface AuditCommandOptions {
  readonly check?: string[];
  readonly with?: string;
  readonly part?: number[];
  readonly partsMax?: number;
  readonly pairsMax?: number;
  readonly races: boolean;
  readonly trace: TraceForm;
  readonly suggest?: boolean;
  readonly split?: boolean;
  readonly coverage?: boolean;
  readonly property?: string[];
  readonly suggestionsMax?: number;
  readonly triesMax?: number;
  readonly json?: boolean;
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
}

export interface AuditCall {
  readonly path: string;
  readonly options: AuditCommandOptions;
  readonly style: TextStyle;
  readonly interruption: Interruption;
}

/** The spec of a call, with its errors said; null where there is none to be audited. */
async function specOf({ path, options, interruption: { signal } }: AuditCall, remarks: Remarks): Promise<LoadedSpec | null> {
  const spec = await oneSpec(path, remarks, { signal, over: options.with, areCompiled: true });
  if (spec === null) return null;
  const { checks } = plan(spec.model);
  refuseChecks(options.check ?? [], checks.flatMap(checkNames));
  refuseProperties(options.property ?? [], [spec.model]);
  return spec;
}

/** One of the questions about a spec. */
interface Asked<T> {
  /** `show` tells on the terminal how far it is. */
  readonly ask: (spec: LoadedSpec, show: (text: string) => void) => Promise<T>;
  /** Prints the answer, and says how the command ends. */
  readonly answer: (found: T, spec: LoadedSpec) => ExitCode;
}

/** Asks a question about the spec of a call; what the compiler has against the spec under the settings of a check is said in place of an answer. */
export async function answered<T>(call: AuditCall, { ask, answer }: Asked<T>): Promise<ExitCode> {
  const { options, style, interruption } = call;
  const remarks = new Remarks(style.errorPaint, options.json);
  const spec = await specOf(call, remarks);
  if (spec === null) return remarks.refused();
  const progress = statusLine();
  const found = await orErrors(() => ask(spec, (text) => progress.show(() => oneLine(text))), remarks, progress.clear);
  if (found === null) return remarks.refused();
  progress.clear();
  await turn();
  interruption.letGo();
  return answer(found, spec);
}

/** Which checks are asked about, and how far their searches go. */
interface AskedChecks extends SearchLimits {
  readonly checks: readonly string[] | undefined;
}

/** What says how far a search may go. */
interface LimitedCall {
  readonly options: Pick<AuditCommandOptions, 'check' | 'statesMax' | 'memoryMax' | 'timeMax'>;
  readonly interruption: Interruption;
}

/** The limits of a call, and what a search tells the terminal. */
export function limitsOf({ options, interruption }: LimitedCall): AskedChecks {
  return {
    checks: options.check,
    statesMax: options.statesMax,
    memoryMax: options.memoryMax ?? defaultMemory(),
    timeMax: options.timeMax,
    signal: interruption.signal,
    onPause: interruption.listen,
    onCompile: interruption.letGo,
  };
}

/** The command that asks the same about single parts, in one check. */
export function auditCommand({ path, options }: AuditCall, question: readonly string[], lines: readonly number[], check: string): string {
  return shellCommand([
    'mmspec',
    'audit',
    ...question,
    pathWord(path),
    ...(options.with === undefined ? [] : ['--with', pathWord(options.with)]),
    ...lines.flatMap((line) => ['--part', String(line)]),
    '--check',
    shellWord(check),
  ]);
}
