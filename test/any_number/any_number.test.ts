import { expect, test } from 'vitest';
import { decideForAny } from '@mmspec/parametric';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { choicesFrom } from '../random/choices.ts';
import { tapeOf } from '../random/specs.ts';
import { cases, casesOfTwo, textOf, wrongIn } from './caught_by.ts';
import { familySpec } from './family_specs.ts';
import type { Construct } from './family_specs.ts';
import { compared, comparedAt } from './law.ts';

/*
 * Nothing is proved for any number that a small number violates, and what is reachable with small numbers is in the views.
 */

test.each(cases.map((name, number) => [name, number] as const))('%s: nothing is proved that is violated', async (_, number) => {
  expect(await wrongIn(number)).toEqual([]);
});

const answers = (name: string): readonly string[] => {
  const { model } = analysed(textOf(cases.indexOf(`${name}.mmspec`)));
  const { properties } = decideForAny(model, { N: 1 }, ['N']);
  return properties
    .filter(({ property }) => model.properties.some((declared) => declared.name === property))
    .map(({ property, answer }) => `${property}: ${answer}`);
};

test('what holds for every number is proved, and what does not is not', () => {
  expect(answers('handed_over')).toEqual(['mutex: proved', 'both: uncovered']);
  expect(answers('publish_owner_id')).toEqual(['mutex: proved']);
  expect(answers('three_at_once')).toEqual(['whole: undecided']);
  expect(answers('five_would_be_too_many')).toEqual(['few: undecided']);
  expect(answers('broadcast_sets_everybody')).toEqual(['never: undecided']);
  expect(answers('difference_of_a_part')).toEqual(['fine: undecided']);
  expect(answers('narrowed_in_one_part')).toEqual(['fine: undecided']);
  expect(answers('name_that_moves_on')).toEqual(['fine: undecided']);
  expect(answers('name_that_moves_on_in_locals')).toEqual(['fine: undecided']);
  expect(answers('third_raise')).toEqual(['fine: undecided']);
  expect(answers('even_under_the_lock')).toEqual(['even: proved', 'always_even: undecided']);
  expect(answers('sequence_lock')).toEqual(['fine: proved']);
  expect(answers('two_branches_with_names')).toEqual(['fine: undecided']);
  expect(answers('raised_by_a_fourth')).toEqual(['never: undecided']);
  expect(answers('whoever_has_it')).toEqual(['paid_for: proved', 'twice: undecided']);
});

test('what the method cannot do is not decided, and the answer says what stops it', () => {
  const reason = (name: string): string => {
    const { model } = analysed(textOf(cases.indexOf(`${name}.mmspec`)), undefined, `${name}.mmspec`);
    return decideForAny(model, { N: 1 }, ['N']).properties.find(({ answer }) => answer === 'undecided')?.reason ?? '';
  };
  expect(reason('ticket_lock')).toBe('`c[0].mine` keeps a number that depends on how many there are');
  expect(reason('counted_in_a_step')).toBe('the instances of w are counted in a step');
  expect(reason('pairs_in_a_set')).toBe('`pairs` keeps pairs of instances');
  expect(reason('somebody_told_apart')).toBe('somebody_told_apart.mmspec:8 tells the instances of w apart');
  expect(reason('everybody_is_somebodys_friend')).toBe(
    'everybody_is_somebodys_friend.mmspec:10 asks about all instances of w in a way that no number of witnesses decides',
  );
});

const [specs, from] = [45, 0];

test(`the claims about ${specs} random specs are so for small numbers`, async () => {
  const seen = new Map<Construct, number>();
  let [proved, searched] = [0, 0];
  for (let number = from; number < from + specs; number++) {
    const { text, constructs } = familySpec(choicesFrom(tapeOf(number)));
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    const found = await compared(model, { N: 1 }, 'N', 1, 3);
    expect(found.wrong, `random spec ${number}`).toEqual([]);
    proved += found.proved;
    searched += found.searched;
    for (const construct of constructs) seen.set(construct, (seen.get(construct) ?? 0) + 1);
  }
  // Without proofs the law would say nothing.
  expect(proved).toBeGreaterThan(100);
  expect(searched).toBeGreaterThan(40);
  expect([...seen].filter(([, count]) => count < 2)).toEqual([]);
  expect(seen.size).toBe(19);
});

