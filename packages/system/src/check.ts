import type { MemoryMode } from './memory_order.ts';
import type { OpenAnswer, OpenRange } from './open_range.ts';
import type { StepRecord } from './step_record.ts';
import type { FairnessItem, UntakenAction } from './temporal.ts';
import type { Plain, PropertyKind, SourceSpan } from './transition_system.ts';

/** The value of every constant and variant: numbers, truth values, tags, `forever`. */
export type Settings = Readonly<Record<string, Plain>>;

/** The settings of a result: of an open check the constant that is open has no value, but a first one. */
export type ResultSettings = Readonly<Record<string, Plain | { readonly from: number }>>;

/** A constant or variant that checks may set. */
export interface SettingInfo {
  readonly name: string;
  readonly kind: 'const' | 'variant';
  readonly values: readonly Plain[];
  readonly default: Plain;
}

export interface ExpectedItem {
  /** As written: `no_new_refs`, `walker.touch`, `range of folio.safe`. */
  readonly property: string;
  readonly within: number | null;
  /** The fairness that the check judges a temporal property under, where it differs from the declared one. */
  readonly fairness: string | null;
}

export interface CheckExpectation {
  readonly kind: 'holds' | 'violates';
  /** Properties that must be violated. */
  readonly items: readonly ExpectedItem[];
  /** Properties that must hold although their declaration says `expect violated`. */
  readonly holds: readonly string[];
  /** Of an open check: properties that cannot be decided for every number; left out where there are none. */
  readonly undecided?: readonly string[];
}

/** How accesses of an actor are ordered in a run. */
export interface Mode {
  /** Left out: `sc`. */
  readonly memory?: MemoryMode;
  /** Accesses of one actor that may be under way at a time; left out: 2, then more, as far as the effort goes. */
  readonly window?: number;
}

/** One check, or one cell of a matrix, ready to run. */
export interface PlannedCheck extends Mode {
  readonly name: string;
  /** The check that a cell belongs to. */
  readonly matrix: string | null;
  readonly settings: Settings;
  /** Names of the properties to judge; null: all. */
  readonly of: readonly string[] | null;
  /** Implicit properties that are not judged. */
  readonly ignored: readonly string[];
  /** Null: a question. */
  readonly expectation: CheckExpectation | null;
  /** By name of a temporal property: the fairness that this check judges it under in place of the declared one. */
  readonly fairness?: Readonly<Record<string, readonly FairnessItem[]>>;
  /** As written: where it is false, the search goes no further. */
  readonly bound?: string;
  readonly span: SourceSpan;
}

/** A check for every number of one constant or more, each from one on: no search can run it as it is. */
export interface OpenCheck extends Omit<PlannedCheck, 'settings'> {
  /** In the order of the text; one at least. */
  readonly open: readonly [OpenRange, ...OpenRange[]];
  /** What the check sets beside the open constants; everything else is as declared. */
  readonly given: Settings;
}

/** What a spec wants to be run: whoever runs it decides what becomes of an open check. */
export type Planned = PlannedCheck | OpenCheck;

export function isOpenCheck(check: Planned): check is OpenCheck {
  return 'open' in check;
}

/** What a search says of a property. */
export type SearchVerdict = 'holds' | 'violated' | 'unfinished';

/** `undecided`: of an open check, whether it holds for every number is not known. */
export type Verdict = SearchVerdict | 'undecided';

/** What a CPU runs, in order: each comes into those before it. */
export const cpuContexts = ['task', 'softirq', 'hardirq', 'nmi'] as const;
export type CpuContext = (typeof cpuContexts)[number];

/** Where an actor runs that is placed on a CPU; left out for one that has a CPU of its own. */
export interface OnCpu {
  readonly cpu?: number;
  readonly context?: CpuContext;
}

/** What an access does to memory. `update`: a read-modify-write; `atomic`: one by an operation of the kernel library; locks are told apart from both. */
export type AccessKind = 'load' | 'store' | 'update' | 'atomic' | 'lock' | 'unlock';

/** An access of an actor that comes before another one in its text, and is performed after it. */
export interface PassedAccess {
  readonly kind: AccessKind;
  /** A number that no other access of the trace has. */
  readonly issue: number;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** On one line. */
  readonly text: string;
}

/** The source that a step models. */
export interface StepSource {
  /** From the top of the tree. */
  readonly path: string;
  readonly symbol: string;
  /** What stands in its line; null: the line of the symbol. */
  readonly text: string | null;
  /** Where it was found in the tree of the call; left out: nobody looked, or it is not there. */
  readonly line?: number;
}

