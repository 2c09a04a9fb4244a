import type { LostNames } from '@mmspec/syntax';
import { positionAt, textOf, type Diagnostic, type SourceFile } from '@mmspec/source';

/** What is said of a name that is not known, or of a place that needs one. */
const aboutNames: ReadonlySet<string> = new Set(['MM0205', 'MM0206', 'MM0207', 'MM0208', 'MM0209', 'MM0306', 'MM0320', 'MM0321', 'MM0329']);

/** What the reader of texts says has such a code. */
const aboutText = /^MM0[01]/u;

/**
 * Leaves out what follows from a text that could not be read, which has a message of its own:
 * that the names of its declaration, or of a module that is not there, are not known, what else is wrong on its line, and warnings, which are about whole specs.
 */
export function withoutEchoes(diagnostics: readonly Diagnostic[], files: readonly SourceFile[], lost: readonly LostNames[]): readonly Diagnostic[] {
  const lines = brokenLines(diagnostics, files);
  const lacking = new Set(diagnostics.flatMap(({ code, span }) => (code === 'MM0201' ? [span.file] : [])));
  if (lines.size === 0 && lacking.size === 0) return diagnostics;
  return diagnostics.filter(({ code, severity, span }) => {
    if (aboutText.test(code)) return true;
    if (severity === 'warning') return false;
    const file = files[span.file];
    if (file === undefined) return true;
    if (lacking.has(span.file) && aboutNames.has(code)) return false;
    if (lines.has(lineKey(span.file, file, span.start))) return false;
    const names = textOf(file, span).match(/\w+/gu) ?? [];
    return !names.some((name) => lost.some((each) => each.get(name) === 'declared' || (each.has(name) && aboutNames.has(code))));
  });
}

function lineKey(index: number, file: SourceFile, offset: number): string {
  return `${index} ${positionAt(file, offset).line}`;
}

/** Read as what they say: a number is one, however large, and a comment is nothing. */
const readAnyway: ReadonlySet<string> = new Set(['MM0105', 'MM0107', 'MM0119', 'MM0120']);

/** What has a fix was read as what the fix makes of it. */
function brokenLines(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { code, span, fixes } of diagnostics) {
    const file = files[span.file];
    if (file !== undefined && aboutText.test(code) && !readAnyway.has(code) && fixes.length === 0) lines.add(lineKey(span.file, file, span.start));
  }
  return lines;
}
