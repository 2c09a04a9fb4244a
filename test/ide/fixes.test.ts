import { codeActions, parseCache, snapshotOf } from '@mmspec/ide';
import { codes } from '@mmspec/semantics';
import { syntaxCodes } from '@mmspec/syntax';
import { describe, expect, test } from 'vitest';
import { resolve } from '../lsp/edits.ts';

/*
 * Law: every fix that a diagnostic brings is offered where it stands, and the diagnostic is gone after it.
 */

const read = (text: string): ReturnType<typeof snapshotOf> => snapshotOf({ path: 'main.mmspec', text }, resolve, parseCache().read);
const countOf = (snapshot: ReturnType<typeof snapshotOf>, code: string): number =>
  snapshot.analysed.diagnostics.filter((diagnostic) => diagnostic.code === code).length;

const examples = [...syntaxCodes, ...codes].map(({ code, example }) => ({ code, example, snapshot: read(example) }));
const fixable = examples.filter(({ code, snapshot }) =>
  snapshot.analysed.diagnostics.some((diagnostic) => diagnostic.code === code && diagnostic.fixes.length > 0),
);

test('many codes have fixes', () => expect(fixable.length).toBeGreaterThan(10));

describe('the fixes of', () => {
  test.each(fixable.map(({ code, example, snapshot }) => [code, example, snapshot] as const))('%s', (code, example, snapshot) => {
    for (const diagnostic of snapshot.analysed.diagnostics.filter((each) => each.code === code)) {
      const offered = codeActions(snapshot, diagnostic.span.start, diagnostic.span.start).filter((action) => action.diagnostic === diagnostic);
      expect(offered.map(({ title, kind }) => [title, kind])).toEqual(diagnostic.fixes.map(({ title }) => [title, 'quickfix']));
      for (const { edits, title } of offered) {
        const text = edits
          .toSorted((a, b) => b.span.start - a.span.start)
          .reduce((now, edit) => now.slice(0, edit.span.start) + edit.text + now.slice(edit.span.end), example);
        expect(text).not.toBe(example);
        expect([title, text, countOf(read(text), code)]).toEqual([title, text, countOf(snapshot, code) - 1]);
      }
    }
  });
});
