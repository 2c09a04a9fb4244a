import type { StepFacts } from './facts.ts';
import type { Tokens } from './normal.ts';
import { mayBeCell, sameValue } from './path.ts';
import type { PlaceParts } from './path.ts';
import type { LineSense, ValueRemark } from './sense.ts';
import type { SpecNames } from './spec_names.ts';
import type { Evidence } from './evidence_rank.ts';

/** Does what the line says of values agree with what the step did? */
export function remarksFit({ values, returns, part }: LineSense, facts: StepFacts, names: SpecNames, evidence: Evidence): boolean {
  if (facts.left === null) return true;
  // What several steps of a call did is shown in one line.
  if (evidence.parts.length === 0 && facts.frames.length > 0) return true;
  if (returns !== null && part === null && facts.returned.length > 0 && !facts.returned.some((value) => sameValue(returns, value) !== false)) return false;
  return values.every((value) => (value.isLoose === true && evidence.rank === 0) || valueFits(value, facts, names));
}

/** A value that is said of a cell which the step touches has to be the real one. */
function valueFits({ place, from, to }: ValueRemark, { facts }: StepFacts, { isShared, isValue }: SpecNames): boolean {
  const fits = (said: Tokens, value: unknown): boolean => sameValue(said, value, isValue) ?? true;
  const all = facts.flatMap((fact) => fact.stores);
  if (place === null) {
    const stored = all.filter(({ local }) => local === null);
    const seen =
      stored.length > 0 ? stored.map((store) => store.to) : [...all.map((store) => store.to), ...facts.flatMap((fact) => fact.loads.map(([, value]) => value))];
    // A number says nothing of what is none.
    const isNumber = /^[1-9]\d*$/u.test(to.join(''));
    return seen.length === 0 || (isNumber && seen.every((value) => typeof value === 'string')) || seen.some((value) => fits(to, value));
  }
  // A local, or a part of one, or a cell; a local may be called as a field is that the same step changes.
  const stores = all.filter(({ cell, local }) => (local === null ? mayBeCell(place, cell, isShared) : sameLocal(place, local)));
  const isSaid = (before: unknown, after: unknown): boolean => fits(to, after) && (from === null || fits(from, before));
  // One of the stores, or all of them together.
  if (stores.length > 0) return stores.some((store) => isSaid(store.from, store.to) || isSaid(stores.find(({ cell }) => cell === store.cell)?.from, store.to));
  const loads = facts.flatMap((fact) => fact.loads).filter(([cell]) => mayBeCell(place, cell, isShared));
  return loads.length === 0 || loads.some(([, value]) => fits(from ?? to, value));
}

/** `was.p` of a step's record, and what a drawing calls so. */
function sameLocal(place: PlaceParts, local: string): boolean {
  return place.reduce((text, part) => (text === '' || part.startsWith('[') ? text + part : `${text}.${part}`), '') === local;
}
