import { compile } from '@mmspec/compiler';
import { boundOfPlanned } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { Settings, TransitionSystem } from '@mmspec/system';
import { CompileError } from './compile_error.ts';
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
  if (system === null) throw new CompileError(diagnostics);
  return { system, diagnostics };
}
