import { firstThatTells } from '../random/caught.ts';
import { expect, test } from 'vitest';
import { withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import type * as Pipeline from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';
import { symmetryFaults } from './faults.ts';
import type * as Law from './law.ts';
import { kept, overPaths, told } from './specs.ts';

interface Judged {
  readonly symmetryLaws: typeof Law.symmetryLaws;
  readonly engines: typeof Pipeline.engines;
}

const judgedWith = (fault: Fault | null): Promise<Judged> =>
  withFault<Judged>(fault, `export { symmetryLaws } from '../reductions/law.ts'; export { engines } from './pipeline.ts';`);

const randomMax = 120;
const texts: readonly (() => string)[] = [
  ...[...kept, ...told].map(
    ([, text]) =>
      () =>
        text,
  ),
  () => overPaths,
  ...Array.from({ length: randomMax }, (_, number) => () => specOf(number)),
];

/** Number of the text on which the laws tell that something is wrong; -1 where none does. */
async function caughtBy(fault: Fault): Promise<number> {
  const { symmetryLaws, engines } = await judgedWith(fault);
  return firstThatTells(`symmetry: ${fault.name}`, texts.length, async (number) => {
    try {
      const { differences } = await symmetryLaws(engines(texts[number]!()), { comparedMax: 100, statesMax: 2_000 });
      return differences.length > 0;
    } catch {
      return true;
    }
  });
}

test('there are at least 20 faults', () => {
  expect(symmetryFaults.length).toBeGreaterThanOrEqual(20);
});

test.each(symmetryFaults.map((fault): [string, Fault] => [fault.name, fault]))('%s', async (_, fault) => {
  expect(await caughtBy(fault)).toBeGreaterThanOrEqual(0);
});
