import { describe, expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { engines } from '../random/pipeline.ts';
import { symmetryLaws } from './law.ts';
import { kept, overPaths, told, vcpus } from './specs.ts';

/*
 * Which members are interchangeable: a spec, and the families that the compiler finds in it, with the properties that
 * tell their members apart. Where a line is put in that tells members apart, the family is gone.
 */

/** `vcpu*3, folio*2 but by p`: families, and the properties that tell their members apart. */
function familiesOf(text: string): string {
  const { system } = engines(text);
  return (system.symmetry?.() ?? [])
    .map(
      ({ name, size, brokenBy }) =>
        `${name}*${size}${brokenBy.length > 0 ? ` but by ${brokenBy.map((index) => system.properties[index]?.name).join(', ')}` : ''}`,
    )
    .join(', ');
}

async function lawsHold(text: string): Promise<void> {
  const { differences } = await symmetryLaws(engines(text), { comparedMax: 400, statesMax: 20_000 });
  expect(differences).toEqual([]);
}

describe('interchangeable', () => {
  test.each(kept)('%s', async (_, text, families) => {
    expect(familiesOf(text)).toBe(families);
    await lawsHold(text);
  });
});

describe('told apart', () => {
  test.each(told)('%s', async (_, text, families) => {
    expect(familiesOf(text)).toBe(families);
    await lawsHold(text);
  });
});

test('a property over paths', () => lawsHold(overPaths));

describe('what a search uses', () => {
  const text = vcpus(
    'skip',
    'invariant calm: not flag[vcpu[0]] or vcpu[0] at {more, leave, done}\ntemporal ends: eventually other at done under fair expect violated',
  );
  const search = (names: readonly string[], symmetry = true, reduction = true): ReturnType<typeof explore> => {
    const { system } = engines(text);
    return explore(system, { symmetry, reduction, properties: names.map((name) => system.properties.findIndex((property) => property.name === name)) });
  };

  test('a family that the judged properties do not tell apart', async () => {
    const { states, reduction } = await search(['deadlock']);
    expect({ states, ...reduction }).toEqual({ states: 55, symmetry: 6, partialOrder: false, interchangeable: ['vcpu'], toldApart: [], approximate: 0 });
  });

  test('no family that a judged property tells apart', async () => {
    const { states, reduction } = await search(['deadlock', 'calm']);
    expect({ states, ...reduction }).toEqual({
      states: 189,
      symmetry: 1,
      partialOrder: false,
      interchangeable: [],
      toldApart: ['calm tells vcpu apart'],
      approximate: 0,
    });
  });

  test('none for a property over paths', async () => {
    const { states, reduction } = await search(['ends']);
    expect({ states, symmetry: reduction.symmetry, toldApart: reduction.toldApart }).toEqual({ states: 189, symmetry: 1, toldApart: ['ends is about paths'] });
  });

  test('none of actors that share a CPU', async () => {
    const { system } = engines('module m\nshared n: 0..3 = 0\nactor task[3] on cpu[0] { one: n = 1  two: n = 0 }\ncheck c { }\n');
    expect(system.symmetry?.()).toEqual([]);
    const { reduction } = await explore(system, { symmetry: true });
    expect([reduction.symmetry, reduction.interchangeable, reduction.toldApart]).toEqual([1, [], ['task shares a CPU']]);
  });

  test('none where reductions are off, or nobody asked', async () => {
    expect((await search(['deadlock'], true, false)).reduction).toEqual({ symmetry: 1, partialOrder: false });
    expect((await search(['deadlock'], false)).reduction).toEqual({ symmetry: 1, partialOrder: false });
  });
});
