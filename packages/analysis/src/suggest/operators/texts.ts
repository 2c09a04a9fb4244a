import type { SourceFile } from '@mmspec/source';
import type { TextChange } from '../../text_change.ts';
import type { Unit } from '../units.ts';

/* Edits that operators share. */

/** Puts a text on lines of its own before a unit. */
export function before({ start }: Unit, text: string): TextChange {
  return { start, end: start, text: `${text}\n` };
}

/** Puts it behind a unit. */
export function behind({ end }: Unit, text: string): TextChange {
  return { start: end, end, text: `\n${text}` };
}

/** Takes a unit away, with its lines where nothing else stands in them. */
export function gone({ text }: SourceFile, { start, end }: Unit): TextChange {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  const isAlone = to >= 0 && `${text.slice(from, start)}${text.slice(end, to)}`.trim() === '';
  return isAlone ? { start: from, end: to + 1, text: '' } : { start, end, text: '' };
}

/** The places before all units. */
export function places<T>(
  units: readonly Unit[],
  make: (place: { readonly name: string; readonly at: (text: string) => TextChange; readonly next: Unit }) => T[],
): T[] {
  return units.flatMap((unit) => make({ name: `before ${unit.name}`, at: (text) => before(unit, text), next: unit }));
}

/** Neighbouring units from one to another: all ranges of at least and at most so many. */
export function ranges(units: readonly Unit[], fewest: number, most: number): (readonly Unit[])[] {
  return units.flatMap((_, from) =>
    Array.from({ length: most - fewest + 1 }, (_each, more) => units.slice(from, from + fewest + more)).filter((range, more) => range.length === fewest + more),
  );
}

/** `a`, or `a..c`. */
export function nameOfRange(units: readonly Unit[]): string {
  const [first, last] = [units[0]?.name ?? '', units.at(-1)?.name ?? ''];
  return first === last ? first : `${first}..${last}`;
}
