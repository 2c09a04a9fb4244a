import { needed } from './needed.ts';

/** A text, and the habits that fit to no line without it or another text of theirs. */
interface Needed {
  readonly text: string;
  readonly habits: number[];
}

/** Texts of one sign by that, longer ones by their first two; made when somebody makes a mistake. */
let beginnings: ReadonlyMap<number, readonly Needed[]> | null = null;

/**
 * The habits that a line may have, by their places in the list, in its order.
 * To make one expression ready takes longer than to read some lines for these texts, and nearly all expressions fit to nothing.
 */
export function possibleHabits(line: string): number[] {
  beginnings ??= textsByBeginning();
  const found = new Set<number>();
  for (let at = 0; at < line.length; at++) {
    const sign = line.charCodeAt(at);
    note(found, beginnings.get(sign), line, at);
    note(found, beginnings.get(pairOf(sign, line.charCodeAt(at + 1))), line, at);
  }
  return [...found].sort((a, b) => a - b);
}

function note(found: Set<number>, texts: readonly Needed[] | undefined, line: string, at: number): void {
  if (texts === undefined) return;
  for (const { text, habits } of texts) if (line.startsWith(text, at)) for (const habit of habits) found.add(habit);
}

function pairOf(first: number, second: number): number {
  return first * 0x1_00_00 + second;
}

function textsByBeginning(): ReadonlyMap<number, readonly Needed[]> {
  const byText = new Map<string, number[]>();
  for (const [habit, texts] of needed.entries()) {
    for (const text of texts.split(' ')) {
      const habits = byText.get(text);
      if (habits === undefined) byText.set(text, [habit]);
      else habits.push(habit);
    }
  }
  const found = new Map<number, Needed[]>();
  for (const [text, habits] of byText) {
    const first = text.charCodeAt(0);
    const beginning = text.length === 1 ? first : pairOf(first, text.charCodeAt(1));
    const others = found.get(beginning);
    if (others === undefined) found.set(beginning, [{ text, habits }]);
    else others.push({ text, habits });
  }
  return found;
}
