import { libraryText } from '@mmspec/library';
import { analyse, buildWorld, flow, ledger } from '@mmspec/semantics';
import type { Ledger, Model, WorldSettings } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { SourceFile } from '@mmspec/source';

/** Finds imports of the library. */
export function resolve(path: readonly string[]): SourceFile | null {
  const text = libraryText(path.join('.'));
  return text === null ? null : { path: `mmspec-library:/${path.join('/')}.mmspec`, text };
}

/** The model of a spec; null where the analysis finds errors. */
export function accepted(text: string): Model | null {
  const { model, diagnostics } = analyse({ path: 'spec.mmspec', text }, resolve);
  return hasErrors(diagnostics) ? null : model;
}

/** The model of a spec that the analysis accepts. */
export function modelOf(text: string): Model {
  const { model, diagnostics } = analyse({ path: 'spec.mmspec', text }, resolve);
  if (hasErrors(diagnostics)) throw new Error(diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`).join('\n'));
  return model;
}

/** The ledger of a spec under a setting. */
export function ledgerOf(model: Model, settings: WorldSettings = {}): Ledger {
  return ledger(flow(buildWorld(model, settings)));
}
