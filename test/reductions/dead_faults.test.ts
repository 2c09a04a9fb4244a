import { expect, test } from 'vitest';
import { firstThatTells } from '../random/caught.ts';
import { choicesFrom } from '../random/choices.ts';
import { withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import type * as Pipeline from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { deadFaults } from './dead_faults.ts';
import { deadSpecs } from './dead_specs.ts';
import type * as Law from './dead_law.ts';
import { localSpec } from './local_specs.ts';
import { memberSpec } from './snippets.ts';

interface Judged {
  readonly deadLaws: typeof Law.deadLaws;
  readonly engines: typeof Pipeline.engines;
}

const judgedWith = (fault: Fault | null): Promise<Judged> =>
  withFault<Judged>(fault, `export { deadLaws } from '../reductions/dead_law.ts'; export { engines } from './pipeline.ts';`);

const randomMax = 60;
const texts: readonly (() => string)[] = [
  ...deadSpecs.map(
    ([, text]) =>
      () =>
        text,
  ),
  ...Array.from({ length: randomMax }, (_, number) => [
    () => localSpec(choicesFrom(tapeOf(300_000 + number))),
    () => memberSpec(choicesFrom(tapeOf(200_000 + number))),
    () => specOf(number),
  ]).flat(),
];

/** Texts without errors; found once for all faults. */
async function withoutErrors(): Promise<readonly string[]> {
  const { engines } = await judgedWith(null);
  return texts.flatMap((make) => {
    const text = make();
    try {
      engines(text);
      return [text];
    } catch {
      return [];
    }
  });
}

const known = withoutErrors();

/** Number of the text on which the laws tell that something is wrong; -1 where none does. */
async function caughtBy(fault: Fault): Promise<number> {
  const { deadLaws, engines } = await judgedWith(fault);
  const all = await known;
  return firstThatTells(`dead values: ${fault.name}`, all.length, async (number) => {
    try {
      const { differences } = await deadLaws(engines(all[number]!), { statesMax: 600 });
      return differences.length > 0;
    } catch {
      return true;
    }
  });
}

test('there are at least 20 faults', () => {
  expect(deadFaults.length).toBeGreaterThanOrEqual(20);
});

test.each(deadFaults.map((fault): [string, Fault] => [fault.name, fault]))(
  '%s',
  async (_, fault) => {
    expect(await caughtBy(fault)).toBeGreaterThanOrEqual(0);
  },
  60_000,
);
