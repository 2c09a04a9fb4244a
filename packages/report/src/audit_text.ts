import { oneLine } from '@mmspec/source';
import type { Audit, AuditFinding, AuditKind, AuditPair, AuditPart, AuditRow, AuditVerdict } from '@mmspec/system';
import { plainPaint, type Paint, type Role } from './colour.ts';
import { raceDiagram, type RaceOptions } from './race/race_diagram.ts';
import { weakIsNoModel } from './memory_text.ts';
import { counted, listed, shorten, wrap } from './wrap.ts';

/*
 * An audit as text: what is needed, with what appears without it, and what is not.
 */

const words: Readonly<Record<AuditKind, string>> = {
  lock: 'lock',
  section: 'section',
  off: 'off',
  freeze: 'freeze',
  recheck: 'recheck',
  check: 'check',
  wait: 'wait',
  retry: 'retry',
  atomic: 'atomic',
  barrier: 'barrier',
  order: 'order',
};

const headings: Readonly<Record<AuditVerdict, { readonly text: string; readonly role: Role }>> = {
  needed: { text: 'Needed: without it this is violated.', role: 'good' },
  'needed for progress': { text: 'Needed for progress: without it something does not happen.', role: 'good' },
  superfluous: { text: 'Superfluous: no property notices, at these sizes.', role: 'warning' },
  'not judged': { text: 'Not judged: no property notices; where memory is weaker it may matter.', role: 'information' },
  'not decided': { text: 'Not decided.', role: 'warning' },
  'not possible': { text: 'Not tried: the text without it is refused before anything runs.', role: 'dim' },
};

const verdicts = Object.keys(headings) as AuditVerdict[];

/** Columns of the line number, the kind and the text of a part. */
const columns = { line: 6, kind: 9, text: 36 } as const;
const width = 100;

/** The table of an audit, with what was audited, and a sum at the end; `path` is the file of the spec: a part of another one says where it stands. */
export function auditText(audit: Audit, path: string, paint: Paint = plainPaint): string {
  const groups = verdicts.flatMap((verdict) => groupText(verdict, audit.rows, path, paint));
  return [coveredText(audit), ...groups, ...pairsText(audit, path, paint), summaryText(audit)].join('\n\n');
}

/** The race of each part that is needed, and of each pair of which one is; `command` makes the one that repeats it. */
export function auditRaces(audit: Audit, options: Omit<RaceOptions, 'command'>, command: (lines: readonly number[], check: string) => string): string[] {
  const needed: readonly (AuditFinding & { readonly title: string; readonly at: readonly number[] })[] = [
    ...audit.rows.map((row) => ({ ...row, title: `${auditChange(row.kind, nameOf(row))}:`, at: [row.line] })),
    ...audit.pairs.map((pair) => ({ ...pair, title: `Without both, ${pair.parts.map(nameOf).join(' and ')}:`, at: pair.parts.map(({ line }) => line) })),
  ];
  return needed.flatMap(({ title, at, check, property, result }) => {
    const violated = result?.results.find((each) => each.property === property?.name);
    if (result === null || property === null || check === null || violated === undefined) return [];
    const race = raceDiagram(result, violated, property, { ...options, command: command(at, check) });
    return race === '' ? [] : [`${wrap(title, width, '  ').join('\n')}\n\n${race}`];
  });
}

const nameOf = ({ text, line }: AuditPart): string => `\`${oneLine(text)}\` of line ${line}`;

/** What an audit tries with a part: `Without` its name, in most cases. */
export function auditChange(kind: AuditKind, name: string): string {
  switch (kind) {
    case 'atomic':
      return `With ${name} in its parts`;
    case 'barrier':
      return `Without the order of ${name}`;
    case 'order':
      return `With ${name} the other way round`;
    case 'lock':
    case 'section':
    case 'off':
    case 'freeze':
    case 'recheck':
    case 'check':
    case 'wait':
    case 'retry':
      return `Without ${name}`;
  }
}

