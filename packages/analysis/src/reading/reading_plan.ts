import type { LineRole } from '@mmspec/system';
import type { Assignment } from './assignments.ts';
import { bestRank } from './assignments.ts';
import { accessRank, isFunctionOf, isHeading } from './question.ts';
import type { Question } from './question.ts';

/** What a line is taken for under an assignment. */
export type LineMode = Extract<LineRole, 'step' | 'frame' | 'heading' | 'result' | 'unread'>;

export interface PlannedLine {
  /** Index of the event. */
  readonly event: number;
  readonly mode: LineMode;
  /** What it rests on: an index into `bases`; -1 where nothing is read. */
  readonly rank: number;
  /** By action: 1 where the step may be meant. */
  readonly actions: Uint8Array;
  /** Calls that the step has to lie in: indices of events. */
  readonly within: readonly number[];
  /** The actor may stand at the step without being able to take it. */
  readonly mayWait: boolean;
  /** It has to, as the last line of its column says. */
  readonly mustWait: boolean;
  /** It may stand there for ever, at a statement that no step takes. */
  readonly stands: boolean;
  /** Its text has the step, to which control never comes under the settings. */
  readonly isLeftOut: boolean;
  /** Nothing of its column follows. */
  readonly isLast: boolean;
  /** A call of the library that is over with this line, though nothing of its column follows. */
  readonly isWhole: boolean;
  /** Properties that the step has to violate: indices. */
  readonly bugs: readonly number[];
}

/** The ranks that go together: what is as good as the best there is for a line. */
function isAccepted(rank: number, best: number): boolean {
  return rank >= 0 && (best === 0 ? rank === 0 : best <= 2 ? rank <= 2 : rank === 3);
}

/** How lines may be read. */
export interface Latitude {
  /** By their words alone. */
  readonly guesses: boolean;
  /** Lines whose text is no step's, whatever parameters stand for: by names and accesses, too. */
  readonly relaxed: ReadonlySet<number>;
  /** A call of the library that is the last line of its column may have only begun, or wait, though the line does not say so. */
  readonly open: boolean;
  /** A step need not violate what its line says, nor wait where the last line of a column says so. */
  readonly harmless: boolean;
}

/** How each line is read under an assignment. */
export function planOf(question: Question, { movers }: Assignment, { guesses, relaxed, open, harmless }: Latitude): PlannedLine[] {
  const { drawing, ranks, system } = question;
  const lines = drawing.events.map((event, index): PlannedLine => {
    const who = movers[event.column];
    const mover = who === null || who === undefined ? undefined : question.movers[who];
    const none: PlannedLine = {
      event: index,
      mode: 'unread',
      rank: -1,
      actions: new Uint8Array(system.actions.length),
      within: [],
      mayWait: false,
      mustWait: false,
      stands: false,
      isLeftOut: false,
      isLast: false,
      isWhole: false,
      bugs: [],
    };
    if (question.results[index] === true) return { ...none, mode: 'result' };
    if (mover === undefined) return none;
    const text = bestRank(ranks[index]!, mover);
    const best = text === 0 && relaxed.has(index) ? 1 : text;
    if (isHeading(event, mover) && (best !== 1 || hasNested(question, index))) return { ...none, mode: 'heading', rank: 1 };
    const stands = question.stands[index]![who!] === true;
    if (best !== 0 && stands) return { ...none, mode: 'step', rank: 0, stands };
    if (isTitle(drawing, index) && isCalledBelow(question, index)) return { ...none, mode: 'heading', rank: 1 };
    const isUnknown = best < 0 || best > accessRank;
    if (isUnknown && isFunctionOf(event, mover)) return { ...none, mode: 'heading', rank: 1 };
    if (isUnknown && question.isLeftOut[index]![who!] === true) return { ...none, mode: 'step', rank: 0, isLeftOut: true };
    if (best < 0 || (best === 3 && !guesses)) return none;
    const actions = none.actions.slice();
    for (const action of mover.actions) if (isAccepted(ranks[index]![action]!, best)) actions[action] = 1;
    return { ...none, mode: 'step', rank: best, actions, stands };
  });
  framed(question, lines);
  ended(question, lines, { open, harmless });
  return lines;
}

function hasNested({ drawing: { events } }: Question, index: number): boolean {
  const event = events[index]!;
  const next = events.findIndex((other, at) => at > index && other.column === event.column);
  return next >= 0 && (events[next]!.indent > event.indent || index === events.findIndex((other) => other.column === event.column));
}

