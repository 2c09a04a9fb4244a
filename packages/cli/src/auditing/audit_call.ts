import type { AuditOptions } from '@mmspec/analysis';
import { isCompiled } from '@mmspec/compiler';
import { pathWord, shellCommand, shellWord, type TraceForm } from '@mmspec/report';
import type { PlannedCheck } from '@mmspec/system';
import { defaultMemory } from '../options/default_memory.ts';
import { oneSpec } from '../one_spec.ts';
import { plan } from '@mmspec/semantics';
import type { Interruption } from '../interruption.ts';
import type { LoadedSpec } from '../load_spec.ts';
import type { TextStyle } from '../check_output.ts';
import { printError } from '../output.ts';
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

/** The spec of a call, with its errors printed; null where there is none to be audited. */
export async function specOf({ path, options, style, interruption: { signal } }: AuditCall): Promise<LoadedSpec | null> {
  const spec = await oneSpec(path, style.errorPaint, { signal, over: options.with });
  if (spec === null) return null;
  const { checks } = plan(spec.model);
  refuseChecks(options.check ?? [], checks.flatMap(checkNames));
  refuseProperties(options.property ?? [], [spec.model]);
  const isAsked = (check: PlannedCheck): boolean => options.check === undefined || checkNames(check).some((name) => options.check!.includes(name));
  const left = checks.filter((check) => !isCompiled(check) && isAsked(check));
  if (left.length > 0) printError(`Not audited: ${left.map(({ name }) => name).join(', ')}. An audit is about memory sc.`);
  return spec;
}

type AuditLimits = Pick<AuditOptions, 'checks' | 'statesMax' | 'memoryMax' | 'timeMax' | 'signal' | 'onPause' | 'onCompile'>;

/** What says how far a search may go. */
interface LimitedCall {
  readonly options: Pick<AuditCommandOptions, 'check' | 'statesMax' | 'memoryMax' | 'timeMax'>;
  readonly interruption: Interruption;
}

/** The limits of a call, and what a search tells the terminal. */
export function limitsOf({ options, interruption }: LimitedCall): AuditLimits {
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
