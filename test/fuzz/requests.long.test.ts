import { expect, test } from 'vitest';
import { askAtRandom } from './requests.ts';

/*
 * The law of `requests.test.ts` for 6,000 requests, which are others in every run: the seed stands in the name of the test.
 */

const hour = 3_600_000;
const seed = Date.now() % 2 ** 31;
const parts = 12;
let requests = 0;

test.each(Array.from({ length: parts }, (_, part) => seed + part))(
  '500 requests from seed %i are answered',
  async (from) => {
    const answers = await askAtRandom(from, 500);
    requests += answers.requests;
    console.log(JSON.stringify(answers));
    expect(answers.methods).toBeGreaterThan(25);
  },
  hour,
);

test('there were 6,000', () => expect(requests).toBe(6000));