/** A call is the frame of the deeper lines that follow in its column, where a step of these lies in it. */
function framed({ drawing, senses, system }: Question, lines: PlannedLine[]): void {
  const { events } = drawing;
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index]!;
    const sense = senses[index]!;
    const [said] = sense.statements;
    if (line.mode === 'step' && isToldBelow(events, senses, index)) {
      lines[index] = { ...line, mode: 'frame' };
      continue;
    }
    if (line.mode !== 'step' || said === undefined || sense.statements.length > 1 || line.rank > 1) continue;
    const name = said.call?.name ?? said.name?.at(-1);
    const event = events[index]!;
    const next = events.findIndex((other, at) => at > index && other.column === event.column && lines[at]!.mode === 'step');
    const following = events.findIndex((other, at) => at > index && other.column === event.column);
    if (name === undefined || next < 0 || following < 0) continue;
    const isDeeper = events[following]!.indent > event.indent && events[next]!.indent > event.indent;
    if (!isDeeper && !isTitle(drawing, index)) continue;
    const inside = lines[next]!;
    const actions = inside.actions.map((can, action) => (can === 1 && line.actions[action] === 1 && isAround(system.actions[action]!.executed, name) ? 1 : 0));
    if (!actions.some((can) => can === 1)) continue;
    lines[next] = { ...inside, actions, within: [...inside.within, index] };
    lines[index] = { ...line, mode: 'frame' };
  }
}

/** The function above a column: a name in its first line. */
function isTitle({ events }: Question['drawing'], index: number): boolean {
  const { text, column } = events[index]!;
  return /^\w+(?:\(\))?:?$/u.test(text) && events.findIndex((event) => event.column === column) === index;
}

/** It is called once more in the same column, with arguments: `free_page()` above `free_page(page)`. */
function isCalledBelow({ drawing: { events }, senses }: Question, index: number): boolean {
  const name = /^\w+/u.exec(events[index]!.text)?.[0];
  return events.some(({ column }, other) => {
    const call = senses[other]!.statements[0]?.call;
    return other > index && column === events[index]!.column && call?.name === name && call!.args.length > 0;
  });
}

/** `nr++` is a load and a store where these stand below it: `load nr`. */
function isToldBelow(events: Question['drawing']['events'], senses: Question['senses'], index: number): boolean {
  const changed = senses[index]!.statements[0]?.assignment;
  const event = events[index]!;
  const next = events.findIndex((other, at) => at > index && other.column === event.column);
  const told = senses[next]?.statements[0]?.access;
  return (
    /^[+-]=$/u.test(changed?.operator ?? '') &&
    told !== undefined &&
    told !== null &&
    events[next]!.indent > event.indent &&
    told.place.at(-1) === changed!.target.at(-1)
  );
}

/** The name stands in a path with more behind it. */
function isAround(executed: readonly (readonly string[])[], name: string): boolean {
  return executed.some((path) => path.includes(name));
}

function ended(
  { drawing: { events, deadlock }, senses, calls, lasts, bugs }: Question,
  lines: PlannedLine[],
  { open, harmless }: Pick<Latitude, 'open' | 'harmless'>,
): void {
  lines.forEach((line, index) => {
    const isLast = !lines.some((other, at) => at > index && other.mode === 'step' && events[at]!.column === events[index]!.column);
    const { part, waits } = senses[index]!;
    const isWhole = isLast && !open && deadlock === null && line.mode === 'step' && lasts[index] === true && part === null && !waits;
    const mayWait =
      line.mode === 'step' &&
      line.rank <= 2 &&
      !isWhole &&
      !line.isLeftOut &&
      (harmless || bugs[index]!.length === 0) &&
      part !== 'ends' &&
      // Of a call of several steps one is taken where it begins.
      (part === null || calls[index] !== true) &&
      (line.stands || waits || (isLast && (deadlock !== null || canWait(senses[index]!.whole))));
    lines[index] = {
      ...line,
      isLast,
      isWhole,
      bugs: harmless || line.mode !== 'step' ? [] : bugs[index]!,
      mayWait,
      mustWait: mayWait && waits && isLast && canWait(senses[index]!.whole) && !harmless,
    };
  });
}

/** Nobody waits at a store. */
export function canWait(tokens: readonly string[]): boolean {
  return !tokens.includes('=');
}
