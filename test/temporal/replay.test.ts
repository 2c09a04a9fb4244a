import { explore } from '@mmspec/checker';
import { expect, test } from 'vitest';
import { engines } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { specOf } from '../random/specs.ts';

/*
 * Lassos, and paths to where a possibility is lost, replay in the interpreter; the loop of a lasso closes there too.
 */

/** A random spec that also wants its first actor to come to its end, and that to stay possible. */
function withLiveness(number: number): string {
  const text = specOf(number);
  const [, name = '', count = ''] = /^actor (\w+)(\[)?/mu.exec(text) ?? [];
  const atEnd = count === '' ? `${name} at done` : `forall zz in ${name}: zz at done`;
  const fairness = ['', ' under fair', ` under strongly fair ${name}`][number % 3] ?? '';
  return `${text}temporal ends_in_time: eventually (${atEnd})${fairness}\npossible can_end: ${atEnd}\n`;
}

test('on 440 random specs', async () => {
  const wrong: string[] = [];
  const counts = { temporal: 0, possible: 0, loops: 0 };
  for (let number = 0; number < 440; number++) {
    const { system, machine } = engines(withLiveness(number));
    const wanted = system.properties.flatMap(({ kind }, index) => (kind === 'temporal' || kind === 'possible' ? [index] : []));
    expect(wanted.length).toBe(2);
    const search = await explore(system, { properties: wanted, statesMax: 5_000 });
    for (const { property, path } of search.results) {
      const kind = system.properties[property]?.kind;
      if (path === null || (kind !== 'temporal' && kind !== 'possible')) continue;
      const said = replay(system, machine, property, path);
      if (said !== null) wrong.push(`spec ${number}, ${kind}: ${said}`);
      counts[kind]++;
      if (path.loop !== undefined && path.loop < path.actions.length) counts.loops++;
    }
  }
  expect(wrong).toEqual([]);
  expect(counts.temporal).toBeGreaterThan(200);
  expect(counts.possible).toBeGreaterThan(50);
  expect(counts.loops).toBeGreaterThan(100);
});
