import { positionAt } from '@mmspec/source';
import { tokens } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { corpus } from '../syntax/corpus.ts';
import { analysed } from './fixture.ts';

/*
 * Law: of one word or sign too few, too many, or exchanged with the next one, at most a few errors are reported. The first stands on that
 * line or a neighbour of it, unless it is about braces, whose partner may be anywhere, or about what the edit left without a meaning elsewhere.
 */

const pages = ['conditions', 'jumps', 'await', 'assert', 'steps'];
const texts = corpus.filter(({ name }) => pages.some((page) => name === `grammar/${page}.md 1`));

/** Errors of one edit: none of the pages has more, nor had one where each word was tried. */
const errorsMax = 5;

/** About braces, or about names: where these are used may be far away. */
const elsewhere: ReadonlySet<string> = new Set(['MM0103', 'MM0205', 'MM0206', 'MM0208', 'MM0306', 'MM0308', 'MM0310', 'MM0329']);

interface Edit {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** The partner of a brace may be anywhere. */
  readonly isBrace: boolean;
}

const isABrace = (image: string): boolean => image === '{' || image === '}';

function editsOf(text: string): Edit[] {
  const all = tokens({ path: '', text });
  return all.flatMap(({ start, end, image }, index): Edit[] => {
    const next = all[index + 1];
    const isBrace = isABrace(image);
    const without = { text: text.slice(0, start) + text.slice(end), from: start, to: start, isBrace };
    const twice = { text: `${text.slice(0, end)} ${image}${text.slice(end)}`, from: start, to: end, isBrace };
    if (next === undefined) return [without, twice];
    const exchanged = text.slice(0, start) + next.image + text.slice(end, next.start) + image + text.slice(next.end);
    return [without, twice, { text: exchanged, from: start, to: next.start, isBrace: isBrace || isABrace(next.image) }];
  });
}

test.each(texts)('$name', ({ text }) => {
  for (const edit of editsOf(text)) {
    const errors = analysed(edit.text).diagnostics.filter(({ severity }) => severity === 'error');
    const told = errors.map(({ code, message }) => `${code} ${message}`).join('\n');
    expect(errors.length, `${edit.text}\n${told}`).toBeLessThanOrEqual(errorsMax);
    expect(told).not.toContain('something else');
    const [first] = errors;
    if (first === undefined || edit.isBrace || elsewhere.has(first.code)) continue;
    const line = (offset: number): number => positionAt({ path: '', text: edit.text }, Math.min(offset, edit.text.length)).line;
    const at = line(first.span.start);
    expect(at, `${edit.text}\n${told}`).toBeGreaterThanOrEqual(line(edit.from) - 1);
    expect(at, `${edit.text}\n${told}`).toBeLessThanOrEqual(line(edit.to) + 1);
  }
});
