import { explore } from '@mmspec/checker';
import { compile, lower } from '@mmspec/compiler';
import { decideForAny, pairOf, Parts, shapeOf } from '@mmspec/parametric';
import type { ForAny } from '@mmspec/parametric';
import type { Model } from '@mmspec/semantics';
import type { Settings } from '@mmspec/system';
import { expect } from 'vitest';

/*
 * What is claimed for any number, compared with what a search finds for small ones.
 */

const statesMax = 20_000;

export interface Compared {
  readonly forAny: ForAny;
  /** What is claimed and not so; empty: nothing. */
  readonly wrong: readonly string[];
  readonly proved: number;
  readonly undecided: number;
  /** Numbers that were searched to the end. */
  readonly searched: number;
}

/** Compares the answer for any number with searches of the numbers from `first` to `last`. */
export function compared(model: Model, settings: Settings, constant: string, first: number, last: number): Promise<Compared> {
  const numbers = Array.from({ length: last - first + 1 }, (_, at) => [first + at]);
  return comparedAt(model, settings, [constant], numbers);
}

/** The same of several families; `numbers`: of each, what is searched. */
export async function comparedAt(model: Model, settings: Settings, constants: readonly string[], numbers: readonly (readonly number[])[]): Promise<Compared> {
  const forAny = decideForAny(model, settings, constants, { partsMax: 6_000 });
  const proved = new Set(forAny.properties.flatMap(({ property, answer }) => (answer === 'proved' ? [property] : [])));
  const wrong: string[] = [];
  let searched = 0;
  for (const number of proved.size === 0 ? [] : numbers) {
    const under = { ...settings, ...Object.fromEntries(constants.map((constant, at) => [constant, number[at]!])) };
    const what = constants.map((constant, at) => `${constant} = ${number[at]!}`).join(', ');
    const { system } = compile(model, under);
    if (system === null) throw new Error('it does not compile');
    const missing = coverage(forAny, model, under, number);
    const seen = new Set<string>();
    const watched =
      missing === null
        ? system
        : { ...system, holdsInState: (property: number, state: Int32Array) => (missing(state, seen), system.holdsInState(property, state)) };
    const found = await explore(watched, { statesMax, packedFrom: Infinity });
    if (found.finished) searched++;
    for (const { property, verdict } of found.results) {
      const name = system.properties[property]!.name;
      // Numbers below `from` are for a search: nothing is claimed of them.
      if (verdict === 'violated' && proved.has(name) && number.every((each, at) => each >= forAny.froms[at]!))
        wrong.push(`${name} is proved, and violated by ${what}`);
    }
    wrong.push(...[...seen].slice(0, 3).map((view) => `${what} has what no view has: ${view}`));
  }
  return {
    forAny,
    wrong,
    proved: proved.size,
    undecided: forAny.properties.filter(({ answer }) => answer === 'undecided').length,
    searched,
  };
}

/** Of a state all of whose instances are to be in views: adds what is in none. Shares of counters follow from the history and are left out. */
function coverage(forAny: ForAny, model: Model, settings: Settings, number: readonly number[]): ((state: Int32Array, missing: Set<string>) => void) | null {
  const { proofs, families: names } = forAny;
  const proof = proofs.find(({ froms }) => number.every((each, at) => each >= froms[at]!));
  if (proof === undefined) return null;
  const { program, families } = lower(model, settings);
  const found = names.flatMap((family) => families().find(({ name }) => name === family) ?? []);
  if (program === null || found.length < names.length) throw new Error('it has no family');
  const shape = {
    ...shapeOf(
      program,
      found,
      names.map((family) => program.kinds.findIndex(({ name }) => name === family)),
    ),
    counters: new Map<number, number>(),
    flags: [],
  };
  const parts = new Parts(program, shape);
  const counters = [...proof.shape.counters.keys()].map((cell) => proof.shape.shared.indexOf(cell));
  const own = proof.closure.parts.shareAt;
  const tail = proof.closure.parts.nameAt;
  const sharedOf = (shared: readonly number[]): string =>
    shared
      .slice(0, shape.shared.length)
      .filter((_, at) => !counters.includes(at))
      .join();
  const known = new Set<string>();
  const { views } = proof.closure;
  for (const { shared, locals, pairs } of views.corners) {
    const plain = sharedOf(shared);
    const localOf = (local: readonly number[]): string => `${local.slice(0, own).join()} ${local.slice(tail).join()}`;
    for (const local of locals) known.add(`${plain} | ${localOf(local)}`);
    for (const [key, said] of pairs) {
      const [one, other] = pairOf(key);
      for (const { said: a, answered: b } of said)
        known.add(`${plain} | ${localOf(locals[one]!)} + ${localOf(locals[other]!)} / ${views.relation(a).join()} / ${views.relation(b).join()}`);
    }
  }
  const slots = [...program.slotOf];
  return (state, missing) => {
    const cells: number[] = Array.from(program.cells, (_, cell) => program.constants.get(cell) ?? 0);
    for (const [cell, slot] of slots) cells[cell] = state[slot]!;
    const part = parts.partOf({ cells, shares: shape.own.map(() => []), raisers: [] });
    const plain = sharedOf(part.shared);
    const texts = part.locals.map((local) => `${local!.slice(0, own).join()} ${local!.slice(own).join()}`);
    texts.forEach((text, one) => {
      if (!known.has(`${plain} | ${text}`)) missing.add(`${plain} | ${text}`);
      if (proof.size === 1) return;
      texts.forEach((answer, other) => {
        const [a, b] = [part.relations?.[one]?.[other] ?? [], part.relations?.[other]?.[one] ?? []];
        const view = `${plain} | ${text} + ${answer} / ${a.join()} / ${b.join()}`;
        if (one !== other && !known.has(view)) missing.add(view);
      });
    });
  };
}

/** What is found, as texts: the answers, and of each proof all views. */
function foundBy({ properties, proofs }: ForAny): readonly string[] {
  const answers = properties.map(({ property, answer, reason }) => `${property}: ${answer} ${answer === 'undecided' ? reason : ''}`);
  const views = proofs.flatMap(({ size, froms, closure: { views: found } }) =>
    found.corners.flatMap(({ shared, locals, pairs }) => {
      const head = `${size} from ${froms.join()}: ${shared.join()} |`;
      const ofOne = locals.map((local) => `${head} ${local.join()}`);
      const ofTwo = [...pairs].flatMap(([key, said]) => {
        const [one, other] = pairOf(key);
        return said.map(
          (pair) => `${head} ${locals[one]!.join()} + ${locals[other]!.join()} / ${found.relation(pair.said).join()} / ${found.relation(pair.answered).join()}`,
        );
      });
      return [...ofOne, ...ofTwo];
    }),
  );
  return [...answers, ...views.toSorted()];
}

/** How many views there are; throws where those that are found fast are others than those that are found plainly, each number of instances in views by itself. */
export function samePlainly(model: Model, settings: Settings, constant: string, sizes: readonly (1 | 2)[], partsMax: number): number {
  let views = 0;
  for (const size of sizes) {
    const plain = decideForAny(model, settings, [constant], { sizes: [size], partsMax, plain: true });
    // Where there were too many parts for it there is nothing to compare with.
    if (plain.properties.some(({ reason }) => reason.startsWith('there are more than'))) continue;
    const fast = decideForAny(model, settings, [constant], { sizes: [size] });
    expect(foundBy(fast)).toEqual(foundBy(plain));
    views += fast.proofs.reduce((sum, { closure }) => sum + closure.views.count, 0);
  }
  return views;
}
