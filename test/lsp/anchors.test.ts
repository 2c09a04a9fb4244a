import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentLink, Hover, Location } from 'vscode-languageserver/node';
import { describe, expect, test } from 'vitest';
import { root } from '../cli/mmspec.ts';
import { opened } from './opened.ts';

/*
 * Anchors in editors: links, the lines of the source, and the way there.
 */

const tree = '/w';
const source = readFileSync(join(root, 'test/anchors/tree/mm/walk.c'), 'utf8');
const text = `//- m.mmspec
/// The kernel: 6.12.117
module m
shared n: 0..1 = 0 at "mm/walk.c" counter "int refs"
actor a {
  get: at "mm/walk.c" walk_one "if (!page_get"
       n = 1
  put: at "mm/none.c" walk_one
       n = 0
}
//- mm/walk.c
${source}`;
const onGet = { line: 4, character: 26 };
const onPut = { line: 6, character: 12 };

describe('an anchor', () => {
  test('is a link to the file, at an address or in a folder', async () => {
    const links = async (options?: Record<string, unknown>): Promise<readonly (string | undefined)[]> => {
      const { ask } = await opened(text, options);
      return (await ask<DocumentLink[]>('textDocument/documentLink')).map(({ target }) => target);
    };
    const address = (path: string): string => `https://elixir.bootlin.com/linux/v6.12.117/source/${path}`;
    expect(await links()).toEqual([address('mm/walk.c'), address('mm/walk.c'), address('mm/none.c')]);
    expect((await links({ kernelSources: tree }))[0]).toBe(`file://${tree}/mm/walk.c`);
  });

  test('shows its lines, and leads to its line', async () => {
    const { ask } = await opened(text, { kernelSources: tree });
    const hover = await ask<Hover>('textDocument/hover', { position: onGet });
    expect(hover.contents).toMatchObject({ value: expect.stringMatching(/^mm\/walk\.c:18\n\n```c\n[^]*\tif \(!page_get\(counter\)\)\n[^]*```$/u) as string });
    const [place] = await ask<Location[]>('textDocument/definition', { position: onGet });
    expect(place).toEqual({ uri: `file://${tree}/mm/walk.c`, range: { start: { line: 17, character: 0 }, end: { line: 17, character: 24 } } });
  });

  test('that is not there says so, and leads nowhere', async () => {
    const { ask } = await opened(text, { kernelSources: tree });
    expect((await ask<Hover>('textDocument/hover', { position: onPut })).contents).toMatchObject({ value: expect.stringContaining('not there') as string });
    expect(await ask<Location[]>('textDocument/definition', { position: onPut })).toEqual([]);
  });

  test('says how its lines are shown where the sources are no folder', async () => {
    const { ask } = await opened(text);
    expect((await ask<Hover>('textDocument/hover', { position: onGet })).contents).toMatchObject({
      value: expect.stringContaining('set to a folder') as string,
    });
  });

  test('does not leave the tree', async () => {
    const { ask } = await opened(text.replace('mm/none.c', '../mm/walk.c'), { kernelSources: '/w/mm' });
    expect(await ask<Location[]>('textDocument/definition', { position: onPut })).toEqual([]);
  });
});
