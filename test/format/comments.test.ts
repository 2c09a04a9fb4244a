import { formatSpec } from '@mmspec/format';
import { difference, parse, tokens } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { corpus } from '../syntax/corpus.ts';

/*
 * Law: a comment may stand between any two words or signs. A formatted text has it between the same two, the same tree, and
 * is laid out the same again.
 */

const pages = ['invariants', 'owners', 'temporal', 'checks', 'scenarios', 'references', 'step_invariants'];
const texts = corpus.filter(({ name }) => pages.some((page) => name === `grammar/${page}.md 1`));

const parsed = (text: string) => parse({ path: 'a.mmspec', text }, 0);

/** Words, signs and comments in the order of the text; `;` and `,` may come and go. */
function streamOf(text: string): string[] {
  const signs = tokens({ path: '', text })
    .filter(({ image }) => image !== ';' && image !== ',')
    .map(({ start, image }) => ({ start, said: image }));
  const comments = parsed(text).module.comments.map(({ span }) => ({ start: span.start, said: text.slice(span.start, span.end).trim() }));
  return [...signs, ...comments].toSorted((a, b) => a.start - b.start).map(({ said }) => said);
}

const forms = [' // here\n', '\n// here\n', '\n\n  // here\n\n', '\n/// here\n'];

test.each(texts)('in $name', ({ text }) => {
  tokens({ path: '', text }).forEach(({ type, end }, index) => {
    // The value of a `return` stands on its line.
    if (type === 'ReturnValue' || index % 2 > 0) return;
    const given = text.slice(0, end) + (forms[(index / 2) % forms.length] ?? '') + text.slice(end);
    const once = formatSpec(given, 60 + (index % 3) * 30);
    expect(formatSpec(once, 60 + (index % 3) * 30), given).toBe(once);
    expect(streamOf(once), given).toEqual(streamOf(given));
    expect(difference(parsed(given).module, parsed(once).module), given).toBe(null);
  });
});

test('a word between two operands may begin a line, in parentheses too', () => {
  const text = 'module m\nactor a { l: skip }\ninvariant p: (a\n  at l or a\n  at done) and |x in a: x\n at l| >= 0\n';
  expect(parsed(text).diagnostics).toEqual([]);
});
