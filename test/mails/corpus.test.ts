import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkJson, folderWith } from '../cli/mmspec.ts';
import { encodings, flowed, mailboxes, pages, parts, patches, quotes, type Sample } from './corpus.ts';

/*
 * Specs in mails, patches, mailboxes and pages are found, decoded and checked; what is left out or cannot be read is said at its line.
 */

async function answer({ file, bytes }: Sample): Promise<string> {
  const { code, json } = await checkJson(join(folderWith({ [file]: bytes }), file));
  const checks = json.files.flatMap((found) => found.checks.map(({ name, verdict }) => `${name} ${verdict}`));
  const said = json.files.flatMap(({ diagnostics }) =>
    diagnostics.map(({ code: each, range: { start } }) => ({ ...start, text: `${start.line}:${start.column} ${each}` })),
  );
  // A missing spec is said of the whole file, and after everything else.
  const placed = said.filter(({ text }) => !text.endsWith('MM0002')).toSorted((a, b) => a.line - b.line);
  const whole = said.filter(({ text }) => text.endsWith('MM0002'));
  return [code, ...checks, ...[...placed, ...whole].map(({ text }) => text)].join(', ');
}

describe.each([
  ['encodings', encodings],
  ['parts', parts],
  ['quotes', quotes],
  ['format=flowed', flowed],
  ['patches', patches],
  ['mailboxes', mailboxes],
  ['pages', pages],
])('%s', (_, samples) => {
  test.each(samples.map((sample) => [`${sample.what}: ${sample.right}`, sample] as const))('%s', async (__, sample) => {
    expect(await answer(sample)).toBe(sample.right);
  });
});
