import { grouped, lineStarts, ownPositionAt, positionAt, type Diagnostic, type SourceFile } from '@mmspec/source';
import { plainPaint, type Paint } from './colour.ts';
import { placeOf } from './position.ts';
import { shorten } from './wrap.ts';

const excerptMax = 120;
const partMax = 500;
const shownMax = 100;

/** Diagnostics as text; of very many, the first. */
export function renderDiagnostics(files: readonly SourceFile[], diagnostics: readonly Diagnostic[], paint: Paint = plainPaint): string {
  const shown = diagnostics.slice(0, shownMax).map((diagnostic) => renderDiagnostic(files, diagnostic, paint));
  const more = diagnostics.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${grouped(more)} more like these.`] : [])].join('\n');
}

/** A diagnostic as text: `path:line:column: error[MM0203]: message`, the line that it is about, why, and what to do. */
export function renderDiagnostic(files: readonly SourceFile[], diagnostic: Diagnostic, paint: Paint = plainPaint): string {
  const kind = paint(diagnostic.severity, `${diagnostic.severity}[${diagnostic.code}]`);
  const lines = [`${placeOf(files, diagnostic.span)}: ${kind}: ${paint('strong', part(diagnostic.message))}`, ...excerpt(files, diagnostic, paint)];
  if (diagnostic.why !== '') lines.push(`  why:  ${part(diagnostic.why)}`);
  if (diagnostic.help !== '') lines.push(`  help: ${part(diagnostic.help)}`);
  for (const { span, message } of diagnostic.related) lines.push(`  ${placeOf(files, span)}: ${part(message)}`);
  return lines.join('\n');
}

function excerpt(files: readonly SourceFile[], { span, severity }: Diagnostic, paint: Paint): string[] {
  const file = files[span.file];
  if (file === undefined) return [];
  // The line is shown as the text has it, with the number that it has in the file.
  const { line, column } = ownPositionAt(file, span.start);
  const from = column <= excerptMax ? 0 : column - 1 - Math.floor(excerptMax / 3);
  const text = printable(lineOf(file, line, from));
  if (text.trim() === '') return [];
  const mark = column - from + (from === 0 ? 0 : 1);
  const shown = (from === 0 ? '' : '…') + text;
  const width = Math.max(1, Math.min(span.end - span.start, shown.length - mark + 1));
  const number = String(positionAt(file, span.start).line);
  return [
    `  ${paint('dim', `${number} |`)} ${shown}`,
    `  ${paint('dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(mark - 1)}${paint(severity, '^'.repeat(width))}`,
  ];
}

/** As much of a line of a file as is shown, from a column on. */
function lineOf(file: SourceFile, line: number, from: number): string {
  const starts = lineStarts(file);
  const start = (starts[line - 1] ?? 0) + from;
  const [text = ''] = file.text.slice(start, Math.min(starts[line] ?? file.text.length, start + excerptMax)).split(/[\r\n]/u);
  return text;
}

/** Names have no limit, lines for people do. */
const part = (text: string): string => shorten(printable(text.slice(0, 2 * partMax)), partMax);

/** Nothing in a spec may steer the terminal that a message is shown on. */
const printable = (text: string): string => text.replaceAll('\t', ' ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
