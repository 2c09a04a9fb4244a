import { oneLine } from '@mmspec/source';
import type { AuditRow, Review } from '@mmspec/system';
import { widthMax } from '../race/race_diagram.ts';
import { placeText } from '../position.ts';
import { commandLines } from '../shell.ts';
import { counted, shorten, wrap } from '../wrap.ts';

/*
 * What an audit says, for somebody who wants the exceptions: what is needed is only counted.
 */

/** The summary of an audit; `path` is the file of the spec, and `command` makes the whole table. */
export function auditLines({ audit }: Review, path: string, command: string): string[] {
  if (audit === null || audit.rows.length === 0) return [];
  const count = (verdict: AuditRow['verdict']): number => audit.rows.filter((row) => row.verdict === verdict).length;
  if (audit.checks.length === 0) return wrap('No part was taken out: no check is as stated to begin with, so there is nothing that could be lost.', widthMax);
  const needed = count('needed');
  const progress = count('needed for progress');
  const orders = audit.rows.filter(({ verdict, kind }) => verdict === 'not judged' && kind === 'order').length;
  const barriers = count('not judged') - orders;
  const kinds = `locks, rechecks, waits, atomics, ${audit.memory.includes('tso') || audit.memory.includes('weak') ? 'barriers, ' : ''}the order of neighbours`;
  const sentence = [
    `I took out ${counted(audit.rows.length, 'part')} one at a time (${kinds}) and checked again.`,
    `${needed} ${needed === 1 ? 'is' : 'are'} needed: without ${needed === 1 ? 'it' : 'each'} something that is claimed is violated.`,
    progress > 0 ? `${progress} more ${progress === 1 ? 'is' : 'are'} needed for progress.` : '',
    orders > 0
      ? `${counted(orders, 'order')} of neighbouring steps ${orders === 1 ? 'makes' : 'make'} no difference here; weaker memory is another question.`
      : '',
    barriers > 0 ? `${counted(barriers, 'barrier')} ${barriers === 1 ? 'is' : 'are'} not judged: no check under tso or weak comes there.` : '',
    audit.score.noticed < audit.score.decided ? `Mutation score: some property notices ${audit.score.noticed} of ${audit.score.decided}.` : '',
    audit.complete ? '' : 'Not all was tried.',
  ];
  const superfluous = audit.rows.filter(({ verdict }) => verdict === 'superfluous');
  const open = audit.rows.filter(({ verdict }) => verdict === 'not decided');
  return [
    ...wrap(sentence.filter((text) => text !== '').join(' '), widthMax),
    ...listOf(superfluous, path, 'No property notices when these are gone, so they are not needed, or a property is missing:'),
    ...pairLines(
      audit.pairs.filter(({ verdict }) => verdict === 'needed' || verdict === 'needed for progress'),
      path,
    ),
    ...listOf(open, path, 'Not decided within the limits:'),
    '',
    'Every part, with the race that appears without it:',
    '',
    ...commandLines(command, widthMax - 3).map((text) => `   ${text}`),
  ];
}

function partText({ kind, path, line, text, owner }: Pick<AuditRow, 'kind' | 'path' | 'line' | 'text' | 'owner'>, spec: string): string {
  const place = path === spec ? String(line).padStart(4) : placeText({ path, line }, spec);
  return shorten(`  ${place}  ${oneLine(owner)}: ${text.startsWith(`${kind} `) ? '' : `${kind} `}${oneLine(text)}`, widthMax);
}

function listOf(rows: readonly AuditRow[], path: string, heading: string): string[] {
  return rows.length === 0 ? [] : ['', ...wrap(heading, widthMax), '', ...rows.map((row) => partText(row, path))];
}

function pairLines(pairs: NonNullable<Review['audit']>['pairs'], path: string): string[] {
  if (pairs.length === 0) return [];
  return [
    '',
    ...wrap('Of these pairs one is enough, and one is needed:', widthMax),
    '',
    ...pairs.flatMap(({ parts }, index) => [...(index === 0 ? [] : ['']), ...parts.map((part) => partText(part, path))]),
  ];
}
