import { lineStarts, positionAt, type Diagnostic, type SourceFile } from '@mmspec/source';
import { plainPaint, type Paint } from './colour.ts';
import { placeOf } from './position.ts';

const excerptMax = 120;

/** A diagnostic as text: `path:line:column: error[MM0203]: message`, the line that it is about, why, and what to do. */
export function renderDiagnostic(files: readonly SourceFile[], diagnostic: Diagnostic, paint: Paint = plainPaint): string {
  const head = `${placeOf(files, diagnostic.span)}: ${paint(diagnostic.severity, `${diagnostic.severity}[${diagnostic.code}]`)}: ${paint('strong', diagnostic.message)}`;
  const lines = [head, ...excerpt(files, diagnostic, paint)];
  if (diagnostic.why !== '') lines.push(`  why:  ${diagnostic.why}`);
  if (diagnostic.help !== '') lines.push(`  help: ${diagnostic.help}`);
  for (const { span, message } of diagnostic.related) lines.push(`  ${placeOf(files, span)}: ${message}`);
  return lines.join('\n');
}

function excerpt(files: readonly SourceFile[], { span, severity }: Diagnostic, paint: Paint): string[] {
  const file = files[span.file];
  if (file === undefined) return [];
  const { line, column } = positionAt(file, span.start);
  const start = lineStarts(file)[line - 1] ?? 0;
  const text = (file.text.slice(start, Math.min(lineStarts(file)[line] ?? file.text.length, start + 2 * excerptMax)).split(/[\r\n]/u)[0] ?? '').replace(/(?!\t)\p{Cc}/gu, '?').replaceAll('\t', ' ');
  if (text.trim() === '' || column > excerptMax) return [];
  const width = Math.max(1, Math.min(span.end - span.start, text.length - column + 1, excerptMax - column + 1));
  const number = String(line);
  return [
    `  ${paint('dim', `${number} |`)} ${text.slice(0, excerptMax)}`,
    `  ${paint('dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(column - 1)}${paint(severity, '^'.repeat(width))}`,
  ];
}
