import { describeLedger, isOfLedger, completeSettings, plan, withStandIns } from '@mmspec/semantics';
import type { Model, Resolver } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { isUnanswered, propertyText } from '@mmspec/system';
import type { Audit, CheckResult, Coverage, PlannedCheck, PropertyResult, PropertyText, Review, ReviewedClaim, Suggestions } from '@mmspec/system';
import { audit as auditOf } from '../audit/audit.ts';
import type { AuditOptions } from '../audit/audit.ts';
import { coverageCodes, isNote, untestedCode } from '../codes.ts';
import { split as splitOf } from '../audit/split.ts';
import type { SplitOptions } from '../audit/split.ts';
import { runAll } from '../run.ts';
import type { Run } from '../run.ts';
import { exercisedBy } from '../vacuity/coverage.ts';
import { StepCounts } from '../vacuity/step_counts.ts';
import { suggest } from '../fences/suggest.ts';
import type { SuggestOptions } from '../suggest/suggest.ts';
import type { RunAllOptions } from '../run.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { selected } from '../select.ts';
import { sourcePosition } from '../source_position.ts';
import { uncoveredBy } from './uncovered.ts';

/*
 * A review of a spec: its checks are run, its parts are audited, and what nobody looked at is put together.
 */

/** What a review runs, and how far. */
export interface ReviewOptions extends SearchLimits, Pick<RunAllOptions, 'checks' | 'onBegin'> {
  /** Whether parts are taken out, as `audit` does. */
  readonly audits: boolean;
  readonly pairsMax?: number | undefined;
  /** Those who help with parts, as `AuditOptions` has it. */
  readonly helpers?: AuditOptions['helpers'];
  /** Whether steps are taken as their parts, as `audit --split` does; default false. */
  readonly splits?: boolean | undefined;
  /** Whether changes are looked for under which what is violated holds; with what lays a text out. */
  readonly suggests?: { readonly format: (text: string) => string } | undefined;
  readonly onTry?: SuggestOptions['onTry'];
  readonly onCheck?: ((check: string) => void) | undefined;
  readonly onPart?: AuditOptions['onPart'];
  readonly onPlace?: SplitOptions['onPlace'];
}

