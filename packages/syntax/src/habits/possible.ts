import { needed, neededToo, type Needed } from './needed.ts';

/** What lines need, put in order when somebody makes a mistake. */
interface Tables {
  /** Texts of one sign by that, longer ones by their first two. */
  readonly byBeginning: ReadonlyMap<number, readonly Needed[]>;
  readonly too: ReadonlyMap<number, string>;
}

let tables: Tables | null = null;

/**
 * The habits that a line may have, by their places in the list, in its order.
 * To make one expression ready takes longer than to read some lines for these texts, and nearly all expressions fit to nothing.
 */
export function possibleHabits(line: string): number[] {
  const { byBeginning, too } = (tables ??= { byBeginning: inOrder(), too: new Map(neededToo()) });
  const found = new Set<number>();
  for (let at = 0; at < line.length; at++) {
    const sign = line.charCodeAt(at);
    note(found, byBeginning.get(sign), line, at);
    note(found, byBeginning.get(pairOf(sign, line.charCodeAt(at + 1))), line, at);
  }
  return [...found].filter((habit) => hasOne(line, too.get(habit))).sort((a, b) => a - b);
}

function note(found: Set<number>, texts: readonly Needed[] | undefined, line: string, at: number): void {
  if (texts === undefined) return;
  for (const each of texts) {
    if (!line.startsWith(each[0], at)) continue;
    for (let habit = 1; habit < each.length; habit++) found.add(each[habit] as number);
  }
}

function hasOne(line: string, texts: string | undefined): boolean {
  return texts === undefined || texts.split(' ').some((text) => line.includes(text));
}

function pairOf(first: number, second: number): number {
  return first * 0x1_00_00 + second;
}

function inOrder(): ReadonlyMap<number, readonly Needed[]> {
  const found = new Map<number, Needed[]>();
  for (const each of needed()) {
    const [text] = each;
    const first = text.charCodeAt(0);
    const beginning = text.length === 1 ? first : pairOf(first, text.charCodeAt(1));
    const others = found.get(beginning);
    if (others === undefined) found.set(beginning, [each]);
    else others.push(each);
  }
  return found;
}
