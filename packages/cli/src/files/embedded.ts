import { type EmbeddedSpecs, fileOf, linesOf, noteIn, partCode, specsOfMail, specsOfPage } from '@mmspec/embedded';
import { grouped } from '@mmspec/source';
import { fileReason } from './file_reason.ts';
import type { ListedFile } from './listed_files.ts';
import { messagesOf } from './mailbox.ts';
import { messageTooLarge, noSpec, unreadable } from './problem.ts';
import { codeOf } from './read_bytes.ts';
import { bytesMax, readAll, textOf } from './read_text.ts';
import type { Found, OnNote } from './spec_texts.ts';
import { headBytes, holdsSpecs, kindOf } from './text_kind.ts';

/*
 * Specs inside other texts: Markdown, patches, mails and mailboxes.
 */

/** Notes on one text or message that are shown. */
const notesMax = 100;

/** Specs in one text or message. */
export const blocksMax = 1000;

/** The specs of something that its name does not call a spec. */
export async function specsInside(file: ListedFile, chunks: AsyncIterable<Uint8Array>, onNote: OnNote): Promise<Found[]> {
  const { head, all } = await withHead(chunks);
  const { path } = file;
  if (kindOf(path, head) === 'mailbox') return specsOfMailbox(file, all, onNote);
  const read = await readAll(path, all);
  if (read.kind === 'problem') return [read];
  if (kindOf(path, head) === 'mail') return founds(file, await messageSpecs(read.bytes, 1, false), onNote);
  const text = textOf(read.bytes);
  if (kindOf(path, head) === 'spec' && !holdsSpecs(text) && file.mailbox === null) return [{ kind: 'spec', spec: { file: { path, text }, root: file.root } }];
  return founds(file, kindOf(path, head) === 'page' ? specsOfPage(linesOf(text)) : specsOfMail(linesOf(text)), onNote);
}

/** The beginning, in which only ASCII matters, and everything, from the beginning on. */
async function withHead(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly head: string; readonly all: AsyncIterable<Uint8Array> }> {
  const rest = chunks[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  for (let length = 0; length < headBytes;) {
    const { value, done } = await rest.next();
    if (done === true) break;
    pieces.push(value);
    length += value.length;
  }
  return {
    head: Buffer.concat(pieces)
      .toString('latin1', 0, headBytes)
      .replace(/^\u00EF\u00BB\u00BF/u, ''),
    all: resumed(pieces, rest),
  };
}

async function* resumed(pieces: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function specsOfMailbox(file: ListedFile, chunks: AsyncIterable<Uint8Array>, onNote: OnNote): Promise<Found[]> {
  const found: Found[] = [];
  let isPart = false;
  try {
    for await (const { line, bytes } of messagesOf(chunks)) {
      if (bytes === null) {
        found.push({ kind: 'problem', problem: messageTooLarge(file.path, line, bytesMax) });
        continue;
      }
      const specs = await messageSpecs(bytes, line, true);
      isPart ||= hasPart(specs);
      found.push(...foundIn(file.path, file.root, specs, onNote));
    }
  } catch (error) {
    if (codeOf(error) === '') throw error;
    found.push({ kind: 'problem', problem: unreadable(file.path, fileReason(error)) });
  }
  return found.length > 0 || file.mailbox !== null ? found : [nothingIn(file.path, isPart)];
}

/** What a message without a spec does not have. */
const tellTale = /mmspec|base64|quoted-printable|=\?|\*\d*\*?=/iu;

async function messageSpecs(bytes: Uint8Array, line: number, isInMailbox: boolean): Promise<EmbeddedSpecs> {
  if (isInMailbox && !tellTale.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))) return { specs: [], notes: [] };
  return (await import('./mails.ts')).specsOfMessage(bytes, line, isInMailbox);
}

/** What is found in one text; a text without any spec is not what the call means, unless it is one message of many. */
function founds({ path, root, mailbox }: ListedFile, specs: EmbeddedSpecs, onNote: OnNote): Found[] {
  const found = foundIn(path, root, specs, onNote);
  return found.length > 0 || mailbox !== null ? found : [nothingIn(path, hasPart(specs), specs.removed)];
}

const hasPart = ({ notes }: EmbeddedSpecs): boolean => notes.some(({ code }) => code === partCode);

function nothingIn(path: string, isPart: boolean, removed?: number): Found {
  if (removed !== undefined && !isPart)
    return { kind: 'problem', problem: noSpec(path, `The patch removes the spec that begins in line ${removed}, and there is no other in this file.`) };
  return { kind: 'problem', problem: noSpec(path, `There is no ${isPart ? 'whole ' : ''}block that begins with \`\`\`mmspec in this file.`) };
}

function foundIn(path: string, root: string, { specs, notes }: EmbeddedSpecs, onNote: OnNote): Found[] {
  if (specs.length > blocksMax) return [{ kind: 'problem', problem: noSpec(path, `There are more than ${grouped(blocksMax)} specs in this file.`) }];
  const all = [...notes, ...specs.flatMap((spec) => spec.notes)].toSorted((a, b) => a.at.line - b.at.line);
  for (const note of all.slice(0, notesMax)) onNote(noteIn(path, note));
  const next = all[notesMax];
  if (next !== undefined) onNote(noteIn(path, { ...next, message: `${grouped(all.length - notesMax)} more notes like these are not shown.` }));
  return specs.map(({ lines, subject }): Found => ({ kind: 'spec', spec: { file: fileOf(path, lines), root, ...(subject === undefined ? {} : { subject }) } }));
}
