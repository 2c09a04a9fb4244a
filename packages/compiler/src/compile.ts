import type { Diagnostic } from '@mmspec/source';
import type { Model } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import type { Settings, TransitionSystem } from '@mmspec/system';
import { noBudget, spend, type Budget } from './lower/budget.ts';
import { emit } from './emit/emit.ts';
import { load } from './emit/load.ts';
import { lower } from './lower.ts';
import { dependenciesOf } from './reductions/partial_order/dependencies.ts';
import { asksEnabled, emitPacked } from './emit/packed/emit_packed.ts';

/** A running system, or null and the reasons why there is none. */
export interface Compiled {
  readonly system: TransitionSystem | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** From a model without errors to a system that runs: lower, emit, load. Throws `OverBudget`. */
export function compile(model: Model, settings: Settings, budget: Budget = noBudget(), bound: Expression | null = null): Compiled {
  const { program, families, deadValues, sharing, withoutDependencies, diagnostics } = lower(model, settings, budget, bound);
  if (program === null) return { system: null, diagnostics };
  const text = emit(program, 'javascript');
  spend(budget, 2 * text.length);
  return {
    system: {
      ...load(text),
      source: () => text,
      ...(program.bound !== null && asksEnabled(program.bound) ? {} : { packedSteps: (layout) => emitPacked(program, layout) }),
      symmetry: families,
      deadValues,
      // Persistent sets know nothing of who has a CPU: each step of an actor on one depends on where the others of that CPU stand.
      ...(withoutDependencies === null && program.bound === null
        ? { dependencies: () => dependenciesOf(program) }
        : { withoutDependencies: withoutDependencies ?? 'the check has a bound' }),
      ...(sharing === null ? {} : { withoutSymmetry: sharing.map((name) => `${name} shares a CPU`) }),
    },
    diagnostics,
  };
}