export interface TraceStep extends OnCpu {
  readonly actor: string | null;
  /** Name of an environment action. */
  readonly action: string | null;
  /** The step begins an activation of a handler. */
  readonly enters?: true;
  /** After the step the handler is not active. */
  readonly leaves?: true;
  readonly label: string | null;
  readonly operation: readonly string[];
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The source that it models, as far as the spec says; left out where it does not. */
  readonly source?: StepSource;
  /** What the step executed, on one line. */
  readonly text: string;
  /** Under `tso` and `weak`, of a step that is performed before accesses that come before it in the text: what it is. */
  readonly access?: AccessKind;
  /** These accesses, in the order of the text. */
  readonly passes?: readonly PassedAccess[];
  /** It was passed by a step before. */
  readonly late?: true;
  /** The step is one half of a read-modify-write: what it stores is stored by the other one, or what it loads was loaded there. */
  readonly half?: 'load' | 'store';
  /** The number of the access, of one that was passed by a step before or that is performed in halves. */
  readonly issue?: number;
  /** The same in parts, with the values read and stored. */
  readonly did: StepRecord;
  readonly changes: Readonly<Record<string, readonly [Plain | null, Plain | null]>>;
  readonly state: Readonly<Record<string, Plain>>;
}

/** How a race was chosen among those of its length. */
export interface RaceChoice {
  /** Changes of actor between neighbouring steps. */
  readonly switches: number;
  /** No race of the same length has fewer; false: of those that the search has kept none has. */
  readonly fewest: boolean;
}

export interface Trace {
  readonly initial: Readonly<Record<string, Plain>>;
  /** What begins with any of several values, as this run has it; left out where nothing does. */
  readonly begins?: Readonly<Record<string, Plain>>;
  readonly steps: readonly TraceStep[];
  /** Index of the step that begins the loop of a lasso; the number of steps where nothing moves any more. */
  readonly loop: number | null;
  /** Of a race: indices of the steps that its violation depends on, in order. */
  readonly slice?: readonly number[];
  /** Left out: it was not chosen, but is the only one that there is. */
  readonly choice?: RaceChoice;
}

/** Who holds references in a state of a trace. */
export interface HeldReferences {
  /** By kind of actor, and by location as in a state: the references held there, as the actor calls them. */
  readonly actors: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** By the same: locals that own a reference on what they point to, as a state names them behind their actor; of an array, its name. */
  readonly locals: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Shared variables and fields that own one, as a state names them. */
  readonly shared: readonly string[];
}

/** Who cannot go on in a deadlock, and for whom it waits. */
export interface Waiting extends OnCpu {
  readonly actor: string;
  /** The step that it waits to take, as in a trace. */
  readonly label: string | null;
  readonly operation: readonly string[];
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** The others that last changed what the step waits for, with the step of the trace in which they did, from 0; empty where nobody did. */
  readonly since: readonly { readonly actor: string; readonly step: number; readonly variable: string }[];
  /** Who keeps the CPU, which is all that it waits for: a handler that came into it, or a task that cannot be preempted. */
  readonly keptBy?: string;
  /** Where nobody did: the variables that the step waits for, and who has a step that sets them; left out where they are not known. */
  readonly setBy?: readonly { readonly variable: string; readonly actors: readonly string[] }[];
}

/** Who does not move in the loop of a lasso, though it is not done. */
export interface Standing {
  /** An actor, or an action of the environment. */
  readonly name: string;
  /** The step that it stands at; of an action its name. */
  readonly text: string;
  /** In how many of the states of the loop it could move. */
  readonly could: 'always' | 'sometimes' | 'never';
}

/**
 * What is known of a property for every number. `proved`: it holds. `checked`: it holds for the numbers that were searched, and views
 * say nothing about such a property. `undecided`: it holds for these, and was neither proved nor refuted for the others.
 */
export type AnyNumber = 'proved' | 'checked' | 'undecided';

export interface PropertyResult {
  readonly property: string;
  readonly verdict: Verdict;
  /** Steps of the shortest counterexample; null: there is none, as where nothing `reachable` is reached. */
  readonly depth: number | null;
  /** Of a lasso: a shorter one may violate the property too, but none with fewer steps than these; left out where it is a shortest one. */
  readonly least?: number;
  /** Of a violated one: whether the check expects it. */
  readonly expected?: boolean;
  readonly trace: Trace | null;
  /** Of an open check, where no number is known that violates it. */
  readonly anyNumber?: AnyNumber;
  /** Of an open check, by constant: the smallest numbers that violate it, which its race is of. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Why it is only `checked`, or `undecided`. */
  readonly why?: string;
  /** Of an undecided one: steps of a way through views that could not be refuted, none of which is a run; left out where there is none. */
  readonly way?: readonly string[];
  /** Of a deadlock: everybody who cannot go on and may not wait for ever. */
  readonly waiting?: readonly Waiting[];
  /** Of a lasso: who does not move in its loop. */
  readonly standing?: readonly Standing[];
  /** Of a temporal property: the fairness it was judged under, as a spec writes it. */
  readonly fairness?: string;
  /** Of a lasso under fairness of everybody, which is about actors only: instances of actions that its loop could take and never takes; left out where there are none. */
  readonly untaken?: readonly UntakenAction[];
}

