import { joinedFile, positionAt, type Piece, type SourceFile } from '@mmspec/source';
import { parse, walk, type Item, type Module, type Node } from '@mmspec/syntax';
import type { Overlay, OverlaidItem } from '@mmspec/system';
import { dotted, headOf, keyOf, withDoc, words } from './module_pieces.ts';

/*
 * Overlays: a file of a reviewer, laid over the spec of an author. What it declares is added, and what the spec has too is declared anew, in its place.
 */

/** The spec with the overlay, and what the overlay does to it. */
export interface Overlaid {
  readonly file: SourceFile;
  readonly overlay: Overlay;
}

/** The text of a spec with that of an overlay; each part stands where it stood. */
export function overlaid(spec: SourceFile, over: SourceFile): Overlaid {
  const [base, own] = [parse(spec, 0).module, parse(over, 0).module];
  const before = new Map(base.items.map((item) => [keyOf(item), item]));
  const head = headOf(spec, base);
  const pieces = [head, ...imports(base, own, over), ...rest(spec, base, over, own, head.end), ...added(before, own, over)];
  return {
    file: joinedFile(spec.path, pieces),
    overlay: { path: over.path, items: own.items.map((item) => itemOf(item, before.get(keyOf(item)), spec, over)) },
  };
}

/** What the overlay imports beside the spec itself and what that imports. */
function imports(base: Module, own: Module, over: SourceFile): Piece[] {
  const known = new Set([dotted(base.name), ...base.imports.map(({ path }) => dotted(path))]);
  return own.imports.filter(({ path }) => !known.has(dotted(path))).map(({ span }) => ({ file: over, start: span.start, end: span.end }));
}

/** The spec behind its head, with what is declared anew in the place of what it had. */
function rest(spec: SourceFile, base: Module, over: SourceFile, own: Module, from: number): Piece[] {
  const pieces: Piece[] = [];
  let start = from;
  for (const item of base.items) {
    const others = own.items.filter((other) => keyOf(other) === keyOf(item));
    if (others.length === 0) continue;
    // What the overlay itself has twice stays a mistake.
    pieces.push({ file: spec, start, end: withDoc(spec, item.span.start) }, ...others.map((other) => pieceOf(over, other)));
    start = item.span.end;
  }
  return [...pieces, { file: spec, start, end: spec.text.length }];
}

function added(before: ReadonlyMap<string, Item>, own: Module, over: SourceFile): Piece[] {
  return own.items.filter((item) => !before.has(keyOf(item))).map((item) => pieceOf(over, item));
}

const pieceOf = (file: SourceFile, { span }: Item): Piece => ({ file, start: withDoc(file, span.start), end: span.end });

function itemOf(item: Item, before: Item | undefined, spec: SourceFile, over: SourceFile): OverlaidItem {
  const [old, now] = [before === undefined ? [] : labelsOf(before), labelsOf(item)];
  return {
    kind: item.kind,
    name: item.name.text,
    line: positionAt(over, item.span.start).line,
    isNew: before === undefined,
    replaced: before === undefined ? null : positionAt(spec, before.span.start).line,
    isSame: before !== undefined && words(spec, before) === words(over, item),
    labels: { added: now.filter((label) => !old.includes(label)), removed: old.filter((label) => !now.includes(label)) },
  };
}

function labelsOf(item: Item): string[] {
  const found: string[] = [];
  walk(item, (node: Node) => {
    if (node.kind === 'label') found.push(node.name.text);
  });
  return found;
}
