import { hasErrors, type Diagnostic, type SourceFile } from '@mmspec/source';
import { checkRecursion } from './recursion.ts';
import { declare, withSteps } from './declare.ts';
import { withoutEchoes } from './echoes.ts';
import { gather, type Lint } from './facts.ts';
import { lints } from './lints.ts';
import { load } from './load.ts';
import { forgetful, type Remembered } from './memory.ts';
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
 * `remembered`: what is known of the text of before, where this is the next one; it is brought up to date, and so are the tables of before, which are gone.
 */
export function analyse(
  main: SourceFile,
  resolve: Resolver,
  read: Reader = parse,
  areCompiled: boolean = false,
  remembered: Remembered | null = null,
): Analysis {
  const loaded = load(main, resolve, read);
  const memory = remembered ?? forgetful;
  const declared = declare(loaded);
  remembered?.begin(loaded, declared);
  const declarations = withSteps(declared, memory);
  const empty = emptyTables(declarations, loaded.visible, memory);
  const circles = checkRecursion(declarations, memory);
  // A declaration that contains itself cannot be written out, and everything below does so.
  if (circles.length > 0) remembered?.forget();
  const tables = remembered?.tablesFor(empty) ?? empty;
  const model: Model = { ...declarations.model, meanings: tables.meanings };
  const diagnostics: Diagnostic[] = [...loaded.diagnostics, ...declarations.diagnostics];

  diagnostics.push(...circles);
  if (circles.length > 0) return { model, diagnostics: inTextOrder(diagnostics), typing: tables, tables };

  typeDeclarations(tables);
  for (const check of runsOf(model)) typeCheck(tables, check);
  for (const scenario of model.scenarios) typeScenario(tables, scenario);
  const instances = typeGenericCalls(tables);
  const facts = gather(model, tables, instances, areCompiled);
  remembered?.setSettings(JSON.stringify(facts.settings.map(({ given }) => given)));
  const run = (some: readonly Lint[]): void => {
    for (const { check } of some) diagnostics.push(...check(facts));
  };
  diagnostics.push(...tables.diagnostics);
  run(lints.filter(({ needsNoErrors }) => !needsNoErrors));
  if (!hasErrors(diagnostics)) run(lints.filter(({ needsNoErrors }) => needsNoErrors));
  return { model, diagnostics: [...withoutEchoes(inTextOrder(diagnostics), model.files, loaded.lost)], typing: tables, tables };
}

/** By file and place; the same message at the same place once. */
function inTextOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<number, Diagnostic[]>();
  const once = diagnostics.filter((diagnostic) => {
    const there = seen.get(diagnostic.span.start);
    if (there === undefined) return seen.set(diagnostic.span.start, [diagnostic]);
    return !there.some((other) => isSame(other, diagnostic)) && there.push(diagnostic);
  });
  return once.toSorted((a, b) => a.span.file - b.span.file || a.span.start - b.span.start || (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0));
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.span.file === b.span.file && a.span.end === b.span.end && a.message === b.message;
}
