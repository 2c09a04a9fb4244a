import { analyse } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import { walk, type AtomicStatement, type Block, type Statement } from '@mmspec/syntax';
import { resolve } from '../ledger/support.ts';

/*
 * An `atomic` that is its parts, as somebody would write it.
 */

/** What a place of a text becomes. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all of these edits. */
export function edited({ path, text }: SourceFile, edits: readonly Edit[]): SourceFile {
  const changed = edits.toSorted((x, y) => y.start - x.start).reduce((before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end), text);
  return { path, text: changed };
}

/** The statement is never a step of its own; a `for` in it is. */
export function asParts({ span, body }: AtomicStatement): Edit[] {
  return [
    { start: span.start, end: body.span.start, text: 'atomic when false ' },
    ...loopsIn(body).flatMap((loop) => [
      { start: loop.span.start, end: loop.span.start, text: 'atomic { ' },
      { start: loop.span.end, end: loop.span.end, text: ' }' },
    ]),
  ];
}

function loopsIn(body: Block): Statement[] {
  const found: Statement[] = [];
  walk(body, (node) => {
    if (node.kind === 'for') found.push(node);
    return node.kind !== 'for' && node.kind !== 'atomic';
  });
  return found;
}

/** Branches that begin with local work now begin with `skip`, as the language asks for. */
export function withHeads(file: SourceFile): SourceFile {
  const starts = analyse(file, resolve).diagnostics.flatMap(({ code, span }) => (code === 'MM0310' && span.file === 0 ? [span.start] : []));
  return edited(
    file,
    starts.map((start) => ({ start, end: start, text: 'skip ' })),
  );
}
