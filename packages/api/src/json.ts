import type { Progress } from '@mmspec/checker';
import type { JsonDiagnostic } from '@mmspec/report';
import type { DescribedLedger } from '@mmspec/semantics';
import type { Module, TokenInfo } from '@mmspec/syntax';
import type {
  AnchorRow,
  Answer,
  AnyNumberResult,
  SeveralNumbersResult,
  Audit,
  CheckResult,
  Comparison,
  Coverage,
  DrawingAnswer,
  Fences,
  Overlay,
  Review,
  ScenarioResult,
  Settings,
  Split,
  Suggestions,
  ViewCertificate,
} from '@mmspec/system';

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

/** `mmspec check --json`, and that of compiled checkers; of every command what it prints where it has no answer. */
export interface CheckJson {
  readonly version: 1;
  readonly files: readonly JsonCheckedFile[];
  /** What is wrong with the call, such as options that do not go together: nothing was done, and the exit code is 2. Left out where it could be carried out. */
  readonly problem?: string;
}

/** `mmspec scenario FILE --json`. */
export interface ScenariosJson {
  readonly version: 1;
  readonly path: string;
  readonly scenarios: readonly ScenarioResult[];
  /** What the compiler has against the spec under the settings of one that is not among them; left out where it has nothing. */
  readonly diagnostics?: readonly JsonDiagnostic[];
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

/** `mmspec audit --json`. */
export interface AuditJson extends Audit {
  readonly version: 1;
  readonly path: string;
}

/** `mmspec audit --coverage --json`. */
export interface CoverageJson extends Coverage {
  readonly version: 1;
  readonly path: string;
}

/** `mmspec audit --split --json`. */
export interface SplitJson extends Split {
  readonly version: 1;
  readonly path: string;
}

/** `mmspec audit --suggest --json`. */
export interface SuggestionsJson extends Suggestions {
  readonly version: 1;
  readonly path: string;
}

/** `mmspec fences --json`. */
export interface FencesJson extends Fences {
  readonly version: 1;
  readonly path: string;
}

/** `mmspec diff --json`. */
export interface DiffJson extends Comparison {
  readonly version: 1;
  /** Paths of the two specs. */
  readonly old: string;
  readonly new: string;
  /** What is laid over the new one, as far as that is asked for; left out: nothing. */
  readonly overlay?: Overlay;
}

/** `mmspec anchors --json`. */
export interface AnchorsJson {
  readonly version: 1;
  readonly path: string;
  /** The trees of the call, in their order. */
  readonly trees: readonly string[];
  readonly anchors: readonly AnchorRow[];
}

/** `mmspec review --json`. */
export interface ReviewJson {
  readonly version: 1;
  /** The version of mmspec that made it. */
  readonly mmspec: string;
  readonly path: string;
  readonly specs: readonly ReviewedSpec[];
  /** What is wrong with the texts that are not among them; left out where there are none. */
  readonly diagnostics?: readonly JsonDiagnostic[];
}

/** The review of one spec of a series. */
export interface ReviewedSpec extends Review {
  /** Where its blocks stand. */
  readonly blocks: readonly {
    readonly path: string;
    /** Its first line in the file. */
    readonly line: number;
    readonly lineCount: number;
    /** Of the mail; null: it is in none, or that has none. */
    readonly subject: string | null;
  }[];
}

/** What `mmspec check --claim FILE` writes, and `mmspec verify FILE` runs again. */
export interface ClaimJson {
  readonly version: 1;
  /** The version of mmspec that made it. */
  readonly mmspec: string;
  readonly options: {
    /** Names of the checks that were asked for; empty: all. */
    readonly checks: readonly string[];
    readonly properties: readonly string[];
    /** Settings of the call, as `NAME=VALUE`. */
    readonly set: readonly string[];
    readonly reduction: boolean;
    readonly symmetry: boolean;
    readonly deadValues: boolean;
    readonly order: boolean;
    readonly search: 'breadth' | 'depth';
    /** Left out: no limit was given. */
    readonly statesMax?: number;
    /** The memory model and the window of the call; left out: those of the checks. */
    readonly memory?: 'sc' | 'tso' | 'weak';
    readonly window?: number;
    /** The mail, mailbox or folder whose blocks are together the specs, from the folder of the claim; left out where each file and block is one of its own. */
    readonly series?: string;
  };
  /** `sc`: all CPUs see the steps in one order; `several`: checks differ in it, and each says its own. */
  readonly memory: 'sc' | 'tso' | 'weak' | 'several';
  readonly specs: readonly ClaimedSpec[];
}

/** What is claimed of one spec. */
export interface ClaimedSpec {
  /** From the folder of the claim. */
  readonly path: string;
  /** The SHA-256 of the spec and of everything that it imports, by path. */
  readonly texts: Readonly<Record<string, string>>;
  readonly checks: readonly ClaimedCheck[];
  readonly scenarios: readonly ClaimedScenario[];
}

/** A check, without its races and what another run takes. */
export interface ClaimedCheck extends Pick<
  CheckResult,
  | 'name'
  | 'settings'
  | 'expectation'
  | 'met'
  | 'verdict'
  | 'property'
  | 'reason'
  | 'states'
  | 'transitions'
  | 'depth'
  | 'reduction'
  | 'memory'
  | 'window'
  | 'bounded'
> {
  readonly results: readonly Pick<CheckResult['results'][number], 'property' | 'verdict' | 'depth' | 'fairness' | 'anyNumber' | 'numbers'>[];
}

/** A scenario, without its run. */
export type ClaimedScenario = Pick<ScenarioResult, 'name' | 'settings' | 'steps' | 'expected' | 'found' | 'met' | 'reason' | 'states'>;

/** `mmspec verify --json`. */
export interface VerifyJson {
  readonly version: 1;
  /** Of the claim. */
  readonly path: string;
  /** Whether everything is as claimed. */
  readonly verified: boolean;
  readonly differences: readonly string[];
}

/**
 * What `mmspec check --any CONSTANT --certificate FILE` writes, with one constant or more: views that prove properties for every number from
 * some number on.
 */
export interface CertificateJson {
  readonly version: 2;
  readonly kind: 'views';
  /** The version of mmspec that made it. */
  readonly mmspec: string;
  readonly specs: readonly CertifiedSpec[];
}

/** The proofs about one spec. */
export interface CertifiedSpec {
  /** From the folder of the certificate. */
  readonly path: string;
  /** The SHA-256 of the spec and of everything that it imports, by path. */
  readonly texts: Readonly<Record<string, string>>;
  readonly proofs: readonly ViewCertificate[];
}

/** `mmspec check --any CONSTANT --json`, with one constant or more. */
export interface AnyJson {
  readonly version: 1;
  readonly files: readonly AnyFileJson[];
}

/** The answers for any number of one file. */
export interface AnyFileJson {
  readonly path: string;
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly checks: readonly AnyNumberResult[];
  /** With more than one `--any`, in place of `checks`. */
  readonly several?: readonly SeveralNumbersResult[];
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

/** What `mmspec litmus` found of one test. */
export interface JsonLitmusTest {
  readonly name: string;
  readonly path: string;
  /** Null: not known when the search stopped. */
  readonly verdict: 'Never' | 'Sometimes' | 'Always' | null;
  /** Final states. */
  readonly states: number;
  /** Executions where the condition holds; under sc, tso and weak final states. */
  readonly positive: number;
  readonly negative: number;
  readonly flags: readonly string[];
  /** As herd7 writes them: `0:r0=1; [x]=2;`. */
  readonly finalStates: readonly string[];
  /** What a `Result:` comment of the file says; null: there is none. */
  readonly expected: string | null;
  /** Whether it is so; null: nothing is expected, or not of this model. */
  readonly met: boolean | null;
  /** Left out where the search came to its end. */
  readonly unfinished?: true;
  /** A full window kept something out; left out where none did. */
  readonly bounded?: { readonly window: number; readonly where: string };
  /** Why there is no execution at all; left out where there is one. */
  readonly reason?: string;
  /** An execution with what was asked for, as columns; left out where there is none. */
  readonly witness?: { readonly state: string; readonly drawing: string };
  /** The axiom that forbids what was asked for, and its cycle as columns; left out where none does. */
  readonly forbidden?: { readonly axiom: string; readonly drawing: string };
}

/** `mmspec litmus --json`. */
export interface LitmusJson {
  readonly version: 1;
  readonly memory: 'lkmm' | 'sc' | 'tso' | 'weak';
  readonly tests: readonly JsonLitmusTest[];
  /** Of all files: why some are not among the tests, and warnings. */
  readonly diagnostics: readonly JsonDiagnostic[];
  /** Left out where there were none; `check` is the path of the file. */
  readonly faults?: readonly JsonFault[];
}
