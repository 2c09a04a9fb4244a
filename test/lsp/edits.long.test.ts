import { describe, test } from 'vitest';
import { applied, asked, named, randomEdit, randomFrom } from './edits.ts';
import { typed } from './typed.ts';
import { editAtRandom, seeded, typeAndDelete } from './typing.ts';

/*
 * The laws of `edits.test.ts` for everything: each spec and example typed, deleted and edited, with seeds of their own in every run.
 */

const files = [...typed.map((text, index) => [`typed ${index + 1}`, text] as const), ...named.map(({ name, text }) => [name, text] as const)];
const hour = 3_600_000;
/** One for each file follows from it. */
const seed = Date.now() % 2 ** 31;
/** Of a file, over the protocol and without it. */
const editsOfFile = 5000;
const roundsOfFile = 10;

describe('typed and deleted character by character in an editor, which asks with each', () => {
  test.each(files)('%s', (_, text) => typeAndDelete(text, 1), hour);
});

describe('half typed and half deleted: every feature answers', () => {
  test.each(files)(
    '%s',
    (_, text) => {
      for (let length = 0; length <= text.length; length++) asked(text.slice(0, length), length, length % 5 === 0);
      for (let from = 0; from <= text.length; from++) asked(text.slice(from), 0, from % 5 === 0);
    },
    hour,
  );
});

describe(`random edits from seed ${seed}`, () => {
  test.each(files.map(([name, text], index) => [name, text, seed + index] as const))(
    'of %s: the server has the text of the editor, and answers',
    (_, text, own) => seeded(own, (from) => editAtRandom(text, editsOfFile, 20, from)),
    hour,
  );
  test.each(files.map(([name, text], index) => [name, text, seed + index] as const))(
    'of %s: every feature answers',
    (_, text, own) =>
      seeded(own, (from) => {
        const random = randomFrom(from);
        for (let round = 0; round < roundsOfFile; round++) {
          let now = text;
          for (let edit = 0; edit < 50; edit++) {
            const next = randomEdit(now, random);
            now = applied(now, next);
            asked(now, next.start + next.text.length, true);
          }
        }
      }),
    hour,
  );
});
