import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { formatSpec, UnformattableError } from 'prettier-plugin-mmspec';
import type { Paint } from '@mmspec/report';
import { combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { endsAll, told } from '../failure.ts';
import { fileReason, readText } from '../files/read_text.ts';
import { specTexts } from '../files/spec_texts.ts';
import { printData, printError, printLine } from '../output.ts';
import { oneLine } from '@mmspec/source';
import { showDiagnostics } from '../show_diagnostics.ts';

export interface FmtCall {
  readonly paths: readonly string[];
  /** Only tell which files would change. */
  readonly check: boolean;
  readonly paint: Paint;
}

/** Formats specs where they are; standard input goes to standard output. Files with mistakes are left as they are. */
export function fmt({ paths, check, paint }: FmtCall): ExitCode {
  const codes: ExitCode[] = [];
  const seen = new Set<string>();
  for (const found of specTexts(paths)) {
    if (found.kind === 'problem') {
      // A page without specs has nothing to format.
      if (found.problem.diagnostic.code === 'MM0002' && isMarkdown(found.problem.file.path)) continue;
      showDiagnostics([found.problem.file], [found.problem.diagnostic], paint);
      codes.push(exitCodes.badInput);
      continue;
    }
    const { path, text } = found.spec.file;
    if (seen.has(path)) continue;
    seen.add(path);
    codes.push(guarded(path, () => fmtFile(path, text, check, paint)));
  }
  return combine(codes);
}

/** A fault of ours in one file leaves it as it is, and the others go on. */
function guarded(path: string, work: () => ExitCode): ExitCode {
  try {
    return work();
  } catch (error) {
    if (endsAll(error)) throw error;
    told(path, null, error);
    return exitCodes.internal;
  }
}

function fmtFile(path: string, spec: string, check: boolean, paint: Paint): ExitCode {
  const isPage = isMarkdown(path);
  if (!isPage && path !== '-' && extname(path) !== '.mmspec') {
    printError(`mmspec: ${oneLine(path)}: only specs and Markdown are formatted; other texts are left as they are.`);
    return exitCodes.badInput;
  }
  const read = isPage ? readText(path) : { kind: 'text' as const, text: spec };
  if (read.kind === 'problem') return exitCodes.badInput;
  const { text } = read;
  const { formatted, code } = isPage ? formatBlocks(path, text, paint) : formatOne(path, text, paint);
  if (path === '-' && !check) {
    printData(formatted);
    return code;
  }
  if (formatted === text) return code;
  if (check) {
    printLine(oneLine(path));
    return combine([code, exitCodes.notMet]);
  }
  try {
    writeFileSync(path, formatted);
  } catch (error) {
    printError(`mmspec: cannot write ${oneLine(path)}: ${fileReason(error)}.`);
    return exitCodes.badInput;
  }
  printLine(`Formatted ${oneLine(path)}.`);
  return code;
}

const isMarkdown = (path: string): boolean => ['.md', '.markdown'].includes(extname(path).toLowerCase());

interface Formatted {
  readonly formatted: string;
  readonly code: ExitCode;
}

/** `before` are the lines above the spec in its file, so that messages name the right ones. */
function formatOne(path: string, text: string, paint: Paint, before: string = ''): Formatted {
  try {
    return { formatted: formatSpec(text), code: exitCodes.met };
  } catch (error) {
    if (!(error instanceof UnformattableError)) throw error;
    const { diagnostic } = error;
    const span = { ...diagnostic.span, start: diagnostic.span.start + before.length, end: diagnostic.span.end + before.length };
    showDiagnostics([{ path, text: before + text }], [{ ...diagnostic, span, related: [], fixes: [] }], paint);
    return { formatted: text, code: exitCodes.badInput };
  }
}

/** Formats the `mmspec` blocks of Markdown, and nothing else of it. */
function formatBlocks(path: string, text: string, paint: Paint): Formatted {
  const codes: ExitCode[] = [];
  const formatted = text.replace(
    /^([^\S\n]*)(`{3,}|~{3,})([^\S\n]*mmspec\b[^\n]*\n)([^]*?)^\1\2[^\S\n]*$/gmu,
    (_, indent: string, mark: string, rest: string, block: string, offset: number) => {
      const inner = block.replaceAll(new RegExp(`^${indent}`, 'gmu'), '');
      const above = indent === '' ? text.slice(0, offset) + mark + rest : '';
      const result = formatOne(path, inner, paint, above);
      codes.push(result.code);
      const lines = result.formatted === inner ? block : result.formatted.replaceAll(/^(?=.)/gmu, indent);
      return `${indent}${mark}${rest}${lines}${indent}${mark}`;
    },
  );
  return { formatted, code: combine(codes) };
}
