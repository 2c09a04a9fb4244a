import { nameHabits } from './names.ts';
import { beginsLine, textHabits } from './texts.ts';
import type { Form, NamePlace, TextHabit } from './types.ts';

export { beginsLine };
export type { Form, NamePlace };

/** A habit in a line, with the columns where it stands. */
export interface FoundHabit {
  readonly form: TextHabit;
  readonly start: number;
  readonly end: number;
}

/** Longer lines are not looked at. */
const lineMax = 1_000;

/** The first habit that stands at, or touches, the columns of a mistake, or begins the line. */
export function habitAt(line: string, start: number, end: number): FoundHabit | null {
  if (line.length > lineMax) return null;
  for (const form of textHabits) {
    const begins = beginsLine(form);
    for (const match of line.matchAll(new RegExp(form.pattern, 'gu'))) {
      const last = match.index + match[0].length;
      const touches = match.index <= end && start <= last;
      if (touches || (begins && !isLabel(match[0], line.slice(last)))) return { form, start: match.index, end: last };
    }
  }
  return null;
}

/** A word of another language may be a label of this one. */
function isLabel(found: string, rest: string): boolean {
  return /^\s*\w+$/u.test(found) && /^\s*(?::(?![:=])|[.=])/u.test(rest);
}

const byName: ReadonlyMap<string, Form> = new Map(nameHabits.flatMap((habit) => habit.names.map((name) => [`${habit.place} ${name}`, habit] as const)));

/** What another language's name is here. */
export function habitOfName(place: NamePlace, name: string): Form | null {
  return byName.get(`${place} ${name}`) ?? null;
}

/** What to do, as a sentence of help. */
export function adviceOf({ instead, note }: Form): string {
  const write = instead === null ? 'Leave it out.' : `Write \`${instead}\`.`;
  return note === undefined ? write : `${write} ${note}`;
}
