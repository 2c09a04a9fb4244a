import { isAboutGraph, judgedOn, wantsOneState } from '@mmspec/system';
import { questionOf } from '../question.ts';
import { allReductions, type Reductions } from './reductions.ts';
import type { CheckResult, MemoryMode, PlannedCheck, PropertyKind, TransitionSystem } from '@mmspec/system';

/** A check that expects something, and what holds in it. */
export interface HeldCheck {
  readonly planned: PlannedCheck;
  /** The program of its system in order, by which changes are seen that change nothing. */
  readonly source: string;
  readonly states: number;
  /** Those of its mutants. */
  readonly reductions: Reductions;
  readonly names: Readonly<Record<Phase, readonly string[]>>;
  /** Its assertions, whether they hold or not. */
  readonly assertions: readonly string[];
}

/** Faults are looked for first: they say more than that something does not happen. */
export const phases = ['needed', 'needed for progress'] as const;
/** What a part is needed for. */
export type Phase = (typeof phases)[number];

/** What holds in a check and is not to be violated, whatever else is; null where it was not searched to its end. `source` is the program in order. */
export function heldIn(
  planned: PlannedCheck,
  result: CheckResult | undefined,
  system: TransitionSystem,
  source: string = system.source?.() ?? '',
): HeldCheck | null {
  if (result === undefined || result.results.some(({ verdict }) => verdict === 'unfinished')) return null;
  const { expectation } = questionOf(planned, system.properties);
  const toBeViolated = new Set(system.properties.flatMap(({ name, expectViolated }) => (expectViolated ? [name] : [])));
  for (const index of expectation?.violations.flatMap(({ properties }) => properties) ?? []) toBeViolated.add(system.properties[index]!.name);
  const kindOf = new Map(system.properties.map(({ name, kind }) => [name, kind]));
  const names = result.results.flatMap(({ property, verdict }) => (verdict === 'holds' && !toBeViolated.has(property) ? [property] : []));
  const isAbout = (phase: Phase) => (name: string) => isMissing(kindOf.get(name) ?? 'state') === (phase === 'needed for progress');
  return {
    planned,
    source,
    states: result.states,
    reductions: allReductions,
    names: { needed: names.filter(isAbout('needed')), 'needed for progress': names.filter(isAbout('needed for progress')) },
    assertions: assertionsOf(system),
  };
}

function assertionsOf({ properties }: TransitionSystem): string[] {
  return properties.flatMap(({ name, kind }) => (kind === 'assertion' ? [name] : []));
}

/**
 * The check with what holds in it as a mutant names it: where a label has gone elsewhere, assertions have other names.
 * They are asked where all that are not there any more held.
 */
export function renamedIn(held: HeldCheck, mutant: TransitionSystem): HeldCheck {
  const present = assertionsOf(mutant);
  const isNew = (name: string): boolean => !held.assertions.includes(name);
  const gone = held.assertions.filter((name) => !present.includes(name));
  if (gone.length === 0 || !present.some(isNew) || !gone.every((name) => held.names.needed.includes(name))) return held;
  return { ...held, names: { ...held.names, needed: [...held.names.needed, ...present.filter(isNew)] } };
}

/** Whether what violates a property of this kind is that something does not happen. */
function isMissing(kind: PropertyKind): boolean {
  return isAboutGraph(kind) || judgedOn(kind) === 'stuck' || wantsOneState(kind);
}

/** The memory models of checks, each once. */
export function modelsOf(checks: readonly Pick<HeldCheck, 'planned'>[]): MemoryMode[] {
  const models = new Set(checks.map(({ planned: { memory = 'sc' } }) => memory));
  return (['sc', 'tso', 'weak'] as const).filter((memory) => models.has(memory));
}
