import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { possible, useAfterFree } from './expected.ts';
import { readerAndWriter } from './specs.ts';

/* Drawings in comments and quotations with other text around them. Written down as in `layouts.test.ts`. */

describe('only some lines have a prefix', () => {
  test('a comment with code around it', () =>
    drawing(
      readerAndWriter,
      `
static void put_item(struct item *i)
{
\t/*
\t * CPU0                 CPU1
\t * ----                 ----
\t * load
\t *                      free
\t * use
\t */
\trefcount_dec(&i->refs);
}
`,
      { columns: useAfterFree, events: ['6 0 load', '7 1 free', '8 0 use'], answer: possible },
    ));

  test('a quotation with an answer around it', () =>
    drawing(
      readerAndWriter,
      `
On Monday somebody wrote:
> CPU0                 CPU1
> ----                 ----
> load
>                      free
> use

Right, that is broken.
`,
      { columns: useAfterFree, events: ['4 0 load', '5 1 free', '6 0 use'], answer: possible },
    ));
});
