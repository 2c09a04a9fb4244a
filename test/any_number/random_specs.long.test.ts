import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { certificatesOf, refusalOf } from './certificates.ts';
import { familySpec } from './family_specs.ts';
import type { Construct } from './family_specs.ts';
import { compared, comparedAt } from './law.ts';

/*
 * The claims about a thousand random specs, compared with searches of one to four instances; and the certificate of every proof.
 */

const [from, to] = [45, 1045];
const part = 100;

const seen = new Map<Construct, number>();
let [proved, proofs, judged] = [0, 0, 0];

test.each(Array.from({ length: (to - from) / part }, (_, at) => from + at * part))('random specs from %i on', async (first) => {
  for (let number = first; number < first + part; number++) {
    const { text, constructs } = familySpec(choicesFrom(tapeOf(number)));
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    const found = await compared(model, { N: 1 }, 'N', 1, 4);
    expect(found.wrong, `random spec ${number}`).toEqual([]);
    proved += found.proved;
    judged++;
    for (const construct of constructs) seen.set(construct, (seen.get(construct) ?? 0) + 1);
    for (const certificate of certificatesOf(model, { N: 1 }, ['N'], { partsMax: 3000 })) {
      expect(refusalOf(model, certificate), `random spec ${number}`).toBe(null);
      proofs++;
    }
  }
});

test('two hundred random specs of two families, with one to three of each', async () => {
  const numbers = [1, 2, 3].flatMap((one) => [1, 2, 3].map((other) => [one, other]));
  let [some, verified] = [0, 0];
  for (let number = 25; number < 225; number++) {
    const { model, diagnostics } = analysed(familySpec(choicesFrom(tapeOf(number)), true).text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    const found = await comparedAt(model, { N: 1, M: 1 }, ['N', 'M'], numbers);
    expect(found.wrong, `random spec ${number}`).toEqual([]);
    some += found.proved;
    for (const certificate of certificatesOf(model, { N: 1, M: 1 }, ['N', 'M'], { partsMax: 6000 })) {
      expect(refusalOf(model, certificate), `random spec ${number} of two families`).toBe(null);
      verified++;
    }
  }
  expect(some).toBeGreaterThan(300);
  expect(verified).toBeGreaterThan(60);
});

test('they have every construct, and much is proved of them', () => {
  expect(judged).toBeGreaterThan(900);
  expect(proved).toBeGreaterThan(2000);
  expect(proofs).toBeGreaterThan(250);
  expect([...seen.values()].filter((count) => count < 20)).toEqual([]);
  expect(seen.size).toBe(19);
});
