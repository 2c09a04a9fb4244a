import type { SourceFile } from '@mmspec/source';
import { listedFiles, type Meant, type ListedFile } from './listed_files.ts';
import { noSpec, type Problem } from './problem.ts';
import { openInput } from './read_bytes.ts';
import { readAll, textOf } from './read_text.ts';
import { kindOfName } from './text_kind.ts';

/** A spec to work on, and the folder at which the search for its imports ends. */
export interface SpecText {
  readonly file: SourceFile;
  readonly root: string;
  /** Subject of the mail that it stands in; left out for what is in no mail. */
  readonly subject?: string;
}

export type Found = { readonly kind: 'spec'; readonly spec: SpecText } | { readonly kind: 'problem'; readonly problem: Problem };

/** Gets what is to be said of how texts are read, and forbids nothing. */
export type OnNote = (note: Problem) => void;

/** The specs under the given files and folders, in their order. An abortion ends the reading at once, and there is nothing. */
export async function specTexts(paths: readonly string[], signal?: AbortSignal, onNote: OnNote = () => undefined, meant: Meant = 'specs'): Promise<Found[]> {
  const found: Found[] = [];
  const mailboxes = new Set<string>();
  const withSpecs = new Set<string | null>();
  for (const each of listedFiles(paths, onNote, meant)) {
    if (signal?.aborted === true) return [];
    if (each.kind === 'file' && each.file.mailbox !== null) mailboxes.add(each.file.mailbox);
    const specs = each.kind === 'file' ? await inFile(each.file, onNote, signal) : [each];
    if (specs.length > 0 && each.kind === 'file') withSpecs.add(each.file.mailbox);
    found.push(...specs);
  }
  if (signal?.aborted === true) return [];
  const empty = [...mailboxes].filter((mailbox) => !withSpecs.has(mailbox));
  return [...found, ...empty.map((mailbox): Found => ({ kind: 'problem', problem: noSpec(mailbox, 'There is no spec in the messages of this Maildir.') }))];
}

async function inFile(file: ListedFile, onNote: OnNote, signal?: AbortSignal): Promise<Found[]> {
  const { path, root } = file;
  const opened = openInput(path, signal);
  if (opened.kind === 'problem') return [opened];
  if (kindOfName(path) !== 'spec') return (await import('./embedded.ts')).specsInside(file, opened.input.chunks, onNote);
  const read = await readAll(path, opened.input.chunks);
  return read.kind === 'problem' ? [read] : [{ kind: 'spec', spec: { file: { path, text: textOf(read.bytes) }, root } }];
}
