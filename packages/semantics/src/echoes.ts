import type { LostNames } from '@mmspec/syntax';
import { lineAround, positionAt, textOf, type Diagnostic, type SourceFile, type Span } from '@mmspec/source';

/** What is said of a name that is not known, that may stand for something else than was meant, or of a place that needs one. */
const aboutNames: ReadonlySet<string> = new Set(['MM0205', 'MM0206', 'MM0207', 'MM0208', 'MM0209', 'MM0214', 'MM0226', 'MM0306', 'MM0320', 'MM0321', 'MM0329']);

/** What is said of a variable whose type has a part that may be among what could not be read. */
const aboutTypes: ReadonlySet<string> = new Set(['MM0325']);

/** What is said of the value of an expression, which has none where something else is wrong with it. */
const aboutValues: ReadonlySet<string> = new Set(['MM0232', 'MM0233']);

/** What the reader of texts says has such a code. */
const isAboutText = (code: string): boolean => code.startsWith('MM00') || code.startsWith('MM01');

/**
 * Leaves out what follows from a text that could not be read, which has a message of its own:
 * that the names of its declaration, or of a module that is not there, are not known, what else is wrong on its line, and warnings, which are about whole specs.
 * Of a name that is declared twice nobody knows which one is meant: nothing else is said of it.
 * The diagnostics are in text order.
 */
export function withoutEchoes(diagnostics: readonly Diagnostic[], files: readonly SourceFile[], lost: readonly LostNames[]): readonly Diagnostic[] {
  const lines = brokenLines(diagnostics, files);
  const lacking = new Set<number>();
  const twice = new Set<string>();
  for (const { code, span } of diagnostics) {
    if (code === 'MM0201' || isBrokenImport(files[span.file], code, span)) lacking.add(span.file);
    if (code === 'MM0204') twice.add(textIn(files, span));
  }
  const known = diagnostics.some(({ code }) => aboutValues.has(code)) ? knownPlaces(diagnostics) : new Set<string>();
  const isWhole = lines.size === 0 && lacking.size === 0;
  if (isWhole && twice.size === 0 && known.size === 0) return diagnostics;
  const areLost = lost.some(({ size }) => size > 0);
  const heard = new Set<string>();
  return diagnostics.filter(({ code, severity, span, message }) => {
    if (aboutValues.has(code) && known.has(spanKey(span))) return false;
    if (isAboutText(code)) return true;
    if (severity === 'warning' && !isWhole) return false;
    const file = files[span.file];
    if (file === undefined) return true;
    const names = twice.size > 0 || areLost ? (textOf(file, span).match(/\w+/gu) ?? []) : [];
    if (severity === 'error' && code !== 'MM0204' && names.some((name) => twice.has(name))) return false;
    if (isWhole) return true;
    if (lacking.has(span.file) && aboutNames.has(code)) return false;
    if (lines.size > 0 && lines.has(lineKey(span.file, file, span.start))) return false;
    if (areLost) {
      const told = [...names, ...quoted(message)];
      if (told.some((name) => lost.some((each) => each.get(name) === 'declared' || (each.has(name) && aboutNames.has(code))))) return false;
      if (aboutTypes.has(code)) return false;
    }
    if (!aboutNames.has(code)) return true;
    // The declaration that could not be read may be that of this name: once is enough.
    const said = `${span.file} ${textOf(file, span)}`;
    return !heard.has(said) && heard.add(said);
  });
}

/** Where something is wrong that is not about a value. */
function knownPlaces(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(diagnostics.flatMap(({ code, severity, span }) => (severity === 'error' && !aboutValues.has(code) ? [spanKey(span)] : [])));
}

/** The names that a message quotes. */
const quoted = (message: string): string[] => [...message.matchAll(/`(\w+)`/gu)].map(([, name = '']) => name);

/** Is this about an import that could not be read? What it brings is not known. */
function isBrokenImport(file: SourceFile | undefined, code: string, { start }: Span): boolean {
  if (file === undefined || !isAboutText(code) || readAnyway.has(code)) return false;
  const line = lineAround(file, start);
  return /\bimport\b|\bkernel\b/u.test(file.text.slice(line.start, line.end));
}

const spanKey = ({ file, start, end }: Span): string => `${file} ${start} ${end}`;

function textIn(files: readonly SourceFile[], span: Span): string {
  const file = files[span.file];
  return file === undefined ? '' : textOf(file, span);
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
    if (file !== undefined && isAboutText(code) && !readAnyway.has(code) && fixes.length === 0) lines.add(lineKey(span.file, file, span.start));
  }
  return lines;
}
