import { certificateOf, explained } from '@mmspec/parametric';
import { completeSettings } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { AnyNumberResult, CheckResult, ExplainedSeveral, PlannedCheck, SeveralNumbersResult, Settings, ViewCertificate } from '@mmspec/system';
import { decide, inOrder, isAll, isWhole, numbersOf, viewsIn, viewsOf } from './decided_for_any.ts';
import type { DecidedForAny, Fixed } from './decided_for_any.ts';
import { runCheck } from './run.ts';
import type { RunOptions } from './run_systems.ts';

/*
 * A check for every number of instances, of one family or of several: small numbers are searched, and decide everything about themselves;
 * from some number on views decide what they can.
 */

export interface ForAnyRunOptions extends RunOptions {
  /** Called with the views that prove something, as data. */
  readonly onProofs?: ((proofs: readonly ViewCertificate[]) => void) | undefined;
  /** Whether the answer has the views too. */
  readonly explain?: boolean | undefined;
}

/**
 * Judges a check of a model without errors for every value of a constant that its range begins with, and all above. Throws a
 * `CompileError` where it does not compile.
 */
export async function runForAny(model: Model, planned: PlannedCheck, constant: string, options: ForAnyRunOptions = {}): Promise<AnyNumberResult> {
  const decided = await decidedFor(model, planned, [constant], options);
  const [{ said }] = decided.covered;
  const explanations = proofsOf(planned, [constant], decided, options).map(({ families: [family], properties, size, states }) => ({
    properties,
    from: family!.from,
    size,
    family: family!.family,
    states,
  }));
  const result: AnyNumberResult = {
    name: nameForAny(planned, constant),
    settings: settingsWithout(planned, [constant]),
    constant,
    family: said.families[0] ?? '',
    from: said.froms[0]!,
    ...viewsIn(decided.covered[0]),
    searched: inOrder(decided.results).flatMap(({ at, result: found }) => (isWhole(found) ? at : [])),
    properties: decided.properties.map(({ property, answer, reason, numbers, ...more }) => ({
      property,
      answer,
      reason,
      ...(numbers === undefined ? {} : { number: numbers[0]! }),
      ...more,
    })),
    ...judged(planned, [constant], decided),
  };
  return options.explain === true ? { ...result, explained: explanations } : result;
}

/** The same for all numbers that several constants can have, each the number of instances of a family of its own. */
export async function runForSeveral(
  model: Model,
  planned: PlannedCheck,
  constants: readonly string[],
  options: ForAnyRunOptions = {},
): Promise<SeveralNumbersResult> {
  const decided = await decidedFor(model, planned, constants, options);
  const explanations = proofsOf(planned, constants, decided, options);
  const properties = decided.properties.map((each) => {
    const { trace: _, ...property } = each;
    return property;
  });
  return {
    name: nameForAny(planned, ...constants),
    settings: settingsWithout(planned, constants),
    constants,
    families: decided.covered[0].said.families,
    views: properties.some(({ answer }) => answer === 'proved') ? decided.covered.map(viewsOf) : [],
    searched: decided.results.flatMap(({ at, result }) => (isWhole(result) ? [at] : [])),
    properties,
    ...judged(planned, constants, decided),
    ...(options.explain === true ? { explained: explanations } : {}),
  };
}

/** Hands over the views by which something is proved, and gives them for people, where somebody asks for them. */
function proofsOf(
  planned: PlannedCheck,
  constants: readonly string[],
  { covered }: DecidedForAny,
  { onProofs, explain }: ForAnyRunOptions,
): readonly ExplainedSeveral[] {
  if (onProofs === undefined && explain !== true) return [];
  const name = nameForAny(planned, ...constants);
  const proofs = covered.flatMap(({ said, settings, fixed }) =>
    said.proofs.map((proof) => ({ proof, certificate: certificateOf(said, proof, name, settings, fixed) })),
  );
  onProofs?.(proofs.map(({ certificate }) => certificate));
  return explain === true ? proofs.map(({ proof, certificate }) => explained(proof, certificate)) : [];
}