/** A review, and what there is to say about the text of its spec. */
export interface Reviewed {
  readonly review: Review;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reviews a spec without errors; `resolve` finds its imports. */
export async function review(model: Model, resolve: Resolver, options: ReviewOptions): Promise<Reviewed> {
  const properties = new Map<string, PropertyText>();
  const drawn = new Map<string, string>();
  const planned = plan(model);
  const listed = selected(model, planned.checks, { checks: options.checks });
  const wanted = withStandIns(model, listed);
  const steps = new StepCounts(model);
  const run = await runAll(model, {
    ...limitsOf(options),
    checks: options.checks,
    onBegin: options.onBegin,
    onProgress: ({ name }) => options.onCheck?.(name),
    countSteps: true,
    onSearch: (system, search) => steps.add(system, search),
    onResult: (_, system) => {
      for (const property of system?.properties ?? []) properties.set(property.name, propertyText(property));
    },
    // One race of each property: that of the first check that nobody expected to violate it.
    races: ({ name, expectation }, violated) => {
      const unexpected = violated.filter(({ expected }) => expectation === null || !expected).map(({ property }) => property);
      for (const property of unexpected) if (!drawn.has(property)) drawn.set(property, name);
      return unexpected.filter((property) => drawn.get(property) === name);
    },
  });
  const { results, scenarios } = run;
  // What the compiler refuses under one check is said once; the others are looked at all the same.
  const errors = run.diagnostics.filter(({ severity }) => severity === 'error');
  const names = errors.length === 0 ? options.checks : results.map(({ name }) => name);
  const audit = options.audits && (errors.length === 0 || results.length > 0) ? await audited(model, resolve, { ...options, checks: names }) : null;
  const suggestions = options.suggests === undefined ? null : await suggested(model, resolve, results, options);
  const split = options.splits === true ? await splitOf(model.files[0]!, resolve, { ...limitsOf(options), checks: names, onPlace: options.onPlace }) : null;
  const coverage = coverageOf(model, wanted, run, steps);
  const uncovered = uncoveredBy(model, listed, results);
  return {
    review: {
      module: model.name,
      doc: docOf(model),
      claims: model.properties.flatMap(({ name, declaration }) => {
        const text = properties.get(name) ?? { name, text: textOf(model.files[declaration.span.file]!, declaration.body.span), doc: declaration.doc.join(' ') };
        return [claimOf(text, results)];
      }),
      defaults: completeSettings(model, {}),
      checks: results,
      scenarios,
      errors: errors.map((diagnostic) => placed(model, diagnostic)),
      unchecked: errors.length === 0 ? [] : listed.map(({ name }) => name).filter((name) => !results.some((result) => result.name === name)),
      properties: [...properties.values()].filter(({ name }) => drawn.has(name)),
      memory: [...new Set(results.map(({ memory = 'sc' }) => memory))],
      audit,
      coverage,
      ...(split === null ? {} : { split }),
      ...(suggestions === null ? {} : { suggestions }),
      ...ledgerOf(model),
      uncovered: { ...uncovered, never: run.diagnostics.flatMap((diagnostic) => neverOf(model, diagnostic, coverage !== null)) },
    },
    diagnostics: run.diagnostics,
  };
}

async function audited(model: Model, resolve: Resolver, options: ReviewOptions): Promise<Audit> {
  const { checks, pairsMax, helpers, onPart } = options;
  const found = await auditOf(model.files[0]!, resolve, { ...limitsOf(options), checks, onlyMet: true, pairsMax, helpers, onPart });
  return found.audit;
}

/** What would help, for one check of each matrix and memory model in which something is violated that nobody expected. */
async function suggested(model: Model, resolve: Resolver, results: readonly CheckResult[], options: ReviewOptions): Promise<Suggestions> {
  const broken = results.filter(({ expectation, results: all }) =>
    all.some(({ verdict, expected }) => verdict === 'violated' && (expectation === null || !expected)),
  );
  const isAlike = (a: CheckResult, b: CheckResult): boolean => a.matrix === b.matrix && a.memory === b.memory;
  const firsts = broken.filter((check, index) => check.matrix === null || broken.findIndex((other) => isAlike(other, check)) === index);
  if (firsts.length === 0) return { checks: [], states: 0, seconds: 0 };
  const { suggests, onTry } = options;
  return suggest(model.files[0]!, resolve, { ...limitsOf(options), checks: firsts.map(({ name }) => name), format: suggests?.format, onTry });
}

/** The first paragraph of the comment above `module`. */
function docOf(model: Model): string {
  const [file] = model.files;
  const head = file?.text.split(/^module\b/mu, 1)[0] ?? '';
  const lines = head.split('\n').flatMap((line) => /^\s*\/\/\/? ?(.*)$/u.exec(line)?.[1] ?? []);
  const end = lines.findIndex((line) => line.trim() === '');
  return lines
    .slice(0, end < 0 ? undefined : end)
    .join(' ')
    .trim();
}

function claimOf(text: PropertyText, results: readonly CheckResult[]): ReviewedClaim {
  const judged = results.flatMap((check) => check.results.filter(({ property }) => property === text.name).map((result) => ({ check, result })));
  const names = (isSo: (check: CheckResult, result: PropertyResult) => boolean): string[] =>
    judged.filter(({ check, result }) => isSo(check, result)).map(({ check }) => check.name);
  const isStated = (check: CheckResult): boolean => check.expectation?.items.some(({ property }) => property === text.name) === true;
  const checked = names((_, { anyNumber }) => anyNumber === 'checked');
  return {
    ...text,
    holds: names((check, { verdict }) => verdict === 'holds' && !isStated(check)),
    violatedAsStated: names((check, { verdict, expected }) => verdict === 'violated' && check.expectation !== null && expected === true),
    violated: names((check, { verdict, expected }) => verdict === 'violated' && (check.expectation === null || expected !== true)),
    holdsAgainstStatement: names((check, { verdict }) => verdict === 'holds' && isStated(check)),
    undecided: names((_, result) => isUnanswered(result)),
    ...(checked.length === 0 ? {} : { checked }),
  };
}

function ledgerOf(model: Model): Pick<Review, 'counters' | 'ledger'> {
  const { ledger, diagnostics } = describeLedger(model, completeSettings(model, {}));
  return {
    counters: ledger.counters.map(({ counter, formula, atQuiescence }) => ({ counter, formula, atQuiescence })),
    ledger: diagnostics.filter(isOfLedger).map((diagnostic) => placed(model, diagnostic)),
  };
}

function placed(model: Model, { span, message }: Diagnostic): Review['ledger'][number] {
  const { path, line } = sourcePosition(model, span);
  return { path, line, message };
}

/** What all checks exercise; null where not all of them were searched to their ends, or only some were asked for. */
function coverageOf(model: Model, checks: readonly PlannedCheck[], { results, diagnostics, isWhole }: Run, steps: StepCounts): Coverage | null {
  if (!isWhole || results.length === 0) return null;
  const untested = diagnostics.filter(({ code }) => code === untestedCode);
  return { ...exercisedBy(model, checks, results, steps, untested), seconds: results.reduce((sum, { seconds }) => sum + seconds, 0) };
}

/** What the checks found out about the text of the spec itself, but for what coverage says. */
function neverOf(model: Model, diagnostic: Diagnostic, isCovered: boolean): Review['ledger'][number][] {
  if (isCovered && coverageCodes.has(diagnostic.code)) return [];
  return isNote(diagnostic) && diagnostic.span.file === 0 ? [placed(model, diagnostic)] : [];
}
