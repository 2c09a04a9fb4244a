import { turn } from '@mmspec/checker';
import { plan, standIn } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { grouped } from '@mmspec/source';
import { isOpenCheck } from '@mmspec/system';
import type {
  BehaviourChange,
  CheckResult,
  Comparison,
  PlannedCheck,
  ScenarioResult,
  Settings,
  TransitionSystem,
  Uncompared,
  VerdictChange,
} from '@mmspec/system';
import { refuseErrors } from '../compile_error.ts';
import { tracerOf } from '../drawing/tracing.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { runAll } from '../run.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { selected } from '../select.ts';
import { settingsKey } from '../settings_key.ts';
import { systemUnder } from '../system_under.ts';
import { tracedPath } from '../trace.ts';
import { unmatched } from './behaviours.ts';
import type { Limits, Unmatched } from './behaviours.ts';
import { coverageChanges, takenLabels } from './coverage.ts';
import type { Labels } from './coverage.ts';
import { labelledGraph, labelsOf } from './labelled_graph.ts';
import type { LabelledGraph } from './labelled_graph.ts';
import { ledgerChanges } from './ledger_changes.ts';
import { isWindowed } from '../windows.ts';

/** What is compared, and how far. */
export interface CompareOptions extends SearchLimits {
  /** Names of checks, of matrices or of their cells; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** Settings of all checks of the old and of the new one. */
  readonly set?: { readonly before: Settings; readonly after: Settings } | undefined;
  /** States of a graph up to which behaviours are compared; default 20,000. */
  readonly graphMax?: number | undefined;
  /** Called before the behaviours of each check are compared. */
  readonly onCheck?: ((done: number, count: number, check: string) => void) | undefined;
}

const graphMaxByDefault = 20_000;

/** What is different between two specs without errors. Throws a `CompileError` where the compiler has something against a check of one of them. */
export async function compare(before: Model, after: Model, options: CompareOptions = {}): Promise<Comparison> {
  const [old, now] = [await sideOf(before, options, options.set?.before), await sideOf(after, options, options.set?.after)];
  const shared = [...now.results.keys()].filter((name) => old.results.has(name));
  const only = (side: Side, other: Side): Comparison['added'] =>
    [...side.results.values()]
      .filter(({ name }) => !other.results.has(name))
      .map(({ name, settings, verdict, property }) => ({ name, settings, verdict, property }));
  const { equal, undecided, ...found } = await behavioursOf(old, now, shared, options);
  const different = shared.filter((name) => !equal.has(name));
  const open = different.flatMap((name) => openVerdicts(name, old.results.get(name)!, now.results.get(name)!));
  return {
    added: only(now, old),
    removed: only(old, now),
    verdicts: shared.flatMap((name) => verdictChanges(name, old.results.get(name)!, now.results.get(name)!)),
    settings: shared.flatMap((check) => {
      const [a, b] = [old.results.get(check)!.settings, now.results.get(check)!.settings];
      return settingsKey(a) === settingsKey(b) ? [] : [{ check, before: a, after: b }];
    }),
    ...found,
    undecided: [...open, ...undecided],
    coverage: shared.filter((check) => [old, now].every((side) => isEnded(side, check))).flatMap((check) => coverageChanges(check, old, now)),
    ledger: ledgerChanges(before, after, options.set),
  };
}

/** One of two specs, and what came of its checks. */
interface Side {
  readonly model: Model;
  readonly tracer: Tracer;
  readonly planned: ReadonlyMap<string, PlannedCheck>;
  readonly results: ReadonlyMap<string, CheckResult>;
  /** By check: labels that it has, and those of steps that it takes. */
  readonly labels: ReadonlyMap<string, Labels>;
}

async function sideOf(model: Model, options: CompareOptions, set: Settings = {}): Promise<Side> {
  const { checks } = options;
  const taken = new Map<TransitionSystem, Uint8Array>();
  const labels = new Map<string, Labels>();
  const { results, diagnostics } = await runAll(model, {
    ...limitsOf(options),
    checks,
    set,
    races: () => [],
    onSearch: (system, search) => void taken.set(system, search.taken),
    onResult: ({ name }, system) => {
      const own = system === null ? undefined : taken.get(system);
      if (system !== null && own !== undefined) labels.set(name, takenLabels(system, own));
    },
  });
  refuseErrors(diagnostics, model.files);
  return {
    model,
    tracer: tracerOf(() => model),
    planned: new Map(selected(model, plan(model).checks, { checks, set }).map((check) => [check.name, isOpenCheck(check) ? standIn(model, check) : check])),
    results: new Map(results.map((result) => [result.name, result])),
    labels,
  };
}

