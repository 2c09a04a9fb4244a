import { isOpenCheck } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { read, runPlanned, textOf, verdicts } from '../kernel/spec_files.ts';

/*
 * The design that started it. Verdicts and shortest traces are those of its brief and of a breadth-first search written by hand.
 */

const path = 'specs/safe_refcount.mmspec';
const spec = read(path);

/** Per check: states, and the depth of each violated property. */
const expected: Readonly<Record<string, readonly [number, Readonly<Record<string, number>>]>> = {
  'row1[VCPUS=1]': [264, { no_new_refs: 1, no_spurious_eagain: 7 }],
  'row1[VCPUS=2]': [2278, { no_new_refs: 1, no_spurious_eagain: 7 }],
  'row1[VCPUS=3]': [19102, { no_new_refs: 1, no_spurious_eagain: 7 }],
  'row1[VCPUS=4]': [157078, { no_new_refs: 1, no_spurious_eagain: 7 }],
  row2: [265, { no_new_refs: 1, no_spurious_eagain: 7, no_unsafe_holder: 14, no_unsafe_access: 15 }],
  row3: [293, { no_new_refs: 1, no_spurious_eagain: 6, no_unsafe_holder: 8, no_unsafe_access: 9 }],
  row4: [257, { no_new_refs: 1, no_spurious_eagain: 6, no_unsafe_holder: 12, no_unsafe_access: 13 }],
  'row5[VCPUS=1]': [199, { no_new_refs: 1, no_spurious_eagain: 5 }],
  'row5[VCPUS=2]': [2136, { no_new_refs: 1, no_spurious_eagain: 5 }],
  'row5[VCPUS=3]': [22488, { no_new_refs: 1, no_spurious_eagain: 5 }],
  'row5[VCPUS=4]': [231920, { no_new_refs: 1, no_spurious_eagain: 5 }],
  row6: [263, { no_new_refs: 1, counter_invariant: 2, no_spurious_eagain: 6, no_unsafe_holder: 7, no_unsafe_access: 8 }],
  row7: [228, { no_new_refs: 1, no_spurious_eagain: 6, counter_invariant: 7, no_unsafe_holder: 12, no_unsafe_access: 13 }],
  row8: [476, { no_new_refs: 1, no_spurious_eagain: 8 }],
  row9: [453, { no_new_refs: 1, no_spurious_eagain: 8 }],
  row9b: [468, { no_new_refs: 1, counter_invariant: 2, no_spurious_eagain: 8 }],
  'writers8[protect=seqcount]': [10396, { no_new_refs: 1, no_spurious_eagain: 8, no_unsafe_holder: 10, no_unsafe_access: 11 }],
  'writers8[protect=seqcount_mutex]': [6925, { no_new_refs: 1, no_spurious_eagain: 8 }],
  'writers9[protect=seqcount]': [9447, { no_new_refs: 1, no_spurious_eagain: 8, no_unsafe_holder: 14, no_unsafe_access: 15 }],
  'writers9[protect=seqcount_mutex]': [6580, { no_new_refs: 1, no_spurious_eagain: 8 }],
  'writers9b[protect=seqcount]': [9763, { no_new_refs: 1, counter_invariant: 2, no_spurious_eagain: 8, no_unsafe_holder: 9, no_unsafe_access: 10 }],
  'writers9b[protect=seqcount_mutex]': [6771, { no_new_refs: 1, counter_invariant: 3, no_spurious_eagain: 8 }],
  'weak_lock[read=ref_first]': [264, { converts: 8 }],
  'weak_lock[read=safe_first]': [265, { converts: 8 }],
  'weak_lock[read=together]': [221, { converts: 7 }],
  'weak[protect=nothing,read=ref_first]': [293, {}],
  'weak[protect=nothing,read=safe_first]': [257, {}],
  'weak[protect=nothing,read=together]': [199, {}],
  'weak[protect=seqcount,read=ref_first]': [476, {}],
  'weak[protect=seqcount,read=safe_first]': [453, {}],
  'weak[protect=seqcount,read=together]': [341, {}],
  weak6: [263, {}],
  weak7: [228, { converts: 7 }],
  weak10: [296, { converts: 10 }],
  weak9b: [468, {}],
  'looping[protect=nothing,read=ref_first]': [301, { no_new_refs: 1, no_spurious_eagain: 6, no_unsafe_holder: 8, no_unsafe_access: 9, converts: 12 }],
  'looping[protect=nothing,read=safe_first]': [294, { no_new_refs: 1, no_spurious_eagain: 6, no_unsafe_holder: 12, converts: 12, no_unsafe_access: 13 }],
  'looping[protect=nothing,read=together]': [196, { no_new_refs: 1, no_spurious_eagain: 5, converts: 11 }],
  'looping[protect=lock,read=ref_first]': [258, { no_new_refs: 1, no_spurious_eagain: 7, converts: 14 }],
  'looping[protect=lock,read=safe_first]': [290, { no_new_refs: 1, no_spurious_eagain: 7, no_unsafe_holder: 14, converts: 14, no_unsafe_access: 15 }],
  'looping[protect=lock,read=together]': [216, { no_new_refs: 1, no_spurious_eagain: 6, converts: 13 }],
  'looping2[protect=nothing]': [3332, { no_new_refs: 1, no_spurious_eagain: 6, no_unsafe_holder: 8, no_unsafe_access: 9, converts: 19 }],
  'looping2[protect=lock]': [2076, { no_new_refs: 1, no_spurious_eagain: 7, converts: 22 }],
  'pinned[protect=nothing]': [202, { converts: 14, can_convert: 3 }],
  'pinned[protect=lock]': [177, { converts: 16, can_convert: 1 }],
  'pinned[protect=seqcount]': [323, { converts: 16, can_convert: 1 }],
  row10: [296, { no_new_refs: 1, no_spurious_eagain: 7, no_unsafe_holder: 6, no_unsafe_access: 7 }],
};

async function check(name: string): Promise<void> {
  const planned = spec.planned.find((candidate) => candidate.name === name);
  if (planned === undefined) throw new Error(`no check ${name}; there are ${spec.planned.map((candidate) => candidate.name).join(', ')}`);
  const result = await runPlanned(spec, planned);
  expect(result.met, verdicts(result)).toBe(true);
  const violated = result.results.filter(({ verdict }) => verdict === 'violated').map(({ property, depth }) => [property, depth]);
  expect([result.states, Object.fromEntries(violated)]).toEqual(expected[name]);
}

describe('safe_refcount', () => {
  test('has no mistakes and no questions', () => {
    expect([...spec.errors, ...spec.warnings]).toEqual([]);
    expect(spec.planned.filter(({ expectation }) => expectation === null).map(({ name }) => name)).toEqual([]);
  });

  test('states the claim of the post to the letter, alone on its line', () => {
    expect(
      textOf(path)
        .split('\n')
        .map((line) => line.trim()),
    ).toContain('invariant no_new_refs: refcount == safe + 1 implies no new refs');
  });

  test.each(Object.keys(expected))('%s', (name) => check(name));

  test('in every design the window is there', async () => {
    const window = spec.planned.filter(({ matrix }) => matrix === 'window');
    expect(window.length).toBe(9);
    for (const planned of window) {
      const result = await runPlanned(spec, planned);
      expect(result.met, verdicts(result)).toBe(true);
    }
  });

  test('every check is listed here', () => {
    const names = spec.planned.filter((planned) => planned.matrix !== 'window' && !isOpenCheck(planned)).map(({ name }) => name);
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
  });
});
