import { expect, test } from 'vitest';
import { filesIn, textOf } from '../kernel/spec_files.ts';
import { specOf } from '../random/specs.ts';
import { differencesInOrder, differencesOfChecks, verdictsInOrder } from './in_order_law.ts';

type Differences = readonly string[] | null;

/** The specs with numbers from `from` to `to - 1` that tell against a law, and how many it was asked of. */
async function findings(
  from: number,
  to: number,
  differences: (text: string) => Differences | Promise<Differences>,
): Promise<{ wrong: string[]; asked: number }> {
  const wrong: string[] = [];
  let asked = 0;
  for (let number = from; number < to && wrong.length < 3; number++) {
    const text = specOf(number);
    const found = await differences(text);
    if (found !== null) asked++;
    if (found !== null && found.length > 0) wrong.push(`spec ${number}:\n${found.join('\n')}\n${text}`);
  }
  return { wrong, asked };
}

test('window 1 is sc on random specs, with all their states and steps', async () => {
  const { wrong, asked } = await findings(0, 40, (text) => differencesInOrder(text, 600));
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(20);
});

test('window 1 is sc on random specs, with all verdicts of the checker', async () => {
  const { wrong, asked } = await findings(40, 75, (text) => verdictsInOrder(text, 600));
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(15);
});

test.each(['specs', 'specs/bugs', 'specs/memory', 'examples'])('window 1 is sc on the specs of %s, in each of their checks', (folder) => {
  const found = filesIn(folder, '.mmspec').map((name) => [name, differencesOfChecks(textOf(`${folder}/${name}`), 120)] as const);
  const wrong = found.flatMap(([name, checks]) =>
    [...checks].filter(([, differences]) => differences.length > 0).map(([check, differences]) => [name, check, differences]),
  );
  expect(wrong).toEqual([]);
  expect(found.filter(([, checks]) => checks.size > 0).length).toBeGreaterThan(7);
});
