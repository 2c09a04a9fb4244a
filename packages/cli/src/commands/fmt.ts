import { formatBlocks, noteIn, withEndsOf } from '@mmspec/embedded';
import { formatLines, formatSpec, UnformattableError } from '@mmspec/format';
import type { Paint } from '@mmspec/report';
import { oneLine, type SourceFile } from '@mmspec/source';
import { combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { endsAll, reportFault } from '../failure.ts';
import { listedFiles, type ListedFile } from '../files/listed_files.ts';
import type { Problem } from '../files/problem.ts';
import { openInput } from '../files/read_bytes.ts';
import { readAll } from '../files/read_text.ts';
import { holdsSpecs, isPatch, kindOf, type TextKind } from '../files/text_kind.ts';
import { replaceFiles } from '../files/write_file.ts';
import { mistakeIn, strictText } from '../formatting/strict_text.ts';
import type { LineRange } from '../options/lines.ts';
import { printBytes, printData, printError, printLine } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { UsageError } from '../usage_error.ts';
import type { Command } from 'commander';
import { errorPaintOf } from '../colours.ts';
import { checked, type Ended } from '../command_line.ts';
import { parseLines } from '../options/lines.ts';

/** `mmspec fmt`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('fmt')
    .description('format specs, and the mmspec blocks of Markdown files, where they are')
    .argument('[path...]', 'specs, folders, or Markdown files; - is standard input, written to standard output', ['.'])
    .option('--check', 'only list the files that would change')
    .option('--lines <first-last>', 'only these lines of one spec, and what is laid out together with them', checked(parseLines))
    .addHelpText(
      'after',
      '\nExit codes: 0 all is formatted, 1 --check found something to do, 2 mistakes in a spec or the call.\n\nExample:\n  mmspec fmt --check specs examples',
    )
    .action(async (paths: string[], options: { readonly check?: boolean; readonly lines?: LineRange }, command: Command) => {
      const { fmt } = await import('./fmt.ts');
      ended(await fmt({ paths, check: options.check === true, lines: options.lines ?? null, paint: errorPaintOf(command) }));
    });
}

export interface FmtCall {
  readonly paths: readonly string[];
  /** Only list the files that would change. */
  readonly check: boolean;
  /** Only these lines, of one spec; null: all. */
  readonly lines: LineRange | null;
  readonly paint: Paint;
}

/** Formats specs where they are; standard input goes to standard output. Files with mistakes are left as they are. */
export async function fmt(call: FmtCall): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  const seen = new Set<string>();
  const found = listedFiles(call.paths, (note) => show(note, call));
  if (call.lines !== null && found.length > 1) throw new UsageError('--lines is about one spec; name one file, or -.');
  for (const listed of found) {
    if (listed.kind === 'problem') {
      show(listed.problem, call);
      codes.push(exitCodes.badInput);
    } else if (!seen.has(listed.file.path)) {
      seen.add(listed.file.path);
      codes.push(await guarded(listed.file, call));
      // A signal that has waited while the file was written has its turn.
      await new Promise((resolve) => void setImmediate(resolve));
    }
  }
  return combine(codes);
}

function show({ file, diagnostic }: Problem, { paint }: FmtCall): void {
  showDiagnostics([file], [diagnostic], paint);
}

/** A fault of ours in one file leaves it as it is, and the others go on. */
async function guarded(file: ListedFile, call: FmtCall): Promise<ExitCode> {
  try {
    return await fmtFile(file, call);
  } catch (error) {
    if (endsAll(error)) throw error;
    reportFault(file.path, null, error);
    return exitCodes.internal;
  }
}

