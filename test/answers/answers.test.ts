import { runCheck } from '@mmspec/analysis';
import type { CheckResult, PlannedCheck } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { filesIn, read, verdicts } from '../kernel/spec_files.ts';
import type { Spec } from '../kernel/spec_files.ts';

/*
 * Specs whose answers are known from the meaning of the language: each of their checks says what it is.
 */

const specs = filesIn('test/answers', '.mmspec').map((name) => [name, read(`test/answers/${name}`)] as const);

function run(spec: Spec, planned: PlannedCheck, reduced: boolean = false): Promise<CheckResult> {
  return runCheck(spec.model, planned, { statesMax: 200_000, reduction: reduced, symmetry: reduced, order: reduced, deadValues: reduced });
}

describe('every check is answered as it says', () => {
  test.each(specs)('%s', async (_, spec) => {
    expect(spec.errors).toEqual([]);
    expect(spec.planned.length).toBeGreaterThan(0);
    const unmet: string[] = [];
    for (const planned of spec.searched) {
      expect(planned.expectation, `${planned.name} is a question`).not.toBeNull();
      for (const reduced of [false, true]) {
        // Where orders of steps are left out a path may be longer than the shortest one.
        const result = await run(spec, reduced ? withoutDepths(planned) : planned, reduced);
        if (!result.met) unmet.push(`${reduced ? 'with reductions: ' : ''}${verdicts(result)}`);
      }
    }
    expect(unmet).toEqual([]);
  });
});

function withoutDepths(planned: PlannedCheck): PlannedCheck {
  if (planned.expectation === null) return planned;
  return { ...planned, expectation: { ...planned.expectation, items: planned.expectation.items.map((item) => ({ ...item, within: null })) } };
}

const implicit = ['deadlock', 'range', 'underflow', 'overflow', 'get_at_zero', 'sleeps_in_atomic', 'null_reference', 'lost_reference'];

describe('what is ignored changes neither states nor steps', () => {
  test.each(specs)('%s', async (_, spec) => {
    const counts = ({ states, transitions, depth }: CheckResult): string => `${states} states, ${transitions} transitions, depth ${depth}`;
    for (const planned of spec.searched) {
      const all = counts(await run(spec, { ...planned, ignored: [] }));
      const objects = spec.model.objects.map(({ name }) => `${name.text}.live`);
      for (const ignored of [...[...implicit, ...objects].map((name) => [name]), [...implicit, ...objects]]) {
        expect(counts(await run(spec, { ...planned, ignored })), `${planned.name} without ${ignored.join(', ')}`).toBe(all);
      }
    }
  });
});
