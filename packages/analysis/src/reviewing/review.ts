import { describeLedger, ledgerCodes, completeSettings, plan } from '@mmspec/semantics';
import type { Model, Resolver } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { propertyText } from '@mmspec/system';
import type { Audit, CheckResult, PropertyResult, PropertyText, Review, ReviewedClaim, Suggestions } from '@mmspec/system';
import { audit as auditOf } from '../audit/audit.ts';
import type { AuditOptions } from '../audit/audit.ts';
import { isNote } from '../codes.ts';
import { runAll } from '../run.ts';
import { suggest } from '../suggest/suggest.ts';
import type { SuggestOptions } from '../suggest/suggest.ts';
import type { RunAllOptions } from '../run.ts';
import { selected } from '../select.ts';
import { sourcePosition } from '../source_position.ts';
import { uncoveredBy } from './uncovered.ts';

/*
 * A review of a spec: its checks are run, its parts are audited, and what nobody looked at is put together.
 */

export interface ReviewOptions extends Pick<RunAllOptions, 'checks' | 'statesMax' | 'memoryMax' | 'timeMax' | 'signal' | 'onPause' | 'onCompile' | 'onBegin'> {
  /** Whether parts are taken out, as `audit` does. */
  readonly audits: boolean;
  readonly pairsMax?: number | undefined;
  /** Whether changes are looked for under which what is violated holds; with what lays a text out. */
  readonly suggests?: { readonly format: (text: string) => string } | undefined;
  readonly onTry?: SuggestOptions['onTry'];
  readonly onCheck?: ((check: string) => void) | undefined;
  readonly onPart?: AuditOptions['onPart'];
}

export interface Reviewed {
  readonly review: Review;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reviews a spec without errors; `resolve` finds its imports. */
export async function review(model: Model, resolve: Resolver, options: ReviewOptions): Promise<Reviewed> {
  const properties = new Map<string, PropertyText>();
  const drawn = new Map<string, string>();
  const planned = plan(model);
  const run = await runAll(model, {
    ...limitsOf(options),
    checks: options.checks,
    onBegin: options.onBegin,
    onProgress: ({ name }) => options.onCheck?.(name),
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
  const audit = options.audits ? await audited(model, resolve, options) : null;
  const suggestions = options.suggests === undefined ? null : await suggested(model, resolve, results, options);
  const uncovered = uncoveredBy(model, selected(planned.checks, { checks: options.checks }), results);
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
      properties: [...properties.values()].filter(({ name }) => drawn.has(name)),
      memory: [...new Set(results.map(({ memory = 'sc' }) => memory))],
      audit,
      ...(suggestions === null ? {} : { suggestions }),
      ...ledgerOf(model),
      uncovered: { ...uncovered, never: run.diagnostics.flatMap((diagnostic) => neverOf(model, diagnostic)) },
    },
    diagnostics: run.diagnostics,
  };
}

function limitsOf({ statesMax, memoryMax, timeMax, signal, onPause, onCompile }: ReviewOptions): Omit<AuditOptions, 'checks'> {
  return { statesMax, memoryMax, timeMax, signal, onPause, onCompile };
}

async function audited(model: Model, resolve: Resolver, options: ReviewOptions): Promise<Audit> {
  const { checks, pairsMax, onPart } = options;
  const found = await auditOf(model.files[0]!, resolve, { ...limitsOf(options), checks, pairsMax, onPart });
  return found.audit;
}

/** What would help, for one check of each matrix in which something is violated that nobody expected. */
async function suggested(model: Model, resolve: Resolver, results: readonly CheckResult[], options: ReviewOptions): Promise<Suggestions> {
  const broken = results.filter(({ expectation, results: all }) =>
    all.some(({ verdict, expected }) => verdict === 'violated' && (expectation === null || !expected)),
  );
  const firsts = broken.filter(({ matrix }, index) => matrix === null || broken.findIndex((other) => other.matrix === matrix) === index);
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
  return {
    ...text,
    holds: names((check, { verdict }) => verdict === 'holds' && !isStated(check)),
    violatedAsStated: names((check, { verdict, expected }) => verdict === 'violated' && check.expectation !== null && expected === true),
    violated: names((check, { verdict, expected }) => verdict === 'violated' && (check.expectation === null || expected !== true)),
    holdsAgainstStatement: names((check, { verdict }) => verdict === 'holds' && isStated(check)),
    undecided: names((_, { verdict }) => verdict === 'unfinished'),
  };
}

const ofLedger: ReadonlySet<string> = new Set(ledgerCodes.map(({ code }) => code));

function ledgerOf(model: Model): Pick<Review, 'counters' | 'ledger'> {
  const { ledger, diagnostics } = describeLedger(model, completeSettings(model, {}));
  return {
    counters: ledger.counters.map(({ counter, formula, atQuiescence }) => ({ counter, formula, atQuiescence })),
    ledger: diagnostics.filter(({ code }) => ofLedger.has(code)).map((diagnostic) => placed(model, diagnostic)),
  };
}

function placed(model: Model, { span, message }: Diagnostic): Review['ledger'][number] {
  const { path, line } = sourcePosition(model, span);
  return { path, line, message };
}

/** What the checks found out about the text of the spec itself. */
function neverOf(model: Model, diagnostic: Diagnostic): Review['ledger'][number][] {
  return isNote(diagnostic) && diagnostic.span.file === 0 ? [placed(model, diagnostic)] : [];
}