async function fmtFile({ path, isLink, mailbox }: ListedFile, call: FmtCall): Promise<ExitCode> {
  if (mailbox !== null) return refused(path, reasons.mail);
  if (isLink) {
    printError(`mmspec: ${oneLine(path)} is a link, and left as it is; the file that it leads to is formatted where it is.`);
    return exitCodes.met;
  }
  const opened = openInput(path);
  const read = opened.kind === 'problem' ? opened : await readAll(path, opened.input.chunks);
  if (read.kind === 'problem') {
    show(read.problem, call);
    return exitCodes.badInput;
  }
  const text = strictText(read.bytes);
  const reason = text === null ? mistakeIn(read.bytes) : obstacle(path, text);
  if (text === null || reason !== null) {
    // What comes from standard input is not lost where its place is taken by what comes out.
    if (path === '-' && !call.check) printBytes(read.bytes);
    return refused(path, reason ?? '');
  }
  return fmtText(path, text, call);
}

function refused(path: string, reason: string): ExitCode {
  printError(`mmspec: ${oneLine(path)}: ${reason}`);
  return exitCodes.badInput;
}

const reasons = {
  mail: 'mails are not formatted: what others wrote, and its encoding, stay as they are.',
  patch: 'patches are not formatted: their lines are counted, and those of the context are those of a file.',
  text: 'only specs and Markdown are formatted; other texts are left as they are.',
  page: 'of Markdown all blocks are formatted, not some lines.',
} as const;

/** Why a text is not formatted; null if it is. */
function obstacle(path: string, text: string): string | null {
  const kind = kindHere(path, text);
  if (kind === 'spec' || kind === 'page') return null;
  if (kind === 'mail' || kind === 'mailbox') return reasons.mail;
  return isPatch(text) ? reasons.patch : reasons.text;
}

function kindHere(path: string, text: string): TextKind {
  const kind = kindOf(path, text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (kind !== 'spec' || path.endsWith('.mmspec')) return kind;
  if (path !== '-') return 'text';
  if (!holdsSpecs(text)) return 'spec';
  return isPatch(text) ? 'text' : 'page';
}

/** A text with what became of it, and the code of that. */
interface Formatted {
  readonly formatted: string;
  readonly code: ExitCode;
}

function fmtText(path: string, whole: string, { check, lines, paint }: FmtCall): ExitCode {
  const mark = whole.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = whole.slice(mark.length);
  const isPage = kindHere(path, text) === 'page';
  if (isPage && lines !== null) return refused(path, reasons.page);
  const one = (file: SourceFile): string | null => formatOne(file, lines, paint);
  const { formatted, code } = isPage ? ofPage(path, text, one, paint) : ofSpec(path, text, one);
  if (path === '-' && !check) {
    printData(mark + formatted);
    return code;
  }
  if (formatted === text) return code;
  if (check) {
    printLine(oneLine(path));
    return combine([code, exitCodes.notMet]);
  }
  return combine([code, written(path, mark + formatted)]);
}

function written(path: string, text: string): ExitCode {
  try {
    replaceFiles([{ path, content: text }], []);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printError(`mmspec: ${oneLine(error.message)}.`);
    return exitCodes.badInput;
  }
  printLine(`Formatted ${oneLine(path)}.`);
  return exitCodes.met;
}

function ofSpec(path: string, text: string, one: (file: SourceFile) => string | null): Formatted {
  const formatted = one({ path, text: text.replace(/\r\n?/gu, '\n') });
  return formatted === null ? { formatted: text, code: exitCodes.badInput } : { formatted: withEndsOf(text, formatted), code: exitCodes.met };
}

function ofPage(path: string, text: string, one: (file: SourceFile) => string | null, paint: Paint): Formatted {
  const { formatted, notes, isWrong } = formatBlocks(path, text, one);
  for (const note of notes) {
    const { file, diagnostic } = noteIn(path, note);
    showDiagnostics([file], [diagnostic], paint);
  }
  return { formatted, code: isWrong ? exitCodes.badInput : exitCodes.met };
}

/** The spec, laid out, or lines of it; null if it has mistakes, which are shown. */
function formatOne(file: SourceFile, lines: LineRange | null, paint: Paint): string | null {
  try {
    return lines === null ? formatSpec(file.text) : formatLines(file.text, lines.first - 1, lines.last - 1);
  } catch (error) {
    if (!(error instanceof UnformattableError)) throw error;
    showDiagnostics([file], [{ ...error.diagnostic, related: [], fixes: [] }], paint);
    return null;
  }
}
