import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { positionAt, type SourceFile } from '@mmspec/source';
import { specTexts, type Found } from '../../packages/cli/src/files/spec_texts.ts';
import { folderWith, root, run } from '../cli/mmspec.ts';
import { randomFrom } from '../syntax/corpus.ts';
import { corpus, type Sample } from './corpus.ts';

/*
 * Whatever is done to a mail, reading it ends, soon, and each character that is found stands at its place of the file.
 */

async function found(name: string, bytes: Uint8Array): Promise<readonly Found[]> {
  return specTexts([join(folderWith({ [name]: bytes }), name)]);
}

const specsOf = (all: readonly Found[]): SourceFile[] => all.flatMap((each) => (each.kind === 'spec' ? [each.spec.file] : []));

/** The character of a file at a line and column. */
function characterAt(lines: readonly string[], { line, column }: { readonly line: number; readonly column: number }): string | undefined {
  return lines[line - 1]?.[column - 1];
}

/** How often a character of a spec was compared with that of its file. */
function compared(file: SourceFile, bytes: Uint8Array): number {
  const lines = new TextDecoder().decode(bytes).split('\n');
  let count = 0;
  for (const [offset, character] of file.text.split('').entries()) {
    if (/\s/u.test(character)) continue;
    const place = positionAt(file, offset);
    if (characterAt(lines, place) !== character) throw new Error(`${JSON.stringify(character)} at ${offset} is not at ${place.line}:${place.column}`);
    count++;
  }
  return count;
}

describe('mutants of the corpus are read, and what is found in them is at its place', () => {
  /** Of a text that is not decoded, each character is that of the file. */
  const isDecoded = (bytes: Uint8Array): boolean => /base64|printable|charset=(?:iso|utf-16)|[^\0-\u007F]|=\?|%/iu.test(Buffer.from(bytes).toString('latin1'));
  const counts = { mutants: 0, specs: 0, characters: 0 };
  const small = corpus.filter(({ bytes }) => bytes.length < 10_000);
  test.each(small.map((sample, index) => [sample.what, sample, index] as const))('%s', async (_, sample, index) => {
    const random = randomFrom(7000 + index);
    for (let mutant = 0; mutant < 20; mutant++) {
      const bytes = mutated(random, sample);
      try {
        const specs = specsOf(await found(sample.file, bytes));
        counts.mutants++;
        counts.specs += specs.length;
        if (!isDecoded(bytes)) for (const spec of specs) counts.characters += compared(spec, bytes);
      } catch (error) {
        throw new Error(`reading fails on ${sample.file}: ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`, { cause: error });
      }
    }
  });
  test('there are many', () => {
    expect(counts.mutants).toBe(20 * small.length);
    expect(counts.specs).toBeGreaterThan(1000);
    expect(counts.characters).toBeGreaterThan(100_000);
  });
});

