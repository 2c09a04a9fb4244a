import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runAll, runCheck } from '@mmspec/analysis';
import { libraryText } from '@mmspec/library';
import { analyse, plan, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { isOpenCheck } from '@mmspec/system';
import type { CheckResult, Planned, PlannedCheck } from '@mmspec/system';

/*
 * The specs of the repository, analysed and run: what the tests of the library, the examples and the reference pages share.
 */

/** The folder of the repository, with a slash at its end. */
const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** Names of the files in a folder of the repository with an ending, in alphabetical order. */
export function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(root + folder)
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** A spec that was read. */
export interface Spec {
  readonly model: Model;
  /** Errors and warnings, as lines for people: `path:line:column: CODE message`. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly planned: readonly Planned[];
  /** The same, each with one number where it is about any. */
  readonly searched: readonly PlannedCheck[];
}

/** Reads a spec; its imports are those of the library, or of what stands in its place. */
export function read(path: string, text: string = textOf(path), library: (name: string) => string | null = libraryText): Spec {
  const { model, diagnostics } = analyse({ path, text }, (parts) => {
    const found = library(parts.join('.'));
    return found === null ? null : { path: `mmspec-library:/${parts.join('/')}.mmspec`, text: found };
  });
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  const { checks, diagnostics: later } = isWrong ? { checks: [], diagnostics: [] } : plan(model);
  const lines = (severity: Diagnostic['severity']): string[] =>
    [...diagnostics, ...later].filter((diagnostic) => diagnostic.severity === severity).map((diagnostic) => lineOf(model, diagnostic));
  return { model, errors: lines('error'), warnings: lines('warning'), planned: checks, searched: withStandIns(model, checks) };
}

function lineOf(model: Model, { span, code, message }: Diagnostic): string {
  const file = model.files[span.file];
  if (file === undefined) return `${code} ${message}`;
  const { line, column } = positionAt(file, span.start);
  return `${file.path}:${line}:${column}: ${code} ${message}`;
}

/** Runs one check, over all its states; one for any number as it is. */
export async function runPlanned(spec: Spec, planned: Planned): Promise<CheckResult> {
  const statesMax = 2_000_000;
  if (!isOpenCheck(planned)) return runCheck(spec.model, planned, { statesMax, reduction: false });
  const { results } = await runAll(spec.model, { statesMax, plan: { checks: [planned], diagnostics: [] } });
  return results[0]!;
}

/** What a person reads where a check is not met. */
export function verdicts(result: CheckResult): string {
  const violated = result.results.filter(({ verdict }) => verdict === 'violated').map(({ property, depth }) => `${property} at ${depth}`);
  return `${result.name}: ${result.reason || result.verdict}; violated: ${violated.join(', ') || 'nothing'}; ${result.states} states`;
}