test.each(casesOfTwo.map((name, at) => [name, cases.length + 100 + at] as const))(
  '%s: of two families nothing is proved that is violated',
  async (_, number) => {
    expect(await wrongIn(number)).toEqual([]);
    const { properties } = decideForAny(analysed(textOf(number)).model, { N: 1, M: 1 }, ['N', 'M']);
    expect(properties.find(({ property }) => property === 'fine')?.answer).toBe('undecided');
  },
);

const pairs = 25;

test(`the claims about ${pairs} random specs of two families are so where there are one to three of each`, async () => {
  const numbers = [1, 2, 3].flatMap((one) => [1, 2, 3].map((other) => [one, other]));
  let [proved, searched, both] = [0, 0, 0];
  for (let number = 0; number < pairs; number++) {
    const { text, constructs } = familySpec(choicesFrom(tapeOf(number)), true);
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    const found = await comparedAt(model, { N: 1, M: 1 }, ['N', 'M'], numbers);
    expect(found.wrong, `random spec ${number}`).toEqual([]);
    proved += found.proved;
    searched += found.searched;
    if (constructs.has('both')) both++;
  }
  expect([proved > 50, searched > 60, both > 5]).toEqual([true, true, true]);
});

test('what views of one instance prove views of two prove; it does not matter which actors come first', () => {
  let both = 0;
  for (let number = 0; number < 15; number++) {
    const { text, reversed } = familySpec(choicesFrom(tapeOf(number)));
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    const provedBy = (of: typeof model, sizes: readonly (1 | 2)[]): { readonly names: readonly string[]; readonly isWhole: boolean } => {
      const { properties, proofs } = decideForAny(of, { N: 1 }, ['N'], { sizes, partsMax: 6000 });
      return { names: properties.flatMap(({ property, answer }) => (answer === 'proved' ? [property] : [])).sort(), isWhole: proofs.length > 0 };
    };
    const [one, two] = [provedBy(model, [1]), provedBy(model, [2])];
    expect(provedBy(analysed(reversed).model, [1]).names, `random spec ${number}`).toEqual(one.names);
    if (!two.isWhole) continue;
    expect(two.names, `random spec ${number}`).toEqual(expect.arrayContaining([...one.names]));
    both += one.names.length;
  }
  expect(both).toBeGreaterThan(10);
});

test('parts are counted: with as many as it needs a proof is found, with one less it is not, and the same parts are looked at again', () => {
  let bounded = 0;
  for (const [number, name] of cases.entries()) {
    const { model } = analysed(textOf(number));
    const forAny = decideForAny(model, { N: 1 }, ['N'], { sizes: [1], partsMax: 6000 });
    const [proof] = forAny.proofs;
    if (proof === undefined) continue;
    const { looked } = proof.closure;
    const limited = (partsMax: number): ReturnType<typeof decideForAny> => decideForAny(model, { N: 1 }, ['N'], { sizes: [1], partsMax });
    expect(limited(looked).proofs[0]?.closure.looked, name).toBe(looked);
    const short = limited(looked - 1);
    expect(short.proofs, name).toEqual([]);
    expect(short.properties.find(({ answer }) => answer === 'undecided')?.reason, name).toBe(`there are more than ${looked - 1} parts to look at`);
    bounded++;
  }
  expect(bounded).toBeGreaterThan(10);
});

test('a search for views ends where it is told to, with the reason', () => {
  const { model } = analysed(textOf(cases.indexOf('handed_over.mmspec')));
  let least = Infinity;
  const stop = (bytes: number): string => {
    least = Math.min(least, bytes);
    return 'enough';
  };
  const { proofs, properties } = decideForAny(model, { N: 1 }, ['N'], { stop });
  expect(proofs).toEqual([]);
  expect(properties.find(({ property }) => property === 'mutex')).toMatchObject({ answer: 'undecided', reason: 'enough' });
  expect(least).toBeGreaterThan(0);
});
