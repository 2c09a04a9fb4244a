import { CompileError, runCheck } from '@mmspec/analysis';
import { analyse, plan, withNewStandIns } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import type { Verdict } from '@mmspec/system';
import { resolve } from '../ledger/support.ts';

/** What each check of a text says of each property, searched by itself; null: the text is no spec. */
export async function verdictsOf(file: SourceFile): Promise<{ readonly check: string; readonly property: string; readonly verdict: Verdict }[] | null> {
  const { model, diagnostics } = analyse(file, resolve);
  if (hasErrors(diagnostics)) return null;
  const found = [];
  for (const planned of withNewStandIns(model, plan(model).checks)) {
    try {
      const { results } = await runCheck(model, { ...planned, expectation: null }, { races: () => [] });
      found.push(...results.map(({ property, verdict }) => ({ check: planned.name, property, verdict })));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return null;
    }
  }
  return found;
}
