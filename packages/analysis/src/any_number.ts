import { certificateOf, explained } from '@mmspec/parametric';
import { completeSettings } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { AnyNumberResult, PlannedCheck, Settings, ViewCertificate } from '@mmspec/system';
import { decide, isAll, isWhole, numbersOf } from './decided_for_any.ts';
import type { AskedForAny, DecidedForAny } from './decided_for_any.ts';
import { runCheck } from './run.ts';
import type { RunOptions } from './run_systems.ts';

/*
 * A check for every number of instances: small numbers are searched, and decide everything about themselves; from some number on
 * views decide what they can.
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
  const declared = numbersOf(model, constant);
  const least = declared[0] ?? 1;
  const own = planned.settings[constant];
  const asked = { constant, least, settings: planned.settings, own: typeof own === 'number' ? own : null, isAll: isAll(planned) };
  const given = withoutFollowing(model, planned.settings, constant);
  const search = (number: number): ReturnType<typeof runCheck> =>
    runCheck(model, { ...planned, settings: completeSettings(model, { ...given, [constant]: number }) }, options);
  const decided = await decide(model, asked, search, options);
  const { forAny } = decided;
  const isAsked = options.onProofs !== undefined || options.explain === true;
  const certificates = isAsked ? forAny.proofs.map((proof) => certificateOf(forAny, proof, nameForAny(planned, constant), planned.settings)) : [];
  options.onProofs?.(certificates);
  const result = put(planned, asked, decided);
  return options.explain === true ? { ...result, explained: forAny.proofs.map((proof, at) => explained(proof, certificates[at]!)) } : result;
}

/** Settings without a constant and what follows from it by its declaration: with another number that has another value. */
export function withoutFollowing(model: Model, settings: Settings, constant: string): Settings {
  const { [constant]: own, ...others } = settings;
  if (typeof own !== 'number') return others;
  const next = completeSettings(model, { [constant]: own + 1 });
  const now = completeSettings(model, { [constant]: own });
  const depends = (name: string): boolean => next[name] !== now[name];
  const fixed = Object.fromEntries(Object.entries(others).filter(([name]) => !depends(name)));
  const follows = completeSettings(model, { ...fixed, [constant]: own });
  return Object.fromEntries(Object.entries(others).filter(([name, value]) => !depends(name) || follows[name] !== value));
}

function put(planned: PlannedCheck, { constant, own }: AskedForAny, { results, forAny, properties, viewSeconds }: DecidedForAny): AnyNumberResult {
  const numbers = [...results.keys()].toSorted((one, other) => one - other);
  const { [constant]: _, ...settings } = planned.settings;
  const ofOwn = own === null ? undefined : results.get(own);
  const isExpected = properties.every(({ answer, expected }) => answer !== 'violated' || expected === true);
  const searched = numbers.filter((number) => isWhole(results.get(number)!));
  const [proof] = forAny.proofs;
  return {
    name: nameForAny(planned, constant),
    settings,
    constant,
    family: forAny.family,
    from: forAny.from,
    views: proof?.closure.views.count ?? 0,
    sharedStates: proof?.closure.views.corners.length ?? 0,
    viewSize: proof?.size ?? 0,
    searched,
    properties,
    met: planned.expectation === null ? null : isExpected && ofOwn?.met !== false,
    searchSeconds: numbers.reduce((sum, number) => sum + results.get(number)!.seconds, 0),
    viewSeconds,
  };
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
