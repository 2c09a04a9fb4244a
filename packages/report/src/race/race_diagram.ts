import { settingsOfRace } from '@mmspec/system';
import type { CheckResult, PropertyResult, PropertyText, Trace } from '@mmspec/system';
import { counted, shorten, unbroken, wrap } from '../wrap.ts';
import { columnLines, ruleLine } from './columns.ts';
import { commandLines } from '../shell.ts';
import { drawnSteps, raceEvents, withWaiting } from './event.ts';
import type { RaceEvent } from './event.ts';
import { allInComment } from './in_comment.ts';
import { orderWords } from './memory_order.ts';
import { damageWords, deadlockWords, isBrokenAtEnd, lassoWords, loopEnd, lostWords } from './race_words.ts';

/**
 * `changelog` indents by four blanks, `comment` begins lines with ` * `, `markdown` makes a code block, `full` leaves nothing out,
 * `brief` draws only the steps that the violation depends on.
 */
export type TraceForm = 'changelog' | 'comment' | 'markdown' | 'full' | 'brief';

export interface RaceOptions {
  readonly form: TraceForm;
  /** Number the events per CPU: 1.1, 1.2, 2.1. */
  readonly numbered: boolean;
  /** Properties of kind `possible` that hold in the same check. */
  readonly possible?: readonly PropertyText[];
  /** The command that repeats the run, for the footer. */
  readonly command: string;
}

/** Columns of a diagram. */
export const widthMax = 75;

/** What the lines of a diagram begin with. */
export function prefixOf(form: TraceForm): string {
  return form === 'comment' ? ' * ' : form === 'markdown' ? '' : '    ';
}

/**
 * A counterexample as kernel people draw races: one column for each CPU, time going down, at most 75 columns, no tabs.
 * Follows the layouts of kernel changelogs and of lockdep's output. Empty where the result has no trace.
 */
export function raceDiagram(check: CheckResult, result: PropertyResult, property: PropertyText, options: RaceOptions): string {
  const { form, possible = [] } = options;
  if (form !== 'comment') return drawing(check, result, property, options);
  const [own, found, about, others] = allInComment([{ ...check, trace: null, results: [] }, result, property, possible] as const);
  return drawing(own, found, about, { ...options, possible: others });
}

/** What a drawing says of the check that it belongs to. */
type Drawn = Pick<CheckResult, 'states' | 'settings' | 'memory' | 'window'>;

function drawing(check: Drawn, result: PropertyResult, property: PropertyText, options: RaceOptions): string {
  if (result.trace === null) return '';
  const prefix = prefixOf(options.form);
  const width = widthMax - prefix.length;
  const full = options.form === 'full';
  const subject = { property: result.property, formula: property.text, isBroken: isBrokenAtEnd({ ...property, name: result.property }) };
  const { slice } = result.trace;
  const only = options.form === 'brief' && slice !== undefined ? drawnSteps(result.trace.steps, slice) : null;
  const drawn = raceEvents(result.trace, subject, { full, marked: [], only });
  const events = eventsIn(options.form, withWaiting(drawn, result.waiting ?? [], result.trace.steps));
  const body = events.length > 0 ? columnLines(events, result.trace.steps, width, options.numbered) : [' (the initial state)'];
  const { sentence, formula } = damageWords(result, property);
  const lines = [
    ...wrap(` ${sentence}`, width, ' '),
    ...(formula === '' ? [] : wrap(`   ${formula}`, width, '   ')),
    ...modelLines(check),
    '',
    ...(full ? [...initialLines('Initially', result.trace.initial, width), ''] : []),
    ...(!full && result.trace.begins !== undefined ? [...initialLines('It begins with', result.trace.begins, width), ''] : []),
    ...body,
    ...deadlockEnd(result, width),
    ...lassoEnd(result, options.possible ?? [], property, width),
    ...said(lostWords(property), width),
    ...said(orderWords(result.trace), width),
    ...sourceLines(result.trace.steps, width),
    '',
    ...leftOut(result.trace.steps.length - (only?.size ?? result.trace.steps.length)),
    ...footer(check, result, options.command, width),
  ];
  return inForm(options.form, lines.map((line) => (prefix + line).trimEnd()).join('\n'));
}

