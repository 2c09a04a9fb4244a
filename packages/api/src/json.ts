import type { Progress } from '@mmspec/checker';
import type { JsonDiagnostic } from '@mmspec/report';
import type { DescribedLedger } from '@mmspec/semantics';
import type { Module, TokenInfo } from '@mmspec/syntax';
import type { Answer, CheckResult, DrawingAnswer, ScenarioResult, Settings } from '@mmspec/system';

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

/** A line of `mmspec check --progress json`, on standard error. */
export interface ProgressJson extends Progress {
  /** The check, or the cell of a matrix, that is searched. */
  readonly check: string;
}

/** `mmspec dump --stage tokens` */
export type TokensJson = readonly TokenInfo[];

/** `mmspec dump --stage tree` */
export type TreeJson = Module;

/** `mmspec dump --stage model`: what the model says beyond the trees. */
export interface ModelJson {
  readonly name: string;
  /** The spec first. */
  readonly files: readonly string[];
  readonly constants: readonly string[];
  readonly defines: readonly string[];
  readonly enums: readonly string[];
  readonly records: readonly string[];
  readonly objects: readonly string[];
  readonly variables: readonly string[];
  readonly operations: readonly string[];
  readonly actors: readonly string[];
  readonly actions: readonly string[];
  readonly properties: readonly { readonly name: string; readonly overSteps: boolean; readonly object: string | null }[];
  readonly checks: readonly string[];
  /** Each name that is used, where it stands, and the kind of what it stands for. */
  readonly meanings: readonly { readonly name: string; readonly file: number; readonly start: number; readonly kind: string }[];
}
