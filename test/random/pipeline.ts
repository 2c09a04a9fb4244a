import { compile } from '@mmspec/compiler';
import { interpret } from '@mmspec/interpreter';
import type { Machine } from '@mmspec/interpreter';
import { libraryText } from '@mmspec/library';
import { withStandIns, analyse, plan } from '@mmspec/semantics';
import type { Analysed, Model, Resolver } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import type { Settings, TransitionSystem } from '@mmspec/system';

/*
 * From the text of a spec to both engines.
 */

/** Imports come from the kernel library. */
export const resolveLibrary: Resolver = (path) => {
  const text = libraryText(path.join('.'));
  return text === null ? null : { path: `mmspec-library:/${path.join('/')}.mmspec`, text };
};

/** A text analysed. */
export function analysed(text: string, resolve: Resolver = resolveLibrary, path = 'spec.mmspec'): Analysed {
  return analyse({ path, text }, resolve);
}

/** The errors among diagnostics, as lines for people. */
export function errorsOf(model: Model, diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.severity === 'error')
    .map((diagnostic) => {
      const file = model.files[diagnostic.span.file];
      const at = file === undefined ? '?' : Object.values(positionAt(file, diagnostic.span.start)).join(':');
      return `${at}: ${diagnostic.code} ${diagnostic.message}`;
    });
}

/** One setting of a spec in both engines. */
export interface Engines {
  readonly model: Model;
  readonly settings: Settings;
  readonly system: TransitionSystem;
  readonly machine: Machine;
}

/** Thrown where a spec that should be fine is not. */
export class SpecError extends Error {}

/** Both engines under the settings of the first planned check. */
export function engines(text: string, compileWith: typeof compile = compile): Engines {
  const { model, diagnostics } = analysed(text);
  const errors = errorsOf(model, diagnostics);
  if (errors.length > 0) throw new SpecError(errors.join('\n'));
  const planned = plan(model);
  const [first] = withStandIns(model, planned.checks);
  if (first === undefined) throw new SpecError(`no check: ${errorsOf(model, planned.diagnostics).join('\n')}`);
  return enginesOf(model, first.settings, compileWith);
}

/** Both engines under given settings. */
export function enginesOf(model: Model, settings: Settings, compileWith: typeof compile = compile): Engines {
  const { system, diagnostics } = compileWith(model, settings);
  if (system === null) throw new SpecError(errorsOf(model, diagnostics).join('\n'));
  return { model, settings, system, machine: interpret(model, settings) };
}
