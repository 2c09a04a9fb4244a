import { isOpenCheck } from '@mmspec/system';
import type { CheckResult, Planned } from '@mmspec/system';
import { read, runPlanned } from '../kernel/spec_files.ts';
import type { Spec } from '../kernel/spec_files.ts';

/*
 * The Variants tables of the designs, copied by hand, against the checks of the specs.
 */

/** What a row says of one property, or of a group of properties that the table names. */
export interface Claim {
  readonly verdict: 'holds' | 'violated';
  readonly property: string;
  /** Steps of the shortest counterexample as the table gives them: a guide, since another split of the steps moves it. */
  readonly about: number | null;
}

/** One row of a Variants table. */
export interface Row {
  /** The row as the table describes it. */
  readonly row: string;
  /** The checks that are this row: names of checks, of matrices (every cell) or of cells. */
  readonly checks: readonly string[];
  /** Verdicts that the table gives. */
  readonly given: readonly Claim[];
  /** Verdicts that the table leaves open, as the model answers them. */
  readonly open: readonly Claim[];
}

export interface Table {
  /** Path of the spec in the repository. */
  readonly spec: string;
  /** Properties of the spec that together are one property, or a group such as "safety", of the table. */
  readonly means: Readonly<Record<string, readonly string[]>>;
  readonly rows: readonly Row[];
}

export function holds(property: string): Claim {
  return { verdict: 'holds', property, about: null };
}

export function violated(property: string, about: number | null = null): Claim {
  return { verdict: 'violated', property, about };
}

/** A row whose verdicts are given. */
export function given(row: string, checks: string | readonly string[], ...claims: readonly Claim[]): Row {
  return { row, checks: [checks].flat(), given: claims, open: [] };
}

/** A row that is left for the model to answer, with what it found. */
export function open(row: string, checks: string | readonly string[], ...claims: readonly Claim[]): Row {
  return { row, checks: [checks].flat(), given: [], open: claims };
}

/** A spec with what its checks gave. */
export interface Design {
  readonly table: Table;
  readonly spec: Spec;
  readonly results: ReadonlyMap<string, CheckResult>;
}

/** Runs every check of a design, over all its states. */
export async function run(table: Table): Promise<Design> {
  const spec = read(table.spec);
  const results = new Map<string, CheckResult>();
  for (const planned of spec.planned) results.set(planned.name, await runPlanned(spec, planned));
  return { table, spec, results };
}

/** The checks that a row names: a check, a cell, or all cells of a matrix. */
export function checksOf({ spec }: Design, { checks }: Row): readonly Planned[] {
  return spec.planned.filter(({ name, matrix }) => checks.includes(name) || (matrix !== null && checks.includes(matrix)));
}

/** The names of a row that are no check of the spec. */
export function missing({ spec }: Design, { checks }: Row): readonly string[] {
  return checks.filter((wanted) => !spec.planned.some(({ name, matrix }) => name === wanted || matrix === wanted));
}

/** What a check gave that differs from a claim, in both places where it is said: the `expect` of the spec, and the run. */
export function disagreements({ table, results }: Design, planned: Planned, claim: Claim): readonly string[] {
  const meant = table.means[claim.property] ?? [claim.property];
  const expected = planned.expectation?.items.some(({ property }) => meant.includes(property)) ?? false;
  const judged = results.get(planned.name)?.results.filter(({ property }) => meant.includes(property)) ?? [];
  const found = judged.some(({ verdict }) => verdict === 'violated');
  const text = (isViolated: boolean): string => (isViolated ? 'violated' : 'not violated');
  const wanted = claim.verdict === 'violated';
  return [
    ...(judged.length === 0 ? [`${planned.name} does not judge ${claim.property}`] : []),
    ...(expected === wanted ? [] : [`${planned.name} expects ${claim.property} to be ${text(expected)}, the table ${text(wanted)}`]),
    // What holds for any number is proved.
    ...(isOpenCheck(planned) && !wanted && judged.some(({ verdict }) => verdict !== 'holds') ? [`${planned.name} does not prove ${claim.property}`] : []),
    ...(found === wanted ? [] : [`${planned.name} finds ${claim.property} ${text(found)}, the table ${text(wanted)}`]),
  ];
}

/** What keeps a check from saying exactly what it finds: each violated property, `within` the length of its shortest counterexample. */
export function inexact({ results }: Design, planned: Planned): readonly string[] {
  if (planned.expectation === null) return [`${planned.name} is a question`];
  const result = results.get(planned.name);
  if (result === undefined || !result.met) return [`${planned.name}: ${result?.reason ?? 'was not run'}`];
  const { items } = planned.expectation;
  return result.results
    .filter(({ verdict }) => verdict === 'violated')
    .flatMap(({ property, depth }) => {
      const item = items.find((candidate) => candidate.property === property || property.startsWith(`${candidate.property} of `));
      if (item === undefined) return [`${planned.name} does not name ${property}, violated in ${depth}`];
      // The length of a lasso says nothing about the design.
      if (results.get(planned.name)?.results.some((each) => each.property === property && each.fairness !== undefined) === true) return [];
      return item.within === depth ? [] : [`${planned.name} says ${property} within ${item.within}, and it is violated in ${depth}`];
    });
}

/** How many sentences the comment above a check has. */
export function sentencesAbove({ spec }: Design, planned: Planned): number {
  const declared = spec.model.checks.find(({ name }) => name.text === (planned.matrix ?? planned.name));
  return [...(declared?.doc.join(' ') ?? '').matchAll(/[.!?](?=\s|$)/gu)].length;
}
