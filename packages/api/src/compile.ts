import { plan, withSmallNumbers } from '@mmspec/semantics';
import { compile as compileModel, compileModule } from '@mmspec/compiler';
import { hasErrors } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import type { Settings, TransitionSystem } from '@mmspec/system';
import { complete } from './settings.ts';
import type { Spec } from './spec.ts';

/** A transition system, or null and the reasons why there is none. */
export interface CompiledSystem {
  readonly system: TransitionSystem | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The modules that `mmspec compile` writes, or null and the reasons why there are none. */
export interface CompiledText {
  readonly typescript: string | null;
  readonly javascript: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The transition system of a spec under these settings, and those that it declares for everything that is left out.
 * Throws a `RangeError` for names and values that the spec does not have.
 */
export function compile(spec: Spec, settings: Settings = {}): CompiledSystem {
  if (hasErrors(spec.diagnostics)) return { system: null, diagnostics: spec.diagnostics };
  return compileModel(spec.model, complete(spec.model, settings));
}

/** The systems of all checks of a spec, of open ones those of small numbers, as one module that exports `settings`, `checks` and `system`. */
export function compileText(spec: Spec): CompiledText {
  if (hasErrors(spec.diagnostics)) return { typescript: null, javascript: null, diagnostics: spec.diagnostics };
  const { model } = spec;
  const { typescript, javascript, diagnostics } = compileModule(model, withSmallNumbers(model, plan(model).checks));
  return hasErrors(diagnostics) ? { typescript: null, javascript: null, diagnostics } : { typescript, javascript, diagnostics };
}
