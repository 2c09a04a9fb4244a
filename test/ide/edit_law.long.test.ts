import { describe, expect, test } from 'vitest';
import { withFault } from '../random/mutant.ts';
import type * as Law from './edit_law.ts';
import { firstDifference, firstDifferenceOfSeveral } from './edit_law.ts';
import { specs } from './edit_specs.ts';
import { faults } from './faults_edits.ts';

/*
 * The law of edits on 20,000 of them; and that it finds what may be wrong with what is kept.
 */

test.each(Array.from({ length: 450 }, (_, seed) => seed + 1000))('edits (%i)', (seed) => {
  expect(firstDifference(specs[seed % specs.length]?.text ?? '', {}, 40, seed)).toBeNull();
});

test.each(Array.from({ length: 50 }, (_, seed) => seed + 1000))('edits of a spec and of what it imports (%i)', (seed) =>
  expect(firstDifferenceOfSeveral(40, seed)).toBeNull(),
);

describe('a fault is found', () => {
  test.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
    const law = await withFault<typeof Law>(fault, `export * from '../ide/edit_law.ts';`);
    let found: string | null = null;
    for (let seed = 0; seed < 60 && found === null; seed++) {
      found = law.firstDifferenceOfSeveral(20, seed) ?? law.firstDifference(specs[(seed * 13) % specs.length]?.text ?? '', {}, 20, seed);
    }
    expect(found).not.toBeNull();
  });
});
