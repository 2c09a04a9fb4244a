import { walk } from '@mmspec/syntax';
import { lineStarts, positionAt } from '@mmspec/source';
import type { Snapshot } from '../names/snapshot.ts';

export interface Fold {
  /** Lines from 0. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'region' | 'comment' | 'imports';
}

/** What can be folded: blocks and declarations of several lines, runs of comments, the imports. */
export function folds({ main, module }: Snapshot): Fold[] {
  const found = new Map<number, Fold>();
  const line = (offset: number): number => positionAt(main, offset).line - 1;
  const add = (from: number, to: number, kind: Fold['kind']): void => {
    const fold = { start: line(from), end: line(to) - (kind === 'region' ? 1 : 0), kind };
    const known = found.get(fold.start);
    if (fold.end > fold.start && (known === undefined || known.end < fold.end)) found.set(fold.start, fold);
  };
  for (const item of module.items) {
    walk(item, ({ kind, span }) => {
      if (kind === 'block' || kind === 'object' || kind === 'record' || kind === 'enum' || kind === 'check' || kind === 'scenario')
        add(span.start, span.end, 'region');
    });
  }
  const starts = lineStarts(main);
  let first = -1;
  let last = -1;
  for (const comment of module.comments) {
    if (!comment.ownLine) continue;
    const at = line(comment.span.start);
    if (first >= 0 && at !== last + 1) {
      add(starts[first] ?? 0, starts[last] ?? 0, 'comment');
      first = at;
    }
    if (first < 0) first = at;
    last = at;
  }
  if (first >= 0) add(starts[first] ?? 0, starts[last] ?? 0, 'comment');
  const [firstImport] = module.imports;
  const lastImport = module.imports.at(-1);
  if (firstImport !== undefined && lastImport !== undefined) add(firstImport.span.start, lastImport.span.end, 'imports');
  return [...found.values()].sort((a, b) => a.start - b.start);
}
