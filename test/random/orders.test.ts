import { expect, test } from 'vitest';
import { verdictsInOrder } from '../memory/in_order_law.ts';
import { checkLaws } from './law.ts';
import { engines, SpecError } from './pipeline.ts';
import { specOf } from './specs.ts';

/*
 * Law: words of order and barriers change nothing under sc, in both engines, and nothing in a window of one. The texts are random specs
 * with such words put into them: the numbered ones stay what they are.
 */

const words = ['acquire', 'release', 'relaxed', 'full', 'lock', 'unlock'] as const;
const barriers = ['full', 'read', 'write'] as const;

/** A text whose blocks of one step have orders, and barriers in front of some. */
function withOrders(text: string, number: number): string {
  let at = number;
  return text.replaceAll(/\batomic \{(?! \})/gu, (whole) => {
    at++;
    const ordered = `atomic ${words[at % words.length]!} {`;
    if (at % 3 === 0) return whole;
    return at % 4 === 0 ? `atomic ${barriers[at % barriers.length]!} { } ${ordered}` : ordered;
  });
}

const limits = { comparedMax: 100, statesMax: 20_001, countedMax: 0, readsMax: 0 };

test('orders and barriers change nothing in order, in random specs', async () => {
  const wrong: string[] = [];
  let asked = 0;
  for (let number = 0; number < 90; number++) {
    const text = specOf(number);
    const ordered = withOrders(text, number);
    if (ordered === text) continue;
    try {
      const [before, after] = [await checkLaws(engines(text), limits), await checkLaws(engines(ordered), limits)];
      asked++;
      const told = [after.states, after.finished, ...after.violated].join();
      if (after.differences.length > 0 || told !== [before.states, before.finished, ...before.violated].join())
        wrong.push(`spec ${number}: ${after.differences.join('; ')} ${told}\n${ordered}`);
      wrong.push(...((number % 3 === 0 ? await verdictsInOrder(ordered, 300) : null) ?? []).map((each) => `spec ${number}: ${each}`));
    } catch (error) {
      // What waits stands first in its step, and a barrier in front of it does not.
      if (!(error instanceof SpecError)) throw error;
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(40);
});
