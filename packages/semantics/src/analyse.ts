import { hasErrors, type Diagnostic, type SourceFile } from '@mmspec/source';
import { checkActions } from './checks/actions.ts';
import { checkAtomic } from './checks/atomic.ts';
import { checkContexts } from './checks/contexts.ts';
import { checkConstants } from './checks/not_constant.ts';
import { checkEffectPositions } from './checks/effect_position.ts';
import { checkEffort } from './checks/effort.ts';
import { checkEitherHeads } from './checks/either_heads.ts';
import { checkExpectations } from './checks/expectations.ts';
import { checkGhosts } from './checks/ghosts.ts';
import { checkInitialValues } from './checks/initial_value.ts';
import { checkJumps } from './checks/labels.ts';
import { checkLimits } from './checks/limits.ts';
import { checkValues } from './checks/values.ts';
import { checkMatrices } from './checks/matrix_size.ts';
import { checkMissingReturns } from './checks/missing_return.ts';
import { checkOwners } from './checks/owners.ts';
import { checkPropertyAtoms } from './checks/property_atoms.ts';
import { checkRanges } from './checks/out_of_range.ts';
import { checkReachability } from './checks/reachability.ts';
import { checkRecursion } from './checks/recursion.ts';
import { checkScenarios } from './checks/scenarios.ts';
import { checkSelfInActions } from './checks/self_in_action.ts';
import { checkSeveralLocations } from './checks/several_locations.ts';
import { checkSharedArguments } from './checks/shared_arguments.ts';
import { checkStepPaths } from './checks/step_path.ts';
import { checkTemporalForms } from './checks/temporal_forms.ts';
import { checkSupported } from './checks/unsupported.ts';
import { checkUnused } from './checks/unused.ts';
import { declare } from './declare.ts';
import { gather, type Check } from './facts.ts';
import { load } from './load.ts';
import { parse } from '@mmspec/syntax';
import type { Analysed, Model, Reader, Resolver } from './model.ts';
import { runsOf } from './world/settings.ts';
import { typeCheck, typeScenario } from './typing/checks.ts';
import { emptyTables } from './typing/context.ts';
import { typeDeclarations } from './typing/declarations.ts';
import { typeGenericCalls } from './typing/generic_calls.ts';

/** Laws about the text, which hold whatever the settings are. */
const textChecks: readonly Check[] = [
  checkEffectPositions,
  checkAtomic,
  checkJumps,
  checkEitherHeads,
  checkMissingReturns,
  checkGhosts,
  checkOwners,
  checkSharedArguments,
  checkSelfInActions,
  checkPropertyAtoms,
  checkStepPaths,
  checkTemporalForms,
  checkInitialValues,
  checkExpectations,
  checkSupported,
  checkConstants,
  checkContexts,
];

/** Laws about numbers, judged for each setting. They need constants that can be computed. */
const settingChecks: readonly Check[] = [checkMatrices, checkLimits, checkValues, checkEffort, checkRanges, checkScenarios];

const warnings: readonly Check[] = [checkSeveralLocations, checkActions];

/** Judged where nothing is wrong: what seems unused may be misspelt elsewhere, and control is followed through everything. */
const lastChecks: readonly Check[] = [checkUnused, checkReachability];

/**
 * Reads a spec and everything that it imports: names, types, and every law that needs no run.
 * The model is complete where there is no error, and as complete as possible elsewhere. Diagnostics are in text order.
 */
export function analyse(main: SourceFile, resolve: Resolver, read: Reader = parse): Analysed {
  const loaded = load(main, resolve, read);
  const declarations = declare(loaded);
  const tables = emptyTables(declarations, loaded.visible);
  const model: Model = { ...declarations.model, meanings: tables.meanings };
  const diagnostics: Diagnostic[] = [...loaded.diagnostics, ...declarations.diagnostics];

  const circles = checkRecursion(declarations);
  diagnostics.push(...circles);
  // A declaration that contains itself cannot be written out, and everything below does so.
  if (circles.length > 0) return { model, diagnostics: inTextOrder(diagnostics), typing: tables };

  typeDeclarations(tables);
  for (const check of runsOf(model)) typeCheck(tables, check);
  for (const scenario of model.scenarios) typeScenario(tables, scenario);
  const instances = typeGenericCalls(tables);
  const facts = gather(model, tables, instances);
  const run = (checks: readonly Check[]): void => {
    for (const check of checks) diagnostics.push(...check(facts));
  };
  diagnostics.push(...tables.diagnostics);
  run(textChecks);
  run(settingChecks);
  run(warnings);
  if (!hasErrors(diagnostics)) run(lastChecks);
  return { model, diagnostics: inTextOrder(diagnostics), typing: tables };
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
