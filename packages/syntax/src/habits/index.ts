import { nameHabits } from './names.ts';
import { possibleHabits } from './possible.ts';
import { beginsLine, textHabits } from './texts.ts';
import type { Form, Inside, NamePlace, TextHabit } from './types.ts';

export { beginsLine };
export type { Form, Inside, NamePlace };

/** A habit in a line, with the columns where it stands. */
export interface FoundHabit {
  readonly form: TextHabit;
  readonly start: number;
  readonly end: number;
}

/** Those of the habits, each made when a line may have it. */
const patterns: (RegExp | undefined)[] = [];

/** Longer lines are not looked at. */
const lineMax = 1_000;

/** The first habit that stands at, or touches, the columns of a mistake, or begins the line. */
export function habitAt(line: string, start: number, end: number): FoundHabit | null {
  if (line.length > lineMax) return null;
  for (const index of possibleHabits(line)) {
    const form = textHabits[index]!;
    const pattern = (patterns[index] ??= new RegExp(form.pattern, 'gu'));
    if (!pattern.test(line)) continue;
    const begins = beginsLine(form);
    pattern.lastIndex = 0;
    for (const match of line.matchAll(pattern)) {
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

/** The form of this language, where a line stands in something; null where nothing is written. */
export function insteadOf({ instead, inCode, inFields }: Form, inside: Inside = 'nothing'): string | null {
  return (inside === 'code' ? inCode : inside === 'fields' ? inFields : undefined) ?? instead;
}

/** A form in which `p` stands for a condition, with the one that is there: `assert not (n == 3)`. */
export function withCondition(form: Form, condition: string): Form {
  const isOne = /^[\w.[\]]+$/u.test(condition);
  const instead = form.instead?.replace(
    /^(assert not |assert |await |)p$/u,
    (_, word: string) => `${word}${isOne || word === 'await ' || word === 'assert ' ? condition : `(${condition})`}`,
  );
  return { ...form, instead: instead ?? null };
}

/** What to do, as a sentence of help. */
export function adviceOf(form: Form, inside: Inside = 'nothing'): string {
  const instead = insteadOf(form, inside);
  const write = instead === null ? 'Leave it out.' : `Write \`${instead}\`.`;
  return form.note === undefined ? write : `${write} ${form.note}`;
}