function verdictChanges(check: string, before: CheckResult, after: CheckResult): VerdictChange[] {
  const old = new Map(before.results.map((result) => [result.property, result]));
  const now = new Map(after.results.map((result) => [result.property, result]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((property) => {
    const [a, b] = [old.get(property), now.get(property)];
    // What both judge, or what only one does and finds violated.
    const isSaid = a !== undefined && b !== undefined ? a.verdict !== b.verdict : (a ?? b)?.verdict !== 'holds';
    return isSaid ? [{ check, property, before: a?.verdict ?? null, after: b?.verdict ?? null, depth: b?.depth ?? null }] : [];
  });
}

/** Properties of which neither search has a verdict: whether that is another one is not known. */
function openVerdicts(check: string, before: CheckResult, after: CheckResult): Uncompared[] {
  const openIn = ({ results }: CheckResult): readonly string[] => results.flatMap(({ property, verdict }) => (verdict === 'unfinished' ? [property] : []));
  const now = new Set(openIn(after));
  const both = openIn(before).filter((property) => now.has(property));
  const which = both.length === before.results.length ? '' : `: ${both.join(', ')}`;
  return both.length === 0 ? [] : [{ check, of: 'verdicts', reason: `neither search has ended${which}` }];
}

/** What a search that was cut off has not taken may be taken. */
const isEnded = ({ results }: Side, check: string): boolean => results.get(check)!.results.every(({ verdict }) => verdict !== 'unfinished');

interface Behaviours extends Pick<Comparison, 'behaviours' | 'labels' | 'undecided'> {
  /** Checks whose programs are the same. */
  readonly equal: ReadonlySet<string>;
}

/** Each pair of programs is compared once; equal ones need not be. */
async function behavioursOf(old: Side, now: Side, shared: readonly string[], options: CompareOptions): Promise<Behaviours> {
  const behaviours: BehaviourChange[] = [];
  const undecided: Uncompared[] = [];
  const equal = new Set<string>();
  const added = new Set<string>();
  const removed = new Set<string>();
  const known = new Set<string>();
  for (const [index, check] of shared.entries()) {
    if (options.signal?.aborted === true) {
      undecided.push({ check, of: 'behaviours', reason: 'it was cancelled' });
      continue;
    }
    options.onCheck?.(index, shared.length, check);
    if ([old, now].some(({ planned }) => isWindowed(planned.get(check)!))) {
      undecided.push({ check, of: 'behaviours', reason: 'behaviours are compared under memory sc only' });
      continue;
    }
    const [a, b] = [systemOf(old, check), systemOf(now, check)];
    const key = `${a.source?.()} ${b.source?.()}`;
    if (a.source?.() === b.source?.()) equal.add(check);
    if (equal.has(check) || known.has(key)) continue;
    known.add(key);
    const [labelsBefore, labelsAfter] = [new Set(labelsOf(a)), new Set(labelsOf(b))];
    for (const label of labelsAfter) if (label !== null && !labelsBefore.has(label)) added.add(label);
    for (const label of labelsBefore) if (label !== null && !labelsAfter.has(label)) removed.add(label);
    const labels = new Set([...labelsAfter].filter((label) => label !== null && labelsBefore.has(label)) as string[]);
    const found = await compared({ old, now, check, before: a, after: b, labels }, options);
    if (typeof found === 'string') undecided.push({ check, of: 'behaviours', reason: found });
    else behaviours.push(...found);
  }
  return { behaviours, labels: { added: [...added].sort(), removed: [...removed].sort() }, undecided, equal };
}

function systemOf({ model, planned }: Side, check: string): TransitionSystem {
  const found = planned.get(check)!;
  return systemUnder(model, found.settings, found).system;
}

interface Compared {
  readonly old: Side;
  readonly now: Side;
  readonly check: string;
  readonly before: TransitionSystem;
  readonly after: TransitionSystem;
  readonly labels: ReadonlySet<string>;
}

/** What only one of two systems can do; or why it is not known. */
async function compared({ old, now, check, before, after, labels }: Compared, options: CompareOptions): Promise<BehaviourChange[] | string> {
  const { graphMax = graphMaxByDefault } = options;
  const wait = async (): Promise<void> => {
    options.onPause?.();
    await turn();
  };
  const [a, b] = [await labelledGraph(before, graphMax, wait), await labelledGraph(after, graphMax, wait)];
  if (a === null || b === null) return `it has more than ${grouped(graphMax)} states`;
  const limits: Limits = { pairsMax: 20 * graphMax, membersMax: 100 * graphMax, turn: wait };
  const [gained, lost] = [await unmatched(b, a, labels, limits), await unmatched(a, b, labels, limits)];
  if (gained === 'not decided' || lost === 'not decided') return 'too many sets of states may be meant by a sequence of labels';
  return [
    ...(gained === null ? [] : [changeOf('newly possible', now, check, after, b, gained)]),
    ...(lost === null ? [] : [changeOf('no longer possible', old, check, before, a, lost)]),
  ];
}

function changeOf(kind: BehaviourChange['kind'], side: Side, check: string, system: TransitionSystem, graph: LabelledGraph, found: Unmatched): BehaviourChange {
  const { settings } = side.planned.get(check)!;
  const path = { states: found.states.map((state) => graph.states[state]!), actions: found.actions };
  const { trace } = tracedPath(system, path, side.tracer(settings), null);
  const run: ScenarioResult = {
    name: check,
    settings,
    steps: found.labels,
    expected: null,
    found: 'possible',
    met: true,
    reason: '',
    matched: [],
    violations: [],
    states: graph.states.length,
    seconds: 0,
    trace,
  };
  return { check, kind, steps: found.labels, run };
}
