import { positionAt, type Diagnostic, type Edit, type SourceFile } from '@mmspec/source';
import { fileNamed, snapshotOf, type Snapshot } from '../names/snapshot.ts';

/** The spec as it would be with other texts; files that are not among them stay. */
export function withTexts(before: Snapshot, texts: ReadonlyMap<string, string>): Snapshot {
  const files = new Map(
    before.analysed.model.files.map((file): [string, SourceFile] => [file.path, { path: file.path, text: texts.get(file.path) ?? file.text }]),
  );
  return snapshotOf(files.get(before.main.path) ?? before.main, (path, importer) => files.get(fileNamed(before, path, importer.path)?.path ?? '') ?? null);
}

/** The spec as it would be after edits of its own file, none of which overlap. */
export function withEdits(before: Snapshot, edits: readonly Edit[]): Snapshot {
  const { path, text } = before.main;
  return withTexts(
    before,
    new Map([
      [
        path,
        edits.toSorted((a, b) => b.span.start - a.span.start).reduce((now, edit) => now.slice(0, edit.span.start) + edit.text + now.slice(edit.span.end), text),
      ],
    ]),
  );
}

/** What the later spec does wrong and the earlier did not; null where there is nothing. */
export function newMistake(before: Snapshot, after: Snapshot): string | null {
  const mistakes = ({ analysed }: Snapshot): readonly Diagnostic[] => analysed.diagnostics.filter(({ severity }) => severity === 'error');
  const known = mistakes(before);
  const found = mistakes(after);
  if (found.length <= known.length) return null;
  const fresh = found.find(({ message }) => known.every((each) => each.message !== message)) ?? found[0];
  return fresh === undefined ? null : `${fresh.message.replace(/^The /u, 'the ').replace(/\.$/u, '')} (line ${lineOf(after, fresh)})`;
}

/** Does the later spec say the same as the earlier one, code by code? What is said of it less does not matter. */
export function saysNothingNew(before: Snapshot, after: Snapshot): boolean {
  const counts = new Map<string, number>();
  for (const { code } of before.analysed.diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  return after.analysed.diagnostics.every(({ code }) => {
    const left = (counts.get(code) ?? 0) - 1;
    counts.set(code, left);
    return left >= 0;
  });
}

/** The line of a span in whatever file, from 1. */
export function lineOf({ analysed: { model } }: Snapshot, { span }: Pick<Diagnostic, 'span'>): number {
  const file = model.files[span.file];
  return file === undefined ? 1 : positionAt(file, span.start).line;
}
