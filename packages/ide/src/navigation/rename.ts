import { hasErrors, type Span } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import { occurrenceAt } from '../names/occurrences.ts';
import { placesOf, reached } from './references.ts';
import { conflict } from './rename_conflict.ts';
import { isLibraryPath, pathOf, type FileSpan, type Snapshot } from '../names/snapshot.ts';
import { tagHomes } from '../names/tag_homes.ts';
import { namesOf, type Target } from '../names/target.ts';

export type Rename = { readonly kind: 'places'; readonly places: readonly FileSpan[] } | { readonly kind: 'refused'; readonly why: string };

/** The name under the cursor, if it can be renamed. */
export function renamable(snapshot: Snapshot, offset: number): { readonly span: Span; readonly text: string } | null {
  const occurrence = occurrenceAt(snapshot, offset);
  if (occurrence === null || isOfLanguage(snapshot, occurrence.target) || isDeclaredInLibrary(snapshot, occurrence.target)) return null;
  return { span: occurrence.name.span, text: occurrence.name.text };
}

/** All places to write the new name to, in all files; refused where it is no name, or the library's. */
export function rename(snapshot: Snapshot, offset: number, name: string, others: readonly Snapshot[] = []): Rename {
  const occurrence = occurrenceAt(snapshot, offset);
  if (occurrence === null) return { kind: 'refused', why: 'There is no name here.' };
  if (occurrence.target.kind === 'any_field') return { kind: 'refused', why: `\`${occurrence.name.text}\` is a field of whatever object is given.` };
  if (isOfLanguage(snapshot, occurrence.target)) return { kind: 'refused', why: `\`${occurrence.name.text}\` belongs to the language.` };
  if (!/^[A-Za-z_]\w*$/u.test(name) || hasErrors(parse({ path: '', text: `module m\nshared ${name}: bool\n` }, 0).diagnostics)) {
    return { kind: 'refused', why: `\`${name}\` cannot be a name: names are letters, digits and \`_\`, and no word of the language.` };
  }
  const touched = [snapshot, ...reached(snapshot, occurrence, others)];
  const places = placesOf(occurrence.key, touched, true);
  if (isDeclaredInLibrary(snapshot, occurrence.target) || places.some(({ path }) => isLibraryPath(path))) {
    return { kind: 'refused', why: `\`${occurrence.name.text}\` belongs to the library, which cannot be changed here.` };
  }
  for (const each of touched) {
    const why = conflict(each, places, name);
    if (why !== null) return { kind: 'refused', why };
  }
  return { kind: 'places', places };
}

function isOfLanguage(snapshot: Snapshot, target: Target): boolean {
  if (target.kind === 'tag') return tagHomes(snapshot, target.text).length === 0;
  return target.kind === 'builtin' || target.kind === 'live' || target.kind === 'any_field';
}

function isDeclaredInLibrary(snapshot: Snapshot, target: Target): boolean {
  const [declared] = namesOf(target);
  return declared !== undefined && isLibraryPath(pathOf(snapshot, declared.span));
}
