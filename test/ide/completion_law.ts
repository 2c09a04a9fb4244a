import { completions, occurrences, parseCache, snapshotOf } from '@mmspec/ide';
import { tokens } from '@mmspec/syntax';
import { resolve } from '../lsp/edits.ts';
import { corpus } from '../syntax/corpus.ts';
import { library } from './library.ts';

/*
 * Law: what stands in a sound spec is offered where it stands, word by word.
 */

const specs = corpus.filter(({ name }) => /^(?:specs|examples)\/(?!kernel).*\.mmspec$/u.test(name));

/** The words that are not offered where they stand, of every so many-th word from one on, with their lines. */
export function notOffered(every: number, from: number): string[] {
  let count = from;
  return specs.flatMap(({ name, text }) => {
    const snapshot = snapshotOf({ path: name, text }, resolve, parseCache().read);
    const known = new Map(
      occurrences(snapshot)
        .filter((each) => each.name.span.file === 0)
        .map((each) => [each.name.span.start, each]),
    );
    return tokens(snapshot.main).flatMap(({ image, start, end }) => {
      const named = known.get(start);
      const isNew = image === 'module' || named?.declares === true || isNewTag(text, start, named?.target.kind) || isOfSource(text, start);
      if (!/^[A-Za-z_]\w*$/u.test(image) || isNew || ++count % every !== 0) return [];
      const isThere = completions(snapshot, end, library).some(({ label }) => label === image || label.split(/[ .]/u).includes(image));
      return isThere ? [] : [`${name}: ${lineWith(text, start, end)}`];
    });
  });
}

/** What stands in the source that an anchor names. */
function isOfSource(text: string, start: number): boolean {
  return /\bat\s+"[^"\n]*"\s+$/u.test(text.slice(0, start));
}

/** Tags are declared by an enum or a variant. */
function isNewTag(text: string, start: number, kind: string | undefined): boolean {
  return kind === 'tag' && /(?:^|\n)(?:enum\s+\w+\s*\{[^}]*|variant\s+\w+:[^=]*)$/u.test(text.slice(0, start));
}

function lineWith(text: string, start: number, end: number): string {
  return `${text.slice(text.lastIndexOf('\n', start) + 1, start).trimStart()}«${text.slice(start, end)}»`;
}
