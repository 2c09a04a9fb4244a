import type { CheckResult, ScenarioResult } from '@mmspec/system';
import type { RunTexts } from '../run_texts.ts';

/** A run of checks of a spec, on the texts that it began with. */
export interface Run {
  /** Grows with every run of the server: what begins later is newer. */
  readonly serial: number;
  readonly texts: RunTexts;
  /** How many cells each matrix of these texts has. */
  readonly cells: ReadonlyMap<string, number>;
  /** Names of checks, matrices and scenarios; null: all. */
  readonly names: readonly string[] | null;
  /** Seconds for each search; null: no limit. */
  readonly timeMax: number | null;
  /** Nobody asked for it: a text was saved. */
  readonly isOfSave: boolean;
  readonly controller: AbortController;
}

/** The result of a check, of a cell of a matrix, or of a scenario. */
export type OneResult = { readonly kind: 'check'; readonly result: CheckResult } | { readonly kind: 'scenario'; readonly result: ScenarioResult };

/** What was found last, and by which run. */
export type Found = OneResult & { readonly run: Run };

/** What was found, by spec. Guards that nothing older replaces something newer, and that nothing is kept of a run that was ended. */
export class KnownVerdicts {
  private readonly specs: Map<string, Map<string, Found>> = new Map();

  /** Keeps what a run found; false where that is not to be kept. */
  keep(found: Found): boolean {
    const { run, result, kind } = found;
    if (run.controller.signal.aborted) return false;
    const { path } = run.texts.main;
    const own = this.specs.get(path) ?? new Map<string, Found>();
    const key = `${kind} ${result.name}`;
    const known = own.get(key);
    if (known !== undefined && known.run.serial > run.serial) return false;
    own.set(key, found);
    this.specs.set(path, own);
    return true;
  }

  of(path: string): readonly Found[] {
    return [...(this.specs.get(path)?.values() ?? [])];
  }

  /** The specs that something is known about. */
  get paths(): readonly string[] {
    return [...this.specs.keys()];
  }

  forget(path: string): void {
    this.specs.delete(path);
  }
}

export function resultsOf(found: readonly Found[]): { readonly results: readonly CheckResult[]; readonly scenarios: readonly ScenarioResult[] } {
  return {
    results: found.flatMap((each) => (each.kind === 'check' ? [each.result] : [])),
    scenarios: found.flatMap((each) => (each.kind === 'scenario' ? [each.result] : [])),
  };
}
