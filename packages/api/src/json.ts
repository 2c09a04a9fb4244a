import type { JsonDiagnostic } from '@mmspec/report';
import type { DescribedLedger } from '@mmspec/semantics';
import type { Answer, CheckResult, DrawingAnswer, ScenarioResult, Settings } from '@mmspec/system';
import type { CheckRun } from './check.ts';
import type { Spec } from './spec.ts';
import { diagnosticJson } from './text.ts';
import { jsonVersion } from './version.ts';

/*
 * The JSON of the commands. The schemas in the package are made from these types.
 */

/** What a fault of mmspec itself cost. */
export interface JsonFault {
  /** The check or scenario; null: the file as a whole. */
  readonly check: string | null;
  readonly message: string;
}

/** What `mmspec check` found in one file. */
export interface JsonCheckedFile {
  readonly path: string;
  readonly diagnostics: readonly JsonDiagnostic[];
  /** One for each check, and for each cell of a matrix. */
  readonly checks: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  /** Left out where there were none. */
  readonly faults?: readonly JsonFault[];
  /** Why the file was not even read to its end within the limits; left out where it was. */
  readonly unfinished?: string;
}

/** `mmspec check --json`, and that of compiled checkers. */
export interface CheckJson {
  readonly version: 1;
  readonly files: readonly JsonCheckedFile[];
}

/** `mmspec scenario FILE --json`. */
export interface ScenariosJson {
  readonly version: 1;
  readonly path: string;
  readonly scenarios: readonly ScenarioResult[];
  /** Left out where there were none. */
  readonly faults?: readonly JsonFault[];
}

/** `mmspec scenario FILE DIAGRAM --json`. */
export interface DrawingJson extends Answer {
  readonly version: 1;
  readonly path: string;
  /** What was found under each of the settings that were tried. */
  readonly tried: DrawingAnswer['tried'];
}

/** `mmspec refs --json`. */
export interface RefsJson {
  readonly version: 1;
  readonly path: string;
  readonly settings: Settings;
  readonly ledger: DescribedLedger;
  /** The same as text. */
  readonly lines: readonly string[];
}

/** The JSON of `mmspec check` for a spec that was run. */
export function checkJson(spec: Spec, { checks, scenarios, diagnostics }: CheckRun): CheckJson {
  return { version: jsonVersion, files: [{ path: spec.path, diagnostics: diagnosticJson(spec, diagnostics), checks, scenarios }] };
}
