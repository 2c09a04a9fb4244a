import { completeSettings, describeLedger, isOfLedger } from '@mmspec/semantics';
import type { DescribedHoldings, Model } from '@mmspec/semantics';
import type { Settings, TextChange } from '@mmspec/system';

/*
 * What is different between the ledgers of two specs.
 */

/** What counters are equal to, who holds what where, and paths that do not add up, under the declared settings and these. */
export function ledgerChanges(before: Model, after: Model, set: { readonly before: Settings; readonly after: Settings } | undefined): TextChange[] {
  const [old, now] = [linesOf(before, set?.before), linesOf(after, set?.after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((what) => {
    const [a, b] = [old.get(what) ?? '', now.get(what) ?? ''];
    return a === b ? [] : [{ what, before: a, after: b }];
  });
}

/** By what they are about. */
function linesOf(model: Model, given: Settings = {}): ReadonlyMap<string, string> {
  const { ledger, diagnostics } = describeLedger(model, completeSettings(model, given));
  const problems = diagnostics.filter(isOfLedger).map(({ message }) => message);
  return new Map([
    ...ledger.counters.map(({ counter, formula, atQuiescence }) => [`${counter} =`, `${formula}; at quiescence ${atQuiescence}`] as const),
    ...ledger.actors.map(({ name, rows }) => [`${name} holds`, rows.map(rowText).join('; ')] as const),
    ...problems.map((message) => [`${message} `, 'found'] as const),
  ]);
}

function rowText({ places, holds }: DescribedHoldings): string {
  const held = holds.map(({ text, count, plus }) => `${plus === undefined ? count : count === 0 ? plus : `${plus} + ${count}`} on ${text}`);
  return `${held.join(', ')} at ${places.join(', ')}`;
}