function coveredText({ checks, unmet, unfinished, memory, rows }: Audit): string {
  const models = memory.some((model) => model !== 'sc') ? `, under ${listed(memory)}` : '';
  const expected = unmet.length > 0 ? '' : ` that ${checks.length === 1 ? 'is' : 'are'} as expected`;
  const audited =
    checks.length === 0
      ? 'No check that expects something was searched to its end.'
      : `${counted(rows.length, 'part')} tried, each in ${counted(checks.length, 'check')}${expected}${models}.`;
  return [
    ...wrap(audited, width),
    ...(unmet.length === 0 ? [] : wrap(`Not as expected to begin with, and audited for what holds: ${listed(unmet.map(oneLine))}.`, width)),
    ...(unfinished.length === 0 ? [] : wrap(`Left out, since not searched to the end: ${listed(unfinished.map(oneLine))}.`, width)),
  ].join('\n');
}

function groupText(verdict: AuditVerdict, rows: readonly AuditRow[], path: string, paint: Paint): string[] {
  const own = rows.filter((row) => row.verdict === verdict);
  if (own.length === 0) return [];
  const { text, role } = headings[verdict];
  return [[paint(role, text), ...own.flatMap((row) => [...rowLines(row), ...elsewhere(row, path)])].join('\n')];
}

function rowLines(row: AuditRow): string[] {
  const said = noticedText(row);
  const others = row.lines.length - 1;
  const part = shorten(
    `${oneLine(row.text)}${row.kind === 'order' || others === 0 ? '' : `, ${counted(others, 'more place')}`}`,
    said === '' ? 80 : columns.text,
  );
  const head = `${String(row.line).padStart(columns.line)}  ${words[row.kind].padEnd(columns.kind)}${said === '' ? part : part.padEnd(columns.text)}`;
  if (said === '') return [head];
  const margin = columns.line + columns.kind + columns.text + 4;
  const [first = '', ...rest] = wrap(said, width - margin);
  return [`${head.padEnd(margin)}${first}`, ...rest.map((line) => `${' '.repeat(margin)}${line}`)];
}

/** Where a part stands that is not in the file of the spec. */
function elsewhere(part: Pick<AuditPart, 'path'>, path: string): string[] {
  return part.path === path ? [] : [`${' '.repeat(columns.line + columns.kind + 2)}in ${oneLine(part.path)}`];
}

/** `underflow in with_ptl, 6 steps`; or why there is no answer, where the heading does not say it. */
function noticedText({ verdict, property, check, depth, reason }: AuditFinding): string {
  if (verdict === 'not judged') return '';
  if (property === null || check === null) return oneLine(reason);
  return `${property.name} in ${check}${depth === null ? '' : `, ${counted(depth, 'step')}`}`;
}

function pairsText({ pairs, pairsTried }: Audit, path: string, paint: Paint): string[] {
  if (pairsTried === 0) return [];
  if (pairs.length === 0)
    return [`${counted(pairsTried, 'pair')} of superfluous ones tried: both parts${pairsTried === 1 ? '' : ' of each'} can be missing together.`];
  return [
    [
      paint('warning', 'One of two is needed: each is superfluous alone, and without both this is violated.'),
      ...pairs.flatMap((pair) => pairLines(pair, path)),
    ].join('\n'),
  ];
}

function pairLines(pair: AuditPair, path: string): string[] {
  const margin = ' '.repeat(columns.line + 2);
  const parts = pair.parts.flatMap((part) => [
    `${String(part.line).padStart(columns.line)}  ${words[part.kind].padEnd(columns.kind)}${shorten(oneLine(part.text), 80)}`,
    ...elsewhere(part, path),
  ]);
  return [...parts, `${margin}${' '.repeat(columns.kind)}${noticedText(pair)}`];
}

function summaryText({ rows, memory, states, seconds, complete, score }: Audit): string {
  const counts = verdicts.map((verdict) => [rows.filter((row) => row.verdict === verdict).length, verdict] as const).filter(([count]) => count > 0);
  const sum = counts.map(([count, verdict]) => `${count} ${verdict}`).join(', ');
  const whole = complete ? '' : ' Not all was tried.';
  const guarded = score.decided === 0 ? '' : `\nMutation score: some property notices ${score.noticed} of ${score.decided}.`;
  const weak = memory.includes('weak') ? `\n${weakIsNoModel}` : '';
  return `${sum === '' ? 'There is nothing to take out' : sum} (${counted(states, 'state')}, ${seconds.toFixed(2)} s).${whole}${guarded}${weak}`;
}
