import { positionAt, type Diagnostic, type SourceFile } from '@mmspec/source';
import { occurrences, type Occurrence } from './occurrences.ts';
import { fileNamed, snapshotOf, type Place, type Snapshot } from './snapshot.ts';

/** Why a spec would not mean the same once the name is written to the places; null where it would. */
export function conflict(before: Snapshot, places: readonly Place[], name: string): string | null {
  const { files } = before.analysed.model;
  const texts = new Map(files.map((file): [string, SourceFile] => [file.path, written(file, places, name)]));
  if (files.every((file) => texts.get(file.path) === file)) return null;
  const after = snapshotOf(texts.get(before.main.path) ?? before.main, (path, importer) => texts.get(fileNamed(before, path, importer.path)?.path ?? '') ?? null);
  return newMistake(before, after) ?? otherMeaning(before, after, name);
}

function written(file: SourceFile, places: readonly Place[], name: string): SourceFile {
  const own = places.filter(({ path }) => path === file.path).toSorted((a, b) => b.span.start - a.span.start);
  if (own.length === 0) return file;
  return { path: file.path, text: own.reduce((text, { span }) => text.slice(0, span.start) + name + text.slice(span.end), file.text) };
}

/** What the spec would be said to do wrong. */
function newMistake(before: Snapshot, after: Snapshot): string | null {
  const mistakes = ({ analysed }: Snapshot): readonly Diagnostic[] => analysed.diagnostics.filter(({ severity }) => severity === 'error');
  const known = mistakes(before);
  const found = mistakes(after);
  if (found.length <= known.length) return null;
  const fresh = found.find(({ message }) => known.every((each) => each.message !== message)) ?? found[0];
  return fresh === undefined ? null : `Then ${fresh.message.replace(/^The /u, 'the ').replace(/\.$/u, '')} (line ${lineOf(after, fresh)}).`;
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
    if ((there.get(key) ?? now.key) !== now.key || (back.get(now.key) ?? key) !== key) return `\`${name}\` already means something else (line ${lineOf(after, now.name)}).`;
    there.set(key, now.key);
    back.set(now.key, key);
  }
  return null;
}

function lineOf({ analysed: { model } }: Snapshot, { span }: Pick<Diagnostic, 'span'>): number {
  const file = model.files[span.file];
  return file === undefined ? 1 : positionAt(file, span.start).line;
}
