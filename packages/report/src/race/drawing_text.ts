import type { Answer, DrawingAnswer, ReadLine } from '@mmspec/system';
import { grouped } from '@mmspec/source';
import { commandLines } from '../shell.ts';
import { wrap } from '../wrap.ts';
import { columnLines } from './columns.ts';
import { raceEvents, withBugs, withWaiting } from './event.ts';
import { prefixOf, widthMax, type RaceOptions } from './race_diagram.ts';

/** What was found out about a drawing, as sentences. */
export function drawingVerdict({ answer, tried }: DrawingAnswer): string {
  const others = tried.filter((each) => each.check !== answer.under.check || each.settings !== answer.under.settings);
  return [verdictOf(answer), ...(tried.length < 2 || others.length === 0 ? [] : [triedText(others)])].join('\n');
}

/** The answer about one setting, on one line. */
function verdictOf(answer: Answer): string {
  const { read, of, obstacle, reason } = answer;
  const where = underText(answer);
  const isWhole = read === of;
  switch (answer.answer) {
    case 'possible':
      return `This interleaving is possible${where}${isWhole ? '' : `, as far as it was read (${read} of ${of})`}${reason === '' ? '' : `; but ${reason}`}.`;
    case 'impossible':
      return `This interleaving is impossible${where}: line ${obstacle?.line ?? 0}, \`${obstacle?.text ?? ''}\`, cannot follow: ${obstacle?.why ?? ''}.${boundText(answer)}`;
    case 'not answered':
      return `Not answered${where}: ${reason}${obstacle === null ? '' : ` (Line ${obstacle.line}, \`${obstacle.text}\`: ${obstacle.why}.)`} ${whatToAdd(answer)}`.trim();
  }
}

/** What was left out, where something was. */
function boundText({ bounded }: Answer): string {
  return bounded === undefined ? '' : ` That is so in a window of ${bounded.window}: ${bounded.where}.`;
}

function underText({ under }: Answer): string {
  const { memory = 'sc', window } = under;
  return `${settingsText(under)}${memory === 'sc' ? '' : ` under ${memory} (window ${window ?? 0})`}`;
}

function settingsText({ check, settings }: Answer['under']): string {
  if (check !== null) return ` in the check ${check}`;
  const given = Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
  return given === '' ? '' : ` with ${given}`;
}

function triedText(others: DrawingAnswer['tried']): string {
  const by = (kind: string): string[] => others.filter(({ answer }) => answer === kind).map(({ check }) => check ?? 'the declared values');
  const parts = (['possible', 'impossible', 'not answered'] as const).flatMap((kind) => {
    const names = by(kind);
    return names.length === 0 ? [] : [`${kind} in ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}`];
  });
  return `Under the other settings that were tried it is ${parts.join('; ')}.`;
}

/** How a drawing can be made to say more. */
function whatToAdd({ lines, columns, form }: Answer): string {
  if (form !== undefined) return form;
  const isAlone = columns.some(({ actor }) => actor === null);
  const unread = lines.some(({ as }) => as === 'unread' || as === 'guess');
  if (isAlone) return 'Put the names of the actors above the columns, as in `CPU0 (reader)`.';
  return unread ? 'Name labels or operations of the spec, or write the statements as the spec has them.' : '';
}

const roles: Readonly<Record<ReadLine['as'], string>> = {
  step: '',
  frame: 'the call around what follows',
  heading: 'who takes the steps',
  waits: 'waits there',
  result: 'says what comes of it, and is no step',
  unread: 'says nothing about this spec',
  guess: 'not read: only its words are like those of a step',
};
const bases = { text: 'its text', name: 'its name', access: 'the access', words: 'its words' } as const;

/** How a drawing was read, line by line. */
export function drawingReading({ columns, lines, read, of, ties }: Answer): string {
  const who = columns.flatMap(({ header, actor }, index) =>
    lines.some(({ column }) => column === index) ? [`${header === '' ? `column ${index + 1}` : header} is ${actor ?? 'nobody of the spec'}`] : [],
  );
  const numbers = numberedSteps(lines);
  const width = Math.min(44, Math.max(0, ...lines.map(({ text }) => text.length)));
  const rows = lines.map((each) => `  line ${String(each.line).padStart(2)}  ${each.text.padEnd(width)}  ${meaningOf(each, numbers)}`.trimEnd());
  const unread = lines.filter(({ as }) => as === 'unread' || as === 'guess').map(({ line }) => line);
  const silent =
    unread.length === 0 ? '' : `; line${unread.length === 1 ? '' : 's'} ${listed(unread)} ${unread.length === 1 ? 'says' : 'say'} nothing about this spec`;
  const also = ties.map(
    (names) =>
      `  It can be read as well with ${columns.map(({ header }, index) => `${header === '' ? `column ${index + 1}` : header} as ${names[index] ?? 'nobody'}`).join(', ')}.`,
  );
  return [...(who.length === 0 ? [] : [`${who.join(', ')}.`]), ...rows, `Read ${read} of ${of} lines${silent}.`, ...also].join('\n');
}

/** The steps of a run that lines were met by, in order: their numbers in the reading and in the drawing of the run. */
function numberedSteps(lines: Answer['lines']): readonly number[] {
  return [...new Set(lines.flatMap(({ at }) => (at === null ? [] : [at])))].sort((a, b) => a - b);
}

function meaningOf({ as, basis, step, at }: ReadLine, numbers: readonly number[]): string {
  const by = basis === null || as === 'unread' || as === 'guess' ? '' : ` (by ${bases[basis]})`;
  if (as === 'step' && step === null) return `no step under these settings${by}`;
  if (as === 'step') return `${at === null ? 'may be' : `(${numbers.indexOf(at) + 1})`} ${step ?? ''}${by}`;
  return as === 'waits' ? `${step ?? ''} waits there${by}` : roles[as];
}

function listed(numbers: readonly number[]): string {
  return numbers.length < 2 ? numbers.join('') : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1) ?? ''}`;
}

/** The run that shows what a drawing says, or how far it comes, with the steps of its lines numbered as in the reading; empty where there is none. */
export function drawingRun({ answer: { answer, trace, lines, violations, waiting, states } }: DrawingAnswer, options: RaceOptions): string {
  if (trace === null || trace.steps.length === 0) return '';
  const prefix = prefixOf(options.form);
  const width = widthMax - prefix.length;
  const marked = numberedSteps(lines);
  const events = withBugs(raceEvents(trace, { property: '', formula: '', isBroken: false }, { full: options.form === 'full', marked, only: null }), violations);
  const said = answer === 'possible' ? 'The following can happen:' : 'This much can happen:';
  const count = trace.steps.length;
  const text = [
    ` ${said}`,
    '',
    ...columnLines(withWaiting(events, waiting ?? [], trace.steps), trace.steps, width, options.numbered),
    ...(waiting !== null ? ['', '  *** DEADLOCK ***'] : []),
    '',
    ...wrap(` ${count} ${count === 1 ? 'step' : 'steps'}; ${grouped(states)} states.`, width, ' '),
    ...commandLines(options.command, width),
  ]
    .map((line) => (prefix + line).trimEnd())
    .join('\n');
  return options.form === 'markdown' ? `\`\`\`\n${text}\n\`\`\`` : text;
}