/** What small numbers and views say of a check for all numbers that these constants can have. */
function decidedFor(model: Model, planned: PlannedCheck, constants: readonly string[], options: RunOptions): Promise<DecidedForAny> {
  const settingsAt = (fixed: Fixed): Settings => settingsWith(model, planned, constants, fixed);
  const asked = {
    constants,
    least: constants.map((constant) => numbersOf(model, constant)[0] ?? 1),
    settingsWith: (fixed: Fixed) => (Object.keys(fixed).length === 0 ? planned.settings : settingsAt(fixed)),
    own: ownNumbers(planned, constants),
    isAll: isAll(planned),
  };
  const search = (at: readonly number[]): Promise<CheckResult> => {
    const fixed = Object.fromEntries(constants.map((constant, index) => [constant, at[index]!]));
    return runCheck(model, { ...planned, settings: settingsAt(fixed) }, options);
  };
  return decide(model, asked, search, options);
}

/** The settings of a check where constants have other numbers: what follows from them has other values too. */
export function settingsWith(model: Model, { settings }: PlannedCheck, constants: readonly string[], fixed: Fixed): Settings {
  const given = constants.reduce((all, constant) => withoutFollowing(model, all, constant), settings);
  return completeSettings(model, { ...given, ...fixed });
}

/** The numbers that a check has for the constants; null: not for all of them. */
function ownNumbers({ settings }: PlannedCheck, constants: readonly string[]): readonly number[] | null {
  const own = constants.map((constant) => settings[constant]).filter((number) => typeof number === 'number');
  return own.length === constants.length ? own : null;
}

function settingsWithout({ settings }: PlannedCheck, constants: readonly string[]): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !constants.includes(name)));
}

/** Whether it says what the check expects, and the seconds that it took. */
function judged(
  planned: PlannedCheck,
  constants: readonly string[],
  { results, properties, viewSeconds }: DecidedForAny,
): Pick<AnyNumberResult, 'met' | 'searchSeconds' | 'viewSeconds'> {
  const own = ownNumbers(planned, constants)?.join();
  const ofOwn = results.find(({ at }) => at.join() === own)?.result;
  const isExpected = properties.every(({ answer, expected }) => answer !== 'violated' || expected === true);
  // A search that did not finish says nothing against the check, where something is not decided for that.
  const isOpen = ofOwn?.verdict === 'unfinished' && properties.some(({ answer }) => answer === 'undecided');
  return {
    met: planned.expectation === null ? null : isExpected && (ofOwn?.met !== false || isOpen),
    searchSeconds: results.reduce((sum, { result }) => sum + result.seconds, 0),
    viewSeconds,
  };
}

/** Settings without a constant and what follows from it by its declaration: with another number that has another value. */
function withoutFollowing(model: Model, settings: Settings, constant: string): Settings {
  const { [constant]: own, ...others } = settings;
  if (typeof own !== 'number') return others;
  const next = completeSettings(model, { [constant]: own + 1 });
  const now = completeSettings(model, { [constant]: own });
  const depends = (name: string): boolean => next[name] !== now[name];
  const fixed = Object.fromEntries(Object.entries(others).filter(([name]) => !depends(name)));
  const follows = completeSettings(model, { ...fixed, [constant]: own });
  return Object.fromEntries(Object.entries(others).filter(([name, value]) => !depends(name) || follows[name] !== value));
}

/** The name of a check, or of a cell without the axes of constants. */
export function nameForAny({ name, matrix }: PlannedCheck, ...constants: readonly string[]): string {
  if (matrix === null) return name;
  const axes = name
    .slice(matrix.length + 1, -1)
    .split(',')
    .filter((axis) => !constants.some((constant) => axis.startsWith(`${constant}=`)));
  return axes.length === 0 ? matrix : `${matrix}[${axes.join(',')}]`;
}