/** How a property reads, for reports. */
export interface PropertyText {
  readonly name: string;
  /** Left out: a property over states or steps. */
  readonly kind?: PropertyKind;
  /** The formula as written; empty for implicit properties. */
  readonly text: string;
  /** Its `///` comment on one line, or empty. */
  readonly doc: string;
  /** Of a property over paths: names of `possible` properties about what it wants to happen. */
  readonly goals?: readonly string[];
}

/** What a search left out. */
export interface Reduction {
  /** Orders of interchangeable members of which one was searched for all; 1: none. */
  readonly symmetry: number;
  /** Of steps that do not depend on each other only some orders were taken: races may be longer than the shortest ones. */
  readonly partialOrder: boolean;
  /** Where that was asked for: why it was not done; empty where it was. */
  readonly orderUnused?: string;
  /** Where symmetry was asked for: the actors and arrays whose members were interchangeable. */
  readonly interchangeable?: readonly string[];
  /** Why others were not; empty where nothing else could be. */
  readonly toldApart?: readonly string[];
  /** Steps to a state whose representative may not be the only one of its kind: they may have added states. */
  readonly approximate?: number;
  /** Where dead values were asked for: how many numbers of the state are reset where nothing depends on them. */
  readonly deadValues?: number;
}

/** What could have been done early and was not. */
export interface WindowBound {
  readonly window: number;
  /** `the window of vcpu[0] was full at gup.mmspec:12`. */
  readonly where: string;
  /** A window was full, so a wider one may show more; false: what was left out is so in every window. */
  readonly wider: boolean;
}

/** A step over several shared locations, performed as one. */
export interface IndivisibleStep {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The result of one check, as `mmspec check --json` prints it. */
export interface CheckResult {
  readonly name: string;
  readonly settings: ResultSettings;
  readonly matrix: string | null;
  readonly expectation: CheckExpectation | null;
  readonly met: boolean;
  readonly verdict: Verdict;
  readonly property: string | null;
  /** Why the expectation is not met, or why the search did not finish; empty otherwise. */
  readonly reason: string;
  readonly results: readonly PropertyResult[];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly reduction: Reduction;
  readonly seconds: number;
  /** Of an open check. States, transitions and depth are those of all numbers that were searched. */
  readonly open?: OpenAnswer;
  /** The memory model, where the check or the call names one. */
  readonly memory?: MemoryMode;
  /** The window that was searched last, under `tso` and `weak`. */
  readonly window?: number;
  /**
   * True: the check has a bound: `holds` means in the states within it, and in those that one step leads to from there.
   * A window: it was full somewhere, and a wider one may show more.
   */
  readonly bounded?: true | WindowBound;
  /** Steps over several locations that are one step here, though no machine has such; left out under `sc`, and where there are none. */
  readonly indivisible?: readonly IndivisibleStep[];
  /** What was asked for, and is not used under `tso` and `weak`: `symmetry`, `threads`; left out where nothing was. */
  readonly unused?: readonly string[];
  /** Left out: breadth-first. Depth-first, races may be longer than the shortest ones. */
  readonly search?: 'depth';
  /** Threads that searched together. */
  readonly workers: number;
  readonly memoryBytes: number;
  readonly trace: Trace | null;
}

/** The settings of the race of a property: of an open check those of the numbers that it is of, else of the first ones. */
export function settingsOfRace({ settings }: Pick<CheckResult, 'settings'>, { numbers }: Pick<PropertyResult, 'numbers'>): Settings {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, typeof value === 'object' ? (numbers?.[name] ?? value.from) : value]));
}

/** The result of one scenario, as `mmspec check --json` prints it. */
export interface ScenarioResult {
  readonly name: string;
  readonly settings: Settings;
  /** The steps as written, in order. */
  readonly steps: readonly string[];
  /** Null: a question. */
  readonly expected: 'possible' | 'impossible' | null;
  readonly found: 'possible' | 'impossible' | 'unfinished';
  readonly met: boolean;
  /** Why the search did not finish, or which step cannot follow; empty otherwise. */
  readonly reason: string;
  /** For each step that can follow the ones before it, its index in the trace; -1 for waiting and for an end, which are no steps. */
  readonly matched: readonly number[];
  /** Steps of the trace by which properties become violated, each property once; -1: in the beginning. */
  readonly violations: readonly { readonly step: number; readonly property: string }[];
  readonly states: number;
  readonly seconds: number;
  /** As of a check. */
  readonly memory?: MemoryMode;
  readonly window?: number;
  readonly bounded?: WindowBound;
  /** The shortest run with all steps, or with as many of the first ones as there can be; null where not even one. */
  readonly trace: Trace | null;
}
