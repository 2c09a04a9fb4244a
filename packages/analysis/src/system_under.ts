import { compile } from '@mmspec/compiler';
import { boundOfPlanned } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { PlannedCheck, Settings, TransitionSystem } from '@mmspec/system';
import { CompileError, firstError } from './compile_error.ts';
import type { TimedBudget } from './limited.ts';
import type { RunOf } from './run_systems.ts';

/** A system that runs, and what the compiler had to say. */
export interface SystemUnder {
  readonly system: TransitionSystem;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The system of a model under settings, within the bound of the check where one is given; in order, whatever its memory model.
 * Throws a `CompileError` where there is none, and `OverBudget`.
 */
export function systemUnder(model: Model, settings: Settings, run?: RunOf, budget?: TimedBudget): SystemUnder {
  const { system, diagnostics } = compile(model, settings, budget, run === undefined ? null : boundOfPlanned(model, run));
  if (system === null) throw new CompileError(diagnostics, model.files);
  return { system, diagnostics };
}

/** The system of a check; why there is none, where the compiler has something against the spec under its settings. Throws `OverBudget`. */
export function systemOrError(model: Model, planned: PlannedCheck): TransitionSystem | string {
  try {
    return systemUnder(model, planned.settings, planned).system;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return firstError(error.diagnostics);
  }
}
