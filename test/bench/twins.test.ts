import { explore } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import type { Settings } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { read, textOf } from '../kernel/spec_files.ts';

/*
 * The twins have the same steps as the Promela and TLA+ models beside them.
 * States are those that SPIN (-DNOREDUCE) and TLC report; transitions are SPIN's less one, which is the creation of the initial state.
 */

const twins: readonly (readonly [string, Settings, number, number])[] = [
  ['one', {}, 1, 0],
  ['peterson', {}, 20, 35 - 1],
  ['filter', { N: 4 }, 9_272, 25_793 - 1],
  ['filter', { N: 5 }, 223_105, 741_066 - 1],
  ['phil', { N: 6 }, 6_336, 31_657 - 1],
  ['phil', { N: 7 }, 28_192, 164_585 - 1],
  ['phil', { N: 8 }, 125_440, 837_905 - 1],
  ['ticket', { N: 3 }, 1_814, 5_011 - 1],
  ['ticket', { N: 4 }, 47_600, 175_713 - 1],
  ['ticket', { N: 5 }, 1_495_992, 6_938_761 - 1],
  ['gmem', { V: 2, F: 1, W: 1 }, 1_020, 3_435 - 1],
  ['gmem', { V: 3, F: 1, W: 1 }, 3_915, 15_814 - 1],
  ['gmem', { V: 2, F: 2, W: 1 }, 19_525, 77_981 - 1],
  ['gmem', { V: 3, F: 2, W: 1 }, 158_125, 763_101 - 1],
];

/** The same where SPIN resets dead values, as it does without -o1. */
const reset: readonly (readonly [string, Settings, number, number])[] = [
  ['ticket', { N: 3 }, 294, 667 - 1],
  ['ticket', { N: 4 }, 1_888, 4_961 - 1],
  ['ticket', { N: 5 }, 12_760, 36_201 - 1],
];

async function check(
  name: string,
  settings: Settings,
  deadValues = false,
): Promise<{ readonly states: number; readonly transitions: number; readonly violated: readonly string[] }> {
  const { model, errors, searched: planned } = read(`test/bench/${name}/${name}.mmspec`);
  expect(errors).toEqual([]);
  const { system } = compile(model, { ...planned[0]?.settings, ...settings });
  if (system === null) throw new Error('not compiled');
  const found = await explore(system, { statesMax: 2_000_000, deadValues });
  expect(found.finished, found.reason).toBe(true);
  const violated = found.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => system.properties[property]?.name ?? '?');
  return { states: found.states, transitions: found.transitions, violated };
}

describe('twins', () => {
  test.each(twins)('%s %o has %i states and %i transitions', async (name, settings, states, transitions) => {
    expect(await check(name, settings)).toEqual({ states, transitions, violated: [] });
  });

  test.each(reset)('%s %o has %i states and %i transitions where dead values are reset', async (name, settings, states, transitions) => {
    expect(await check(name, settings, true)).toEqual({ states, transitions, violated: [] });
  });

  test('the walker of gmem that does not look again touches a removed folio', async () => {
    const { violated } = await check('gmem', { BUG: true });
    expect(violated).toEqual(['walker.recheck.touch']);
  });

  test.each(['peterson', 'filter', 'phil', 'gmem', 'ticket', 'one'])('%s stands beside its Promela and TLA+ twins', (name) => {
    const module = name.charAt(0).toUpperCase() + name.slice(1);
    expect(textOf(`test/bench/${name}/${name}.pml`)).not.toBe('');
    expect(textOf(`test/bench/${name}/${module}.tla`)).toContain(`MODULE ${module}`);
  });
});
