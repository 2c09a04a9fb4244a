import { parse, readNext, readWhole } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { corpus, randomFrom } from './corpus.ts';
import { editedTexts } from './reread.ts';

/*
 * Law: what is read of a text that another one has become is what is read of it alone.
 */

const texts = corpus.filter(({ text }) => text.length > 300 && text.length < 2500);
const editsOfEach = Number(process.env['EDITS'] ?? 2500) / 100;

test.each(Array.from({ length: 100 }, (_, seed) => [seed, texts[(seed * 7) % texts.length]?.text ?? ''] as const))('edits (%i)', (seed, text) => {
  const random = randomFrom(seed);
  let file = { path: 'a.mmspec', text };
  let reading = readWhole(file, 0, true);
  for (const next of editedTexts(text, editsOfEach, random)) {
    const before = file.text;
    file = { path: 'a.mmspec', text: next };
    reading = readNext(reading, { path: 'a.mmspec', text: before }, file, 0);
    const fresh = parse(file, 0);
    if (JSON.stringify(reading.parsed.module) !== JSON.stringify(fresh.module))
      expect([before, next, reading.parsed.module]).toEqual([before, next, fresh.module]);
    expect(reading.parsed.diagnostics, JSON.stringify([before, next])).toEqual(fresh.diagnostics);
    expect(new Map(reading.parsed.lost), JSON.stringify([before, next])).toEqual(new Map(fresh.lost));
  }
});
