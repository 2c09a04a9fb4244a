import { expect, test } from 'vitest';
import { firstThatTells } from '../random/caught.ts';
import { choicesFrom } from '../random/choices.ts';
import { withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import type * as Pipeline from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { orderFaults } from './order_faults.ts';
import type * as Law from './order_law.ts';
import { orderedSpecs } from './order_specs.ts';
import { independentPaths, independentSpec } from './order_snippets.ts';

interface Judged {
  readonly orderLaws: typeof Law.orderLaws;
  readonly engines: typeof Pipeline.engines;
}

const judgedWith = (fault: Fault | null): Promise<Judged> =>
  withFault<Judged>(fault, `export { orderLaws } from '../reductions/order_law.ts'; export { engines } from './pipeline.ts';`);

const texts: readonly (() => string)[] = [
  ...orderedSpecs.map(
    ({ text }) =>
      () =>
        text,
  ),
  ...Array.from({ length: 40 }, (_, number) => () => independentSpec(choicesFrom(tapeOf(300_000 + number)))),
  ...Array.from({ length: 10 }, (_, number) => () => specOf(number)),
  ...Array.from({ length: 40 }, (_, number) => () => independentPaths(choicesFrom(tapeOf(440_000 + number)))),
];

/** Number of the text on which the laws tell that something is wrong; -1 where none does. */
async function caughtBy(fault: Fault): Promise<number> {
  const { orderLaws, engines } = await judgedWith(fault);
  return firstThatTells(`partial order: ${fault.name}`, texts.length, async (number) => {
    let built;
    try {
      built = engines(texts[number]!());
    } catch (error) {
      return !(error instanceof Error && /MM0\d\d\d/u.test(error.message));
    }
    try {
      const { differences } = await orderLaws(built, { statesMax: 1_500, graphMax: 200, aloneMax: 2 });
      return differences.length > 0;
    } catch {
      return true;
    }
  });
}

test('there are at least 20 faults', () => {
  expect(orderFaults.length).toBeGreaterThanOrEqual(20);
});

test.each(orderFaults.map((fault): [string, Fault] => [fault.name, fault]))('%s', async (_, fault) => {
  expect(await caughtBy(fault)).toBeGreaterThanOrEqual(0);
});
