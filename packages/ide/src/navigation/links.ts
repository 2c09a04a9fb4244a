import type { Span } from '@mmspec/source';
import { fileNamed, type Snapshot } from '../names/snapshot.ts';

export interface Link {
  readonly span: Span;
  /** The file that the import means. */
  readonly path: string;
}

/** The imports of the file, each with the file that it means; those that were not found have no link. */
export function links(snapshot: Snapshot): Link[] {
  return snapshot.module.imports.flatMap(({ path }): Link[] => {
    const [first] = path;
    const last = path.at(-1);
    if (first === undefined || last === undefined) return [];
    const file = fileNamed(
      snapshot,
      path.map(({ text }) => text),
      snapshot.main.path,
    );
    return file === undefined ? [] : [{ span: { file: 0, start: first.span.start, end: last.span.end }, path: file.path }];
  });
}
