import type { SourceFile } from '@mmspec/source';
import { declare } from './declare.ts';
import { load } from './load.ts';
import type { Analysed, Model, Resolver } from './model.ts';
import { typeCheck } from './typing/checks.ts';
import type { Tables } from './typing/context.ts';
import { typeDeclarations } from './typing/declarations.ts';
import { typeGenericCalls } from './typing/generic_calls.ts';

/**
 * Reads a spec and everything that it imports: names, types, and every rule that needs no run.
 * The model is complete where there is no error, and as complete as possible elsewhere.
 */
export function analyse(main: SourceFile, resolve: Resolver): Analysed {
  const loaded = load(main, resolve);
  const declarations = declare(loaded);
  const tables: Tables = {
    declarations,
    visible: loaded.visible,
    meanings: new Map(), kinds: new Map(), fields: new Map(), locals: new Map(), variables: new Map(), constants: new Map(), defines: new Map(),
    actorScopes: new Map(), genericCalls: [], diagnostics: [],
  };
  const model: Model = { ...declarations.model, meanings: tables.meanings };
  typeDeclarations(tables);
  for (const check of model.checks) typeCheck(tables, check);
  typeGenericCalls(tables);
  return { model, diagnostics: [...loaded.diagnostics, ...declarations.diagnostics, ...tables.diagnostics] };
}
