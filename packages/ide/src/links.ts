import type { Resolver } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import type { Snapshot } from './snapshot.ts';

export interface Link {
  readonly span: Span;
  /** The file that the import means. */
  readonly path: string;
}

/** The imports of the file, each with the file that it means; those that were not found have no link. */
export function links({ analysed: { model }, module }: Snapshot, resolve?: Resolver): Link[] {
  return module.imports.flatMap(({ path }): Link[] => {
    const [first] = path;
    const last = path.at(-1);
    if (first === undefined || last === undefined) return [];
    const name = path.map(({ text }) => text);
    const main = model.files[0];
    const file = resolve === undefined || main === undefined ? fileNamed(model, name) : resolve(name, main)?.path;
    return file === undefined ? [] : [{ span: { file: 0, start: first.span.start, end: last.span.end }, path: file }];
  });
}

/** The file of the spec whose path ends like the name of the module. */
function fileNamed({ files }: Snapshot['analysed']['model'], name: readonly string[]): string | undefined {
  const ending = `/${name.join('/')}.mmspec`;
  return files.find(({ path }, index) => index > 0 && `/${path}`.endsWith(ending))?.path;
}
