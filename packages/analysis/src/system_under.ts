import { compile, type Budget } from '@mmspec/compiler';
import { boundOfPlanned } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { PlannedCheck, Settings, TransitionSystem } from '@mmspec/system';
import { CompileError } from './compile_error.ts';

/** A system that runs, and what the compiler had to say. */
export interface SystemUnder {
  readonly system: TransitionSystem;
  readonly diagnostics: readonly Diagnostic[];
}

/** The system of a model under settings, within the bound of the check where one is given. Throws a `CompileError` where there is none, and `OverBudget`. */
export function systemUnder(model: Model, settings: Settings, check?: PlannedCheck, budget?: Budget): SystemUnder {
  const { system, diagnostics } = compile(model, settings, budget, check === undefined ? null : boundOfPlanned(model, check));
  if (system === null) throw new CompileError(diagnostics);
  return { system, diagnostics };
}
