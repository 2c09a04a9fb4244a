import { parse } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { RecoveringParser } from '../../packages/syntax/src/parser/recovery.ts';
import { corpus, randomFrom } from './corpus.ts';
import { mutated, pick } from './mutate.ts';

/*
 * Law: what is remembered of recovery is what Chevrotain's own answers, which asks the grammar each time.
 */

type Answer = (this: unknown, ...asked: unknown[]) => unknown;

const remembering = RecoveringParser.prototype as unknown as Record<string, Answer>;
const definition = Object.getPrototypeOf(RecoveringParser.prototype) as Record<string, Answer>;
let answers = 0;
const wrong: string[] = [];

for (const name of ['findReSyncTokenType', 'getFollowsForInRuleRecovery']) {
  const [remembered, defined] = [remembering[name]!, definition[name]!];
  remembering[name] = function both(...asked) {
    const [found, wanted] = [remembered.apply(this, asked), defined.apply(this, asked)];
    if (!isSame(found, wanted)) wrong.push(name);
    answers++;
    return found;
  };
}

/** The same kind of token, or the same ones. */
function isSame(found: unknown, wanted: unknown): boolean {
  if (!Array.isArray(found) || !Array.isArray(wanted)) return found === wanted;
  return found.length === wanted.length && found.every((each, at) => each === wanted[at]);
}

function check(text: string): void {
  parse({ path: 'm.mmspec', text }, 0);
  expect(wrong, text).toEqual([]);
}

test('specs with several mistakes', () => {
  const random = randomFrom(4);
  const texts = corpus.filter(({ text }) => text.length < 4_000);
  for (let run = 0; run < 1_000; run++) {
    let { text } = pick(random, texts);
    for (let mistakes = Math.floor(random() * 6); mistakes >= 0; mistakes--) text = mutated(random, text);
    check(text);
  }
  expect(answers).toBeGreaterThan(3_000);
});

test('lines of many specs, one in three with a mistake', () => {
  const random = randomFrom(5);
  const lines = corpus.flatMap(({ text }) => text.split('\n')).filter((line) => /^\w+ .*\w/u.test(line) && !line.startsWith('module'));
  for (let run = 0; run < 300; run++) {
    const made = Array.from({ length: 60 }, () => (random() < 1 / 3 ? mutated(random, pick(random, lines)) : pick(random, lines)));
    check(`module m\n${made.join('\n')}\n`);
  }
});

test('one mistake again and again', () => {
  const lines = [
    'temporal t under fair a: eventually (n == 1)',
    'shared x 0..3',
    'actor a { x = = 1 }',
    'invariant : x == 0',
    'check c { N 3 }',
    'op f( { }',
    '}',
    'x',
  ];
  for (const line of lines) check(`module m\n${`${line}\n`.repeat(40)}`);
});
