import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { ViewCertificate } from '@mmspec/system';
import { feasible } from '../../packages/verifier/src/feasible.ts';
import { Unverified } from '../../packages/verifier/src/unverified.ts';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { root } from '../syntax/corpus.ts';
import { cases, textOf } from './caught_by.ts';
import { certificatesOf, damages, refusalOf } from './certificates.ts';
import { familySpec } from './family_specs.ts';

/*
 * The certificate of every proof is verified by a program that shares nothing with the one that found it, and a damaged one is not.
 */

let seed = 1;
/** A number below another one, or 0. */
function drawn(count: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return count === 0 ? 0 : (seed >>> 12) % count;
}

const refused = new Map<string, number>();

/** How many proofs there are: their certificates are verified, and no damaged one is. */
function judged(model: Model, certificates: readonly ViewCertificate[], what: string): number {
  for (const certificate of certificates) {
    expect(refusalOf(model, certificate), what).toBe(null);
    for (const [kind, damage] of Object.entries(damages)) {
      const damaged = damage(certificate, drawn);
      if (damaged === null) continue;
      expect(refusalOf(model, damaged), `${what}: ${kind}`).not.toBe(null);
      refused.set(kind, (refused.get(kind) ?? 0) + 1);
    }
  }
  return certificates.length;
}

test('of the small specs', () => {
  const proofs = cases.map((name, number) => {
    const { model } = analysed(textOf(number));
    return judged(model, certificatesOf(model, { N: 1 }, ['N'], { partsMax: 3000 }), name);
  });
  expect(proofs.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(12);
});

const specs = 20;

test(`of ${specs} random specs`, () => {
  let proofs = 0;
  for (let number = 0; number < specs; number++) {
    const { model, diagnostics } = analysed(familySpec(choicesFrom(tapeOf(number))).text);
    if (errorsOf(model, diagnostics).length === 0) proofs += judged(model, certificatesOf(model, { N: 1 }, ['N'], { partsMax: 2000 }), `random spec ${number}`);
  }
  expect(proofs).toBeGreaterThan(5);
});

const pairs = 16;

test(`of ${pairs} random specs of two families`, () => {
  let proofs = 0;
  for (let number = 0; number < pairs; number++) {
    const { model, diagnostics } = analysed(familySpec(choicesFrom(tapeOf(number)), true).text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    proofs += judged(model, certificatesOf(model, { N: 1, M: 1 }, ['N', 'M'], { partsMax: 2000 }), `random spec ${number} of two families`);
  }
  expect(proofs).toBeGreaterThan(3);
});

test('a constant that is the number of two kinds of actors is that of no family', () => {
  const actors = 'actor a[N] { loop { take: atomic { await not held  held = true } free: held = false } }\nactor b[N] { go: other = true }\n';
  const head = 'module m\nconst N: 1..5 = 2\nconst M: 1..5 = 2\nshared held: bool = false\nshared other: bool = false\n';
  const property = 'invariant one: forall x in a: forall y in a: (x at free and y at free) implies x == y\n';
  const spec = (count: string): string => `${head}${actors.replace('b[N]', count)}${property}`;
  const [both, apart] = ['b[N]', 'b[M]'].map((count) => analysed(spec(count)).model);
  const [certificate] = certificatesOf(apart!, { N: 2, M: 2 }, ['N']);
  expect(refusalOf(apart!, certificate!)).toBe(null);
  expect(refusalOf(both!, certificate!)).toBe('N is not the number of a alone');
});

function design(spec: string, constants: string, check: string): { readonly model: Model; readonly certificates: readonly ViewCertificate[] } {
  const path = join(root, 'specs', `${spec}.mmspec`);
  const { model } = analysed(readFileSync(path, 'utf8'), undefined, path);
  const { settings } = withStandIns(model, plan(model).checks).find(({ name, matrix }) => (matrix ?? name) === check)!;
  return { model, certificates: certificatesOf(model, settings, constants.split(' and '), { sizes: spec === 'rcu_refcount' ? [1, 2] : [1] }) };
}

test.each([
  ['safe_refcount', 'VCPUS', 'row1'],
  ['punch_hole', 'VCPUS', 'd'],
  ['rcu_refcount', 'READERS', 'after'],
  ['vma_lock', 'READERS', 'after'],
  ['hot_remove', 'GUPS', 'late'],
  ['secure_page', 'IOS and WALKS', 's390'],
])('%s: the certificate for any %s of %s is verified', (spec, constant, check) => {
  const { model, certificates } = design(spec, constant, check);
  expect(judged(model, certificates, check)).toBe(1);
});

test('every kind of damage was tried', () => {
  expect([...refused.keys()].sort()).toEqual(Object.keys(damages).sort());
});

test('a certificate says nothing about another check, nor about what it does not prove', () => {
  const { model, certificates } = design('safe_refcount', 'VCPUS', 'row1');
  const [certificate] = certificates;
  const { settings } = withStandIns(model, plan(model).checks).find(({ name, matrix }) => (matrix ?? name) === 'row5')!;
  expect(refusalOf(model, { ...certificate!, settings })).not.toBe(null);
  expect(refusalOf(model, { ...certificate!, properties: ['no_new_refs'] })).toBe('no_new_refs is violated by gup.take');
  expect(refusalOf(model, { ...certificate!, properties: ['range of Folio.safe'] })).toBe('range of Folio.safe is about the number VCPUS itself');
  expect(refusalOf(model, { ...certificate!, properties: ['conversion'] })).toBe('views say nothing about conversion');
  expect(refusalOf(model, { ...certificate!, families: [{ ...certificate!.families[0]!, constant: 'drop' }] })).not.toBe(null);
});

/** The same by elimination of one unknown after the other. */
function eliminated(constraints: readonly (readonly number[])[], width: number): boolean {
  let rows = [...constraints, ...Array.from({ length: width }, (_, at) => Array.from({ length: width + 1 }, (__, place) => (place === at + 1 ? 1 : 0)))];
  for (let at = width; at > 0; at--) {
    const [above, below] = [rows.filter((row) => row[at]! > 0), rows.filter((row) => row[at]! < 0)];
    const pairs = above.flatMap((one) => below.map((other) => one.map((entry, place) => other[place]! * one[at]! - entry * other[at]!)));
    const seen = new Map([...rows.filter((row) => row[at] === 0), ...pairs].map((row) => [row.join(), row]));
    rows = [...seen.values()];
  }
  return rows.every(([constant]) => constant! >= 0);
}

test('whether numbers of instances are possible is what elimination says', () => {
  const found = [0, 0];
  for (let round = 0; round < 3000; round++) {
    const width = drawn(3);
    const rows = Array.from({ length: drawn(4) }, () => [drawn(9) - 5, ...Array.from({ length: width }, () => drawn(5) - 2)]);
    const answer = feasible(rows);
    expect(answer, JSON.stringify(rows)).toBe(eliminated(rows, width));
    found[Number(answer)]!++;
  }
  expect(Math.min(...found)).toBeGreaterThan(300);
});

test('numbers that are too large to be compared exactly verify nothing', () => {
  const large = 2 ** 52;
  expect(() =>
    feasible([
      [-large, large - 1, -large],
      [-1, -large, large - 3],
    ]),
  ).toThrow(Unverified);
});
