import { auditChange, counted } from '@mmspec/report';
import type { SourceFile } from '@mmspec/source';
import type { Audit, AuditRow, AuditVerdict } from '@mmspec/system';
import { offsetAt } from '../positions.ts';
import type { StepHint } from '../step_hints.ts';

/*
 * Beside the source: what the parts that begin in a line are good for.
 */

/** For each line with parts that an audit tried, but for those that are no spec without it. */
export function auditHints(file: SourceFile, { rows }: Audit): StepHint[] {
  const lines = new Map<number, AuditRow[]>();
  for (const row of rows) if (row.path === file.path && row.verdict !== 'not possible') lines.set(row.line, [...(lines.get(row.line) ?? []), row]);
  return [...lines].map(([line, own]) => {
    const begin = offsetAt(file, { line: line - 1, character: (own[0]?.column ?? 1) - 1 });
    const end = file.text.indexOf('\n', begin);
    return { offset: end < 0 ? file.text.length : end, text: `  ${own.map(wordsOf).join(', ')}`, tooltip: own.map(tooltipOf).join('\n\n') };
  });
}

function wordsOf({ kind, verdict, property }: AuditRow): string {
  return `${kind} ${verdict}${property === null ? '' : ` (${property.name})`}`;
}

const unnoticed: Readonly<Record<Exclude<AuditVerdict, 'needed' | 'needed for progress'>, string>> = {
  superfluous: 'no property notices, at these sizes',
  'not judged': 'no property notices; where memory is weaker it may matter',
  'not decided': 'a limit ended the search',
  'not possible': 'there is no spec',
};

function tooltipOf({ kind, text, verdict, property, check, depth }: AuditRow): string {
  const change = auditChange(kind, `\`${text}\``);
  if (verdict !== 'needed' && verdict !== 'needed for progress') return `${change} ${unnoticed[verdict]}.`;
  return `${change} \`${property?.name ?? ''}\` is violated in ${check ?? ''}${depth === null ? '' : `, after ${counted(depth, 'step')}`}.`;
}
