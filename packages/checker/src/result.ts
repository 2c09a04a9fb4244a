import type {
  CheckResult, Described, Plain, PlannedCheck, Property, PropertyResult, SourceSpan, Trace, TraceStep, TransitionSystem, Verdict,
} from '@mmspec/system';
import { isNamed, judge, type NamedVerdict } from './judge.ts';
import type { Path, PropertyVerdict, SearchResult } from './options.ts';
import { statementText } from './statement_text.ts';

/** A file that spans refer to. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Indices of the properties that a check judges; `ignore` and `of` have been applied. */
export function judgedProperties(planned: PlannedCheck, properties: readonly Property[]): number[] {
  const isIgnored = (property: Property): boolean => planned.ignored.some((name) => isNamed(name, property.name, property.kind));
  const isWanted = (property: Property): boolean => planned.of === null || planned.of.some((name) => isNamed(name, property.name, property.kind));
  return properties.flatMap((property, index) => (isWanted(property) && !isIgnored(property) ? [index] : []));
}

/** The result of a check as `mmspec check --json` prints it, from one search of its system. */
export function checkResult(system: TransitionSystem, planned: PlannedCheck, search: SearchResult, files: readonly SourceText[]): CheckResult {
  const judged = new Set(judgedProperties(planned, system.properties));
  const verdicts = search.results.filter((result) => judged.has(result.property));
  const named = verdicts.map((result) => namedVerdict(system, result));
  const judgement = judge(planned, named, search.finished);
  const results = verdicts.map((result) => propertyResult(system, result, files));
  const shown = results.find((result) => result.property === judgement.property);
  const open = judgement.verdict === 'unfinished' || (planned.expectation === null && !search.finished);
  return {
    name: planned.name,
    settings: planned.settings,
    matrix: planned.matrix,
    expectation: planned.expectation,
    met: judgement.met,
    verdict: judgement.verdict,
    property: judgement.property,
    reason: open ? search.reason : judgement.reason,
    results,
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    reduction: search.reduction,
    seconds: search.seconds,
    workers: 1,
    memoryBytes: search.memoryBytes,
    trace: shown?.trace ?? null,
  };
}

function namedVerdict(system: TransitionSystem, result: PropertyVerdict): NamedVerdict {
  const property = propertyOf(system, result.property);
  return { property: property.name, kind: property.kind, expectViolated: property.expectViolated, verdict: result.verdict, depth: result.depth };
}

function propertyResult(system: TransitionSystem, result: PropertyVerdict, files: readonly SourceText[]): PropertyResult {
  const property = propertyOf(system, result.property);
  return {
    property: property.name,
    verdict: result.verdict satisfies Verdict,
    depth: result.depth,
    trace: result.path === null ? null : traceOf(system, result.path, files),
  };
}

function propertyOf(system: TransitionSystem, index: number): Property {
  const property = system.properties[index];
  if (property === undefined) throw new Error(`there is no property ${index}`);
  return property;
}

/** A path as people see it: each step with the state after it and what changed. A fault ends in the state before it. */
export function traceOf(system: TransitionSystem, path: Path, files: readonly SourceText[]): Trace {
  const states = path.states.map((state) => system.describe(state));
  const initial = states[0] ?? [];
  const steps = path.actions.flatMap((action, index) => {
    const before = states[index] ?? initial;
    return action < 0 ? [] : [traceStep(system, action, before, states[index + 1] ?? before, files)];
  });
  return { initial: record(initial), steps, loop: null };
}

function traceStep(system: TransitionSystem, index: number, before: readonly Described[], after: readonly Described[], files: readonly SourceText[]): TraceStep {
  const action = system.actions[index];
  if (action === undefined) throw new Error(`there is no action ${index}`);
  const file = files[action.span.file];
  return {
    actor: system.actors[action.actor]?.name ?? null,
    action: action.environment,
    label: action.label,
    operation: action.operations,
    path: file?.path ?? '-',
    ...placeIn(file, action.span),
    text: file === undefined ? '' : statementText(file.text.slice(action.span.start, action.span.end)),
    changes: changes(before, after),
    state: record(after),
  };
}

function placeIn(file: SourceText | undefined, span: SourceSpan): { readonly line: number; readonly column: number } {
  const lines = (file?.text ?? '').slice(0, span.start).split(/\r\n|\n|\r/u);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

const record = (rows: readonly Described[]): Readonly<Record<string, Plain>> => Object.fromEntries(rows.map(({ name, value }) => [name, value]));

function changes(before: readonly Described[], after: readonly Described[]): Readonly<Record<string, readonly [Plain | null, Plain | null]>> {
  const old = new Map(before.map(({ name, value }) => [name, value]));
  const now = new Map(after.map(({ name, value }) => [name, value]));
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return Object.fromEntries(names.filter((name) => old.get(name) !== now.get(name)).map((name) => [name, [old.get(name) ?? null, now.get(name) ?? null]]));
}
