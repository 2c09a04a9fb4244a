import { positionAt } from '@mmspec/source';
import { ledgerOf, modelOf } from './support.ts';

/*
 * Specs with the answers below their lines: `//  ^^^ error[MM0421]: message`.
 */

const answer = /^\/\/ *\^+ (?:error|warning)\[MM\d{4}\]: .*$/;

/** The spec with what the ledger says instead of the answers that stand in it. */
export function answered(fixture: string): string {
  const text = fixture
    .split('\n')
    .filter((line) => !answer.test(line))
    .join('\n');
  const { diagnostics, flow } = ledgerOf(modelOf(text));
  const file = flow.world.model.files.find((candidate) => candidate.path === 'spec.mmspec');
  if (file === undefined) throw new Error('the spec is not among its files');
  const lines = text.split('\n').map((line) => [line]);
  for (const diagnostic of diagnostics) {
    const { line, column } = positionAt(file, diagnostic.span.start);
    const end = positionAt(file, diagnostic.span.end);
    const width = Math.max(1, end.line === line ? end.column - column : 1);
    const marks = `//${' '.repeat(Math.max(0, column - 3))}${'^'.repeat(width)}`;
    lines[line - 1]?.push(`${marks} ${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`);
  }
  return lines.flat().join('\n');
}
