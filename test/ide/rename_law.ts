import { occurrences, parseCache, rename, snapshotOf } from '@mmspec/ide';
import { hasErrors, type SourceFile } from '@mmspec/source';
import { expect } from 'vitest';
import { resolve } from '../lsp/edits.ts';
import { corpus } from '../syntax/corpus.ts';

/*
 * Law: every name of a sound spec can get a name that nothing has yet, and nothing else is said about the spec then.
 */

export const specs = corpus.filter(({ name }) => /^(?:specs|examples)\/.*\.mmspec$/u.test(name));

type Renamed = Extract<ReturnType<typeof rename>, { readonly kind: 'places' }>['places'];

/** A file after a rename. */
export function renamed(file: SourceFile, places: Renamed, name: string): string {
  return places
    .filter(({ path }) => path === file.path)
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((text, { span }) => text.slice(0, span.start) + name + text.slice(span.end), file.text);
}

/** Renames at most so many names of a spec, spread over it, one at a time. */
export function checkNames(text: string, namesMax: number = Number.POSITIVE_INFINITY, from: number = 0): void {
  const snapshot = snapshotOf({ path: 'main.mmspec', text }, resolve, parseCache().read);
  expect(hasErrors(snapshot.analysed.diagnostics)).toBe(false);
  const said = snapshot.analysed.diagnostics.map(({ code }) => code);
  const names = [
    ...new Map(
      occurrences(snapshot)
        .filter(({ name }) => name.span.file === 0)
        .map((each) => [each.key, each]),
    ).values(),
  ];
  const every = Math.max(1, Math.ceil(names.length / namesMax));
  for (const { name, target } of names.filter((_, index) => index % every === from % every)) {
    const result = rename(snapshot, name.span.start, 'fresh_name');
    if (result.kind === 'refused') {
      // The language and the library keep their names, and fields have those that operations on any object need.
      expect(result.why).toMatch(/belongs to the (?:language|library)|has no field .* needs|is a field of whatever object is given/u);
      continue;
    }
    const after = snapshotOf({ path: 'main.mmspec', text: renamed(snapshot.main, result.places, 'fresh_name') }, resolve, parseCache().read);
    expect([target.kind, name.text, after.analysed.diagnostics.map(({ code }) => code)]).toEqual([target.kind, name.text, said]);
  }
}