/** The sample with a few bytes or lines changed, taken out, doubled or moved, or lines of another sample. */
function mutated(random: () => number, { bytes }: Sample): Uint8Array {
  const pick = (count: number): number => Math.floor(random() * count);
  let text = Buffer.from(bytes).toString('latin1');
  for (let change = pick(4); change >= 0; change--) {
    const lines = text.split('\n');
    const [from, to] = [pick(lines.length), pick(lines.length)];
    const at = pick(text.length + 1);
    const other = Buffer.from(corpus[pick(100)]?.bytes.subarray(0, 5000) ?? [])
      .toString('latin1')
      .split('\n');
    const texts = [
      () => lines.toSpliced(from, 1).join('\n'),
      () => lines.toSpliced(from, 0, lines[to] ?? '').join('\n'),
      () => lines.toSpliced(from, 0, ...other.slice(pick(other.length)).slice(0, 8)).join('\n'),
      () => lines.map((line, index) => (index >= from && index < to ? `> ${line}` : line)).join('\n'),
      () => text.slice(0, at) + text.slice(at + 1 + pick(3)),
      () => text.slice(0, at) + ('\r\n >|+-@`~=\0\u00E9'[pick(14)] ?? '') + text.slice(at),
      () => text.slice(0, at),
    ];
    text = texts[pick(texts.length)]?.() ?? text;
  }
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

describe('what is encoded at random is decoded, each character at the place of its code', () => {
  const spec = fc.array(
    fc.array(fc.constantFrom('a', ' ', '=', '}', 'é', '日', '😀', '// >From', '~'), { maxLength: 40 }).map((characters) => `x${characters.join('')}`),
    { minLength: 1, maxLength: 12 },
  );
  const head = 'From: a@example.com\nSubject: x\nContent-Type: text/plain; charset=utf-8\n';

  /** Quoted-printable; `choices` says which characters have a code without need, and where lines are broken. */
  function printable(lines: readonly string[], choices: readonly boolean[]): { readonly encoded: string; readonly places: string[] } {
    let encoded = '';
    let [line, column, next] = [6, 1, 0];
    const places: string[] = [];
    const chosen = (): boolean => choices[next++ % choices.length] === true && next % 3 === 0;
    const put = (text: string): void => void ([encoded, column] = [encoded + text, column + text.length]);
    for (const [index, text] of lines.entries()) {
      const characters = Array.from(text);
      for (const [at, character] of characters.entries()) {
        if (chosen()) [encoded, line, column] = [`${encoded}=\n`, line + 1, 1];
        if (index > 0 && index < lines.length - 1) places.push(`${line}:${column}`);
        const isCode =
          character === '=' || character > '~' || (character === ' ' && at === characters.length - 1) || (index > 0 && index < lines.length - 1 && chosen());
        put(isCode ? [...Buffer.from(character)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('') : character);
      }
      [encoded, line, column] = [`${encoded}\n`, line + 1, 1];
    }
    return { encoded, places };
  }

  test('quoted-printable', () =>
    fc.assert(
      fc.asyncProperty(spec, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), async (lines, choices) => {
        const { encoded, places } = printable(['```mmspec', ...lines, '```'], choices);
        const [file] = specsOf(await found('a.eml', new TextEncoder().encode(`${head}Content-Transfer-Encoding: quoted-printable\n\n${encoded}`)));
        expect(file?.text).toBe(lines.map((line) => `${line}\n`).join(''));
        let offset = 0;
        const seen: string[] = [];
        for (const character of file?.text ?? '') {
          const { line, column } = positionAt(file as SourceFile, offset);
          if (character !== '\n') seen.push(`${line}:${column}`);
          offset += character.length;
        }
        expect(seen).toEqual(places);
      }),
      { numRuns: 150 },
    ));

  test('base64', () =>
    fc.assert(
      fc.asyncProperty(spec, fc.integer({ min: 1, max: 76 }), async (lines, width) => {
        const text = `\`\`\`mmspec\n${lines.join('\n')}\n\`\`\`\n`;
        const encoded =
          Buffer.from(text)
            .toString('base64')
            .match(new RegExp(`.{1,${width}}`, 'gu')) ?? [];
        const [file] = specsOf(await found('a.eml', new TextEncoder().encode(`${head}Content-Transfer-Encoding: base64\n\n${encoded.join('\n')}\n`)));
        expect(file?.text).toBe(lines.map((line) => `${line}\n`).join(''));
        let offset = 0;
        let byte = Buffer.byteLength('```mmspec\n');
        for (const character of file?.text ?? '') {
          // Of four letters the first three are those in which a byte begins.
          const letter = 4 * Math.floor(byte / 3) + (byte % 3);
          if (character !== '\n')
            expect(positionAt(file as SourceFile, offset)).toEqual({ line: 6 + Math.floor(letter / width), column: 1 + (letter % width) });
          offset += character.length;
          byte += Buffer.byteLength(character);
        }
      }),
      { numRuns: 60 },
    ));
});

/** Texts near the limit that take long where anything looks at them again and again. */
const fill = (text: string, before = ''): string => before + text.repeat(Math.floor((4 * 2 ** 20 - 1000 - before.length) / text.length));
const fields = 'From: a@example.com\nSubject: x\n';
const hard: readonly (readonly [what: string, file: string, text: () => string])[] = [
  ['a line of backquotes', 'a.md', () => fill('`')],
  ['blocks that nothing closes', 'a.md', () => fill('```mmspec\n~~~\n')],
  ['longer and longer fences', 'a.md', () => Array.from({ length: 30_000 }, (_, index) => `${'`'.repeat(3 + (index % 200))}mmspec\n`).join('')],
  ['marks of quotation', 'a.txt', () => fill('>')],
  ['a block of 100,000 marks', 'a.txt', () => `${'> '.repeat(100_000)}\`\`\`mmspec\n${`${'> '.repeat(100_000)}module m\n`.repeat(15)}`],
  ['1,000 blocks in one another', 'a.txt', () => fill('a\n', Array.from({ length: 1000 }, (_, index) => `${'>'.repeat(1000 - index)}\`\`\`mmspec\n`).join(''))],
  ['answers', 'a.txt', () => fill('a\n> b\n', '> ```mmspec\n')],
  ['files of a patch', 'a.patch', () => fill('--- a\n+++ b\n@@ -0,0 +1 @@\n+```mmspec\n')],
  ['lines that flow on', 'a.eml', () => fill('a \n', `${fields}Content-Type: text/plain; format=flowed\n\n`)],
  ['lines that are broken', 'a.eml', () => fill('a=\n', `${fields}Content-Transfer-Encoding: quoted-printable\n\n\`\`\`mmspec\n`)],
  [
    'characters of several bytes',
    'a.eml',
    () => fill('=C3=A9', `${fields}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n\`\`\`mmspec\n`),
  ],
  ['one letter a line', 'a.eml', () => fill('Y\n', `${fields}Content-Transfer-Encoding: base64\n\n`)],
  ['parts', 'a.eml', () => fill('--b\n\nx\n', `${fields}Content-Type: multipart/mixed; boundary=b\n\n`)],
  ['messages', 'a.mbox', () => fill('From a Sat Nov 28 12:00:00 2026\nX: y\n\n')],
];

describe('texts below 4 MiB are read soon', () => {
  test.each(hard)('%s', async (_, file, text) => {
    const folder = folderWith({ [file]: text() });
    const checked = await run(['check', join(folder, file)], { cwd: root }, 30);
    expect(checked.code, checked.stderr.slice(0, 500)).toBe(2);
    expect(checked.stderr).toMatch(/: error\[MM\d{4}\]: /u);
    expect(checked.stderr).not.toContain('fault of mmspec');
    expect(checked.stderr.length).toBeLessThan(200_000);
    if (!file.endsWith('.md')) return;
    const formatted = await run(['fmt', '--check', join(folder, file)], { cwd: root }, 30);
    expect([0, 2], formatted.stderr.slice(0, 500)).toContain(formatted.code);
    expect(formatted.stderr).not.toContain('fault of mmspec');
  });
});
