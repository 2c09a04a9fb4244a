import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { PlannedCheck, Settings, TransitionSystem } from '@mmspec/system';
import type { SystemOf } from './run_systems.ts';
import { settingsKey } from './settings_key.ts';
import { systemUnder } from './system_under.ts';

/** The systems of a model, and what the compiler has to say about those that are used. */
export interface ToldSystems {
  /** One that is asked for twice in a row, as by scenarios, is the same. Nothing is said: it may be made before it is used. */
  readonly of: SystemOf;
  /** Says what there is to say about one that is used. */
  readonly tell: (system: TransitionSystem, settings: Settings) => void;
  /** One that is used as soon as it is made. */
  readonly told: SystemOf;
}

/** Compiles per setting; warnings are collected in `said` once each, as far as no check expects what they foretell. */
export function toldSystems(model: Model, said: Diagnostic[], checks: readonly PlannedCheck[]): ToldSystems {
  const warnings = new WeakMap<TransitionSystem, readonly Diagnostic[]>();
  let last: { readonly key: string; readonly system: TransitionSystem } | null = null;
  const of: SystemOf = (settings, budget, run) => {
    const key = `${settingsKey(settings)} ${run?.bound ?? ''}`;
    if (last?.key === key) return last.system;
    const { system, diagnostics } = systemUnder(model, settings, run, budget);
    warnings.set(system, diagnostics);
    last = { key, system };
    return system;
  };
  const tell: ToldSystems['tell'] = (system, settings) =>
    say(
      said,
      (warnings.get(system) ?? []).filter((diagnostic) => !isExpected(diagnostic, settings, checks)),
    );
  const told: SystemOf = (settings, budget, run) => {
    const system = of(settings, budget, run);
    tell(system, settings);
    return system;
  };
  return { of, tell, told };
}

/** Adds what has not been said about another setting. */
export function say(said: Diagnostic[], diagnostics: readonly Diagnostic[]): void {
  const isSame = (a: Diagnostic, b: Diagnostic): boolean => a.code === b.code && a.span.start === b.span.start && a.span.file === b.span.file;
  for (const diagnostic of diagnostics) if (!said.some((other) => isSame(other, diagnostic))) said.push(diagnostic);
}

/** Warnings that foretell what a check finds: where all checks of a setting expect the violation, there is nothing to warn of. */
const foretold: Readonly<Record<string, string>> = {
  MM0432: 'deadlock',
  MM0434: 'sleeps_in_atomic',
  MM0435: 'deadlock',
  MM0436: 'deadlock',
  MM0437: 'null_reference',
};

function isExpected({ code }: Diagnostic, settings: Settings, checks: readonly PlannedCheck[]): boolean {
  const expected = foretold[code];
  if (expected === undefined) return false;
  const key = settingsKey(settings);
  const under = checks.filter((check) => settingsKey(check.settings) === key);
  return (
    under.length > 0 && under.every(({ expectation }) => expectation?.kind === 'violates' && expectation.items.some(({ property }) => property === expected))
  );
}
