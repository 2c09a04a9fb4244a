import { hasErrors, type Diagnostic, type SourceFile } from '@mmspec/source';
import { checkRecursion } from './recursion.ts';
import { declare } from './declare.ts';
import { withoutEchoes } from './echoes.ts';
import { gather, type Lint } from './facts.ts';
import { lints } from './lints.ts';
import { load } from './load.ts';
import { parse } from '@mmspec/syntax';
import type { Analysed, Model, Reader, Resolver } from './model.ts';
import { runsOf } from './world/settings.ts';
import { typeCheck, typeScenario } from './typing/checks.ts';
import { emptyTables, type Tables } from './typing/context.ts';
import { typeDeclarations } from './typing/declarations.ts';
import { typeGenericCalls } from './typing/generic_calls.ts';

/** What was analysed, with the tables by which more text can be typed (`ask`). */
export interface Analysis extends Analysed {
  readonly tables: Tables;
}

/**
 * Reads a spec and everything that it imports: names, types, and every law that needs no run.
 * The model is complete where there is no error, and as complete as possible elsewhere. Diagnostics are in text order.
 * `areCompiled`: each check is compiled after this, so mistakes that control makes under one setting need not all be found here.
 */
export function analyse(main: SourceFile, resolve: Resolver, read: Reader = parse, areCompiled: boolean = false): Analysis {
  const loaded = load(main, resolve, read);
  const declarations = declare(loaded);
  const tables = emptyTables(declarations, loaded.visible);
  const model: Model = { ...declarations.model, meanings: tables.meanings };
  const diagnostics: Diagnostic[] = [...loaded.diagnostics, ...declarations.diagnostics];

  const circles = checkRecursion(declarations);
  diagnostics.push(...circles);
  // A declaration that contains itself cannot be written out, and everything below does so.
  if (circles.length > 0) return { model, diagnostics: inTextOrder(diagnostics), typing: tables, tables };

  typeDeclarations(tables);
  for (const check of runsOf(model)) typeCheck(tables, check);
  for (const scenario of model.scenarios) typeScenario(tables, scenario);
  const instances = typeGenericCalls(tables);
  const facts = gather(model, tables, instances, areCompiled);
  const run = (some: readonly Lint[]): void => {
    for (const { check } of some) diagnostics.push(...check(facts));
  };
  diagnostics.push(...tables.diagnostics);
  run(lints.filter(({ needsNoErrors }) => !needsNoErrors));
  if (!hasErrors(diagnostics)) run(lints.filter(({ needsNoErrors }) => needsNoErrors));
  return { model, diagnostics: inTextOrder(withoutEchoes(diagnostics, model.files, loaded.lost)), typing: tables, tables };
}

/** By file and place; the same message at the same place once. */
function inTextOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  const once = diagnostics.filter(({ code, span, message }) => {
    const key = `${code} ${span.file} ${span.start} ${span.end} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  return once.toSorted((a, b) => a.span.file - b.span.file || a.span.start - b.span.start || (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0));
}
