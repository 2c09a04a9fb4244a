import type { SourceFile } from '@mmspec/source';
import { lineOf, newMistake, withTexts } from '../fixes/edited.ts';
import { occurrences, type Occurrence } from '../names/occurrences.ts';
import type { FileSpan, Snapshot } from '../names/snapshot.ts';

/** Why a spec would not mean the same once the name is written to the places; null where it would. */
export function conflict(before: Snapshot, places: readonly FileSpan[], name: string): string | null {
  const touched = before.analysed.model.files.filter((file) => places.some(({ path }) => path === file.path));
  if (touched.length === 0) return null;
  const after = withTexts(before, new Map(touched.map((file) => [file.path, written(file, places, name)])));
  const mistake = newMistake(before, after);
  return mistake === null ? otherMeaning(before, after, name) : `Then ${mistake}.`;
}

function written({ path, text }: SourceFile, places: readonly FileSpan[], name: string): string {
  const own = places.filter((place) => place.path === path).toSorted((a, b) => b.span.start - a.span.start);
  return own.reduce((now, { span }) => now.slice(0, span.start) + name + now.slice(span.end), text);
}

/** Whether the names fall into the same groups: no two become one, and none is captured by a declaration nearer to it. */
function otherMeaning(before: Snapshot, after: Snapshot, name: string): string | null {
  const old = occurrences(before);
  const fresh = occurrences(after);
  if (old.length !== fresh.length) return null;
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  for (const [index, { key }] of old.entries()) {
    const now = fresh[index] as Occurrence;
    if ((there.get(key) ?? now.key) !== now.key || (back.get(now.key) ?? key) !== key)
      return `\`${name}\` already means something else (line ${lineOf(after, now.name)}).`;
    there.set(key, now.key);
    back.set(now.key, key);
  }
  return null;
}
