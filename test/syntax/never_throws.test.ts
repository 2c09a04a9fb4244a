import { parse, tokens } from '@mmspec/syntax';
import { describe, expect, test } from 'vitest';
import { corpus, randomFrom } from './corpus.ts';
import { mutated, pick } from './mutate.ts';

/*
 * Any text gives a tree and diagnostics. The texts are the same in every run.
 */

/** The text is read: a tree whose spans lie in it, and diagnostics with places and words. */
function check(text: string): void {
  const file = { path: 'any.mmspec', text };
  try {
    const { module, diagnostics } = parse(file, 0);
    expect(module.kind).toBe('module');
    for (const { span, code, message, why, help } of diagnostics) {
      if (span.file !== 0 || span.start < 0 || span.end < span.start || span.end > text.length)
        throw new Error(`${code} lies at ${JSON.stringify(span)} of ${text.length}`);
      if (!/^MM\d{4}$/u.test(code) || message === '' || why === '' || help === '') throw new Error(`${code} does not say enough`);
    }
    tokens(file);
  } catch (error) {
    throw new Error(`a text is not read: ${JSON.stringify(text.slice(0, 2000))}`, { cause: error });
  }
}

test('5,000 texts of random bytes', () => {
  const random = randomFrom(1);
  const decoder = new TextDecoder();
  for (let run = 0; run < 5000; run++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256));
    check(decoder.decode(run % 2 === 0 ? bytes : bytes.map((byte) => byte & 0x7f)));
  }
});

test('8,000 texts of random words', () => {
  const random = randomFrom(2);
  const pieces = [...new Set(corpus.flatMap(({ text }) => text.match(/\w+|[^\s\w]+|\s+/gu) ?? []))];
  for (let run = 0; run < 8_000; run++) check(Array.from({ length: Math.floor(random() * 60) }, () => pick(random, pieces)).join(random() < 0.5 ? ' ' : ''));
});

describe('truncated', () => {
  test.each(corpus.map(({ name, text }) => [name, text] as const))('%s', (_, text) => {
    const step = Math.max(1, Math.floor(text.length / 25));
    for (let end = 0; end <= text.length; end += step) {
      check(text.slice(0, end));
      check(text.slice(end));
    }
  });
});

describe('mutated', () => {
  test.each(corpus.map(({ name, text }, index) => [name, text, index] as const))('%s', (_, text, index) => {
    const random = randomFrom(1000 + index);
    for (let run = 0; run < 25; run++) {
      let changed = text;
      for (let changes = Math.floor(random() * 4); changes >= 0; changes--) changed = mutated(random, changed);
      check(changed);
    }
  });
});
