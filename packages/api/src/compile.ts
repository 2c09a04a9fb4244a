import { CompileError, systemInWindows, type WindowMode } from '@mmspec/analysis';
import { plan, withSmallNumbers } from '@mmspec/semantics';
import { compile as compileModel, compileModule } from '@mmspec/compiler';
import { hasErrors } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import type { MemoryMode, Settings, TransitionSystem, WindowSystem } from '@mmspec/system';
import { complete, refuseWindow } from './settings.ts';
import type { Spec } from './spec.ts';

/** A transition system, or null and the reasons why there is none. */
export interface CompiledSystem {
  readonly system: TransitionSystem | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The same under `tso` and `weak`. */
export interface CompiledWindowSystem extends CompiledSystem {
  readonly system: WindowSystem | null;
}

/** The memory model of a system; the order of the text where it is left out. */
export interface CompileMode {
  readonly memory?: MemoryMode | undefined;
  /** How many accesses of one actor may be under way at a time under `tso` and `weak`, 1 to 16; left out: 2, then 3, then 4, as far as the effort goes. */
  readonly window?: number | undefined;
}

/** The modules that `mmspec compile` writes, or null and the reasons why there are none. */
export interface CompiledText {
  readonly typescript: string | null;
  readonly javascript: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The transition system of a spec under these settings, and those that it declares for everything that is left out.
 * Under `tso` and `weak` all states are found here, up to a million of them (`cut` says where there are more), and a `WindowSystem` says what was left out.
 * Throws a `RangeError` for names and values that the spec does not have.
 */
export function compile(spec: Spec, settings: Settings, mode: WindowMode): CompiledWindowSystem;
export function compile(spec: Spec, settings?: Settings, mode?: CompileMode): CompiledSystem;
export function compile(spec: Spec, settings: Settings = {}, { memory = 'sc', window }: CompileMode = {}): CompiledSystem {
  if (hasErrors(spec.diagnostics)) return { system: null, diagnostics: spec.diagnostics };
  if (window !== undefined) refuseWindow(window);
  const whole = complete(spec.model, settings);
  const { system, diagnostics } = compileModel(spec.model, whole);
  if (memory === 'sc' || system === null) return { system, diagnostics };
  try {
    return { system: systemInWindows(spec.model, whole, system.properties, { memory, window }), diagnostics };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return { system: null, diagnostics: error.diagnostics };
  }
}

/** The systems of all checks of a spec, of open ones those of small numbers, as one module that exports `settings`, `checks` and `system`, with checks under tso and weak `texts` and `windowSystem` too. */
export function compileText(spec: Spec): CompiledText {
  if (hasErrors(spec.diagnostics)) return { typescript: null, javascript: null, diagnostics: spec.diagnostics };
  const { model } = spec;
  const { typescript, javascript, diagnostics } = compileModule(model, withSmallNumbers(model, plan(model).checks));
  return hasErrors(diagnostics) ? { typescript: null, javascript: null, diagnostics } : { typescript, javascript, diagnostics };
}