/** What a diagram says itself, such as the comment of a step that does nothing, does not end a comment either. */
export function eventsIn(form: TraceForm, events: readonly RaceEvent[]): readonly RaceEvent[] {
  return form === 'comment' ? allInComment(events) : events;
}

/** The line that says under which memory model a run is possible; none under sc. */
export function modelLines({ memory = 'sc', window }: Pick<CheckResult, 'memory' | 'window'>): string[] {
  return memory === 'sc' ? [] : [`   memory ${memory}${window === undefined ? '' : `, window ${window}`}`];
}

/** The lines of a diagram, with a fence around them that no text in it closes. */
export function inForm(form: TraceForm, text: string): string {
  if (form !== 'markdown') return text;
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([marks]) => marks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

function initialLines(words: string, initial: Trace['initial'], width: number): string[] {
  const rows = Object.entries(initial).map(([name, value]) => unbroken(initialText(name, String(value))));
  return wrap(` ${words} ${rows.join(', ')}.`, width, '   ');
}

/** `x = 0`, `cpu[0] at load`: locations are shown by their labels, without the offsets that states have for them. */
function initialText(name: string, value: string): string {
  const [, path] = /^(.*)@\d+(?:\/\d+)*$/u.exec(value) ?? [];
  if (path === undefined) return `${name.replace(/@\d+$/u, '')} = ${value}`;
  return path === '' ? `${name} at its beginning` : `${name} at ${path}`;
}

/** The lines that end the drawing of a deadlock, in lockdep's form. */
function deadlockEnd(result: PropertyResult, width: number): string[] {
  if (result.waiting === undefined) return [];
  return ['', '  *** DEADLOCK ***', ...said(deadlockWords(result), width)];
}

/** The lines that end the drawing of a lasso. */
function lassoEnd(result: PropertyResult, possible: readonly PropertyText[], property: PropertyText, width: number): string[] {
  const rule = loopEnd(result);
  return rule === null ? [] : [ruleLine(rule, width), ...said(lassoWords(result, possible, property), width)];
}

/** Sentences below a blank line. */
function said(sentences: readonly string[], width: number): string[] {
  return sentences.length === 0 ? [] : ['', ...sentences.flatMap((sentence) => wrap(` ${sentence}`, width, ' '))];
}

/** Where the source of the steps is, as far as it was found: each place once, in the order in which it is come to. */
function sourceLines(steps: Trace['steps'], width: number): string[] {
  const rows = new Map<string, string>();
  for (const { actor, action, label, source } of steps) {
    if (source?.line === undefined) continue;
    const step = `${actor ?? action ?? ''}${label === null ? '' : `.${label}`}`;
    rows.set(step, rows.get(step) ?? `${source.path}:${source.line} ${source.symbol}()`);
  }
  if (rows.size === 0) return [];
  const names = Math.min(24, Math.max(...[...rows.keys()].map((name) => name.length)));
  return ['', ' In the source:', '', ...[...rows].map(([name, place]) => shorten(`   ${name.padEnd(names)}  ${place}`, width))];
}

/** How many steps the violation does not depend on. */
function leftOut(count: number): string[] {
  return count <= 0 ? [] : [` (${counted(count, 'step')} left out)`];
}

function footer(check: Drawn, result: PropertyResult, command: string, width: number): string[] {
  const settings = Object.entries(settingsOfRace(check, result))
    .map(([name, value]) => unbroken(`${name} = ${value}`))
    .join(', ');
  // The states of a check for any number are those of several.
  const states = result.numbers === undefined ? counted(check.states, 'state') : '';
  const more = [states, settings === '' ? '' : `with ${settings}`].filter((part) => part !== '').join(' ');
  const size = ` ${counted(result.depth ?? 0, 'step')}; ${more}.`;
  return [...wrap(size, width, ' '), ...commandLines(command, width)];
}
