import { runCheck, suggest, type SuggestOptions } from '@mmspec/analysis';
import { formatSpec, UnformattableError } from '@mmspec/format';
import { analyse, plan, withStandIns } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import type { CheckResult, SuggestedEdit, Suggestion, Suggestions, SuggestionsOfCheck } from '@mmspec/system';
import { expect } from 'vitest';
import { fileOf } from '../audit/specs.ts';
import { resolve } from '../ledger/support.ts';
import type { Fix } from './fixes.ts';

/** Asks what is missing in a text. */
export function suggestions(file: SourceFile, options: SuggestOptions = {}): Promise<Suggestions> {
  return suggest(file, resolve, { format: formatted, ...options });
}

function formatted(text: string): string {
  try {
    return formatSpec(text);
  } catch (error) {
    if (!(error instanceof UnformattableError)) throw error;
    return text;
  }
}

/** The text after the edits of a suggestion, as an editor makes them. */
function edited(text: string, edits: readonly SuggestedEdit[]): string {
  const lines = text.split('\n');
  for (const { from, to, removed, added } of edits.toReversed()) {
    expect(lines.slice(from - 1, to - 1)).toEqual(removed);
    lines.splice(from - 1, to - from, ...added);
  }
  return lines.join('\n');
}

async function checked(file: SourceFile, check: string): Promise<CheckResult> {
  const { model, diagnostics } = analyse(file, resolve);
  expect(hasErrors(diagnostics), file.text).toBe(false);
  const planned = withStandIns(model, plan(model).checks).find(({ name }) => name === check)!;
  return runCheck(model, { ...planned, expectation: null }, { races: () => [] });
}

const violatedIn = ({ results }: CheckResult): Set<string> => new Set(results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property));

/** A separate check of the text with the changes: what was wanted holds, and nothing is violated that was not. */
export async function verify(file: SourceFile, { check, wanted }: SuggestionsOfCheck, { edits }: Suggestion): Promise<void> {
  const before = violatedIn(await checked(file, check));
  const after = await checked({ ...file, text: edited(file.text, edits) }, check);
  expect(after.results.filter(({ verdict }) => verdict === 'unfinished')).toEqual([]);
  const violated = violatedIn(after);
  expect(wanted.filter((name) => violated.has(name))).toEqual([]);
  expect([...violated].filter((name) => !before.has(name))).toEqual([]);
}

/** States that are searched for a row: what is not found by then takes a search too long for a test. */
const statesInAll = 3_000_000;

/** At which place the fix of the kernel is among what is suggested, from 1 on; 0: at none. Each suggestion is verified. */
export async function rankOf({ spec, check, of, fix }: Fix): Promise<number> {
  const file = fileOf(spec);
  const found = (await suggestions(file, { checks: [check], properties: of, statesInAll })).checks[0]!;
  expect(found.reason).toBe('');
  for (const suggestion of found.suggestions) await verify(file, found, suggestion);
  return (
    1 +
    found.suggestions.findIndex(({ changes }) => changes.length === 1 && changes.some(({ name, also }) => [name, ...also].some((each) => fix.includes(each))))
  );
}
