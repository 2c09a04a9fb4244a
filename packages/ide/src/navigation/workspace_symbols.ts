import type { SourceFile, Span } from '@mmspec/source';
import type { Snapshot } from '../names/snapshot.ts';
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

/** What several specs declare that has the query in its name or, as in `gup.get`, in that of its declaration: all but local variables. */
export function workspaceSymbols(snapshots: readonly Snapshot[], query: string): WorkspaceSymbol[] {
  const wanted = query.toLowerCase();
  const found: WorkspaceSymbol[] = [];
  const visit = (file: SourceFile, { name, kind, nameSpan, children }: DocumentSymbol, container: string): void => {
    const full = container === '' ? name : `${container}.${name}`;
    if (full.toLowerCase().includes(wanted) && (name.toLowerCase().includes(wanted) || wanted.includes('.')))
      found.push({ name, kind, container, file, span: nameSpan });
    for (const child of children) if (child.kind !== 'local') visit(file, child, full);
  };
  for (const { main, module } of snapshots) for (const symbol of documentSymbols(module)) visit(main, symbol, '');
  return found;
}
