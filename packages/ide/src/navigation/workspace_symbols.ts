import type { SourceFile, Span } from '@mmspec/source';
import type { Module } from '@mmspec/syntax';
import { fuzzyScore } from './fuzzy.ts';
import { isLibraryPath } from '../names/snapshot.ts';
import { documentSymbols, type DocumentSymbol } from './symbols.ts';

export interface WorkspaceSymbol {
  readonly name: string;
  /** What kind of thing it is, in a word of the language. */
  readonly kind: string;
  /** The declaration that it stands in; empty for the declarations of a file. */
  readonly container: string;
  readonly file: SourceFile;
  readonly span: Span;
}

/** Where symbols are looked for. */
export interface Declaring {
  readonly main: SourceFile;
  readonly module: Module;
}

/** More of them help nobody. */
const symbolsMax = 500;

/**
 * What several files declare whose name has the letters of the query in this order or, as in `gup.get`, whose name has with that of its declaration:
 * all but local variables, the best answers first, and those of the library behind others that are as good.
 */
export function workspaceSymbols(files: readonly Declaring[], query: string): WorkspaceSymbol[] {
  const found: { readonly symbol: WorkspaceSymbol; readonly score: number }[] = [];
  const visit = (file: SourceFile, { name, kind, nameSpan, children }: DocumentSymbol, container: string): void => {
    const full = container === '' ? name : `${container}.${name}`;
    const score = fuzzyScore(query.includes('.') ? full : name, query);
    if (score !== null) found.push({ symbol: { name, kind, container, file, span: nameSpan }, score });
    for (const child of children) if (child.kind !== 'local') visit(file, child, full);
  };
  for (const { main, module } of files) for (const symbol of documentSymbols(module)) visit(main, symbol, '');
  return found
    .toSorted((a, b) => b.score - a.score || Number(isLibraryPath(a.symbol.file.path)) - Number(isLibraryPath(b.symbol.file.path)))
    .slice(0, symbolsMax)
    .map(({ symbol }) => symbol);
}
