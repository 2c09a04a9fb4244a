import type { AnchorFinding, StepSource } from '@mmspec/system';
import { definitionOf, enclosing, linesOf, plainDefinitionOf } from './c_symbols.ts';

/*
 * Where in a tree an anchor is.
 */

/** The text of a file of a tree, by its path from the top; null where there is none, or where it may not be read. */
export type ReadSource = (path: string) => string | null;

type Sought = Pick<StepSource, 'path' | 'symbol' | 'text'>;

/**
 * Looks an anchor up: `found` where its text stands in its symbol, in its file; `moved` where one of the three is another one; else `gone`.
 * Beside its own only `others` are read: files that other anchors name.
 */
export function findAnchor(anchor: Sought, read: ReadSource, others: readonly string[]): AnchorFinding {
  const own = read(anchor.path);
  const here = own === null ? null : within(own, anchor);
  if (here !== null) return { ...here, path: anchor.path };
  for (const path of others.filter((each) => each !== anchor.path)) {
    const text = read(path);
    const there = text === null ? null : within(text, anchor);
    if (there?.kind === 'found') return { ...there, kind: 'moved', path };
  }
  return { kind: 'gone', path: anchor.path, line: null, symbol: null, why: own === null ? 'no file' : 'no symbol' };
}

function within(source: string, { symbol, text }: Sought): Omit<AnchorFinding, 'path'> | null {
  const lines = linesOf(source);
  const definition = definitionOf(lines, symbol) ?? plainDefinitionOf(lines, symbol);
  if (text === null) return definition === null ? null : { kind: 'found', line: definition.first + 1, symbol, why: null };
  const inside = definition === null ? -1 : lines.findIndex((line, index) => index >= definition.first && index <= definition.last && line.includes(text));
  if (inside >= 0) return { kind: 'found', line: inside + 1, symbol, why: null };
  const elsewhere = lines.findIndex((line) => line.includes(text));
  if (elsewhere >= 0) return { kind: 'moved', line: elsewhere + 1, symbol: enclosing(lines, elsewhere), why: null };
  if (definition === null) return null;
  return { kind: 'gone', line: definition.first + 1, symbol, why: 'no text' };
}
