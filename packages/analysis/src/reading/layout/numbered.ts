import type { Drawing, DrawingEvent } from './drawing.ts';
import type { TextLine } from './lines.ts';

type Reading = Pick<Drawing, 'columns' | 'events'>;

const number = /^\s*(?:\(|\[|#)?(\d{1,3})(?:[.):\]]+|(?=\s))\s*$/u;

/**
 * The readings of a drawing in the order of its numbers: where every event has one, and together they are 1, 2, 3 and so on
 * (or begin at 0), they and not the lines say what comes after what. Null where they do not.
 */
export function inOrderOfNumbers(readings: readonly Reading[], lines: readonly TextLine[]): readonly Reading[] | null {
  const byNumber = new Map(lines.map((line) => [line.number, line]));
  const numbers = new Map<string, number>();
  for (const event of readings.flatMap(({ events }) => events)) {
    const found = numberOf(event, byNumber.get(event.line));
    if (found === null) return null;
    numbers.set(placeOf(event), found);
  }
  const sorted = [...numbers.values()].sort((a, b) => a - b);
  const first = sorted[0] ?? 2;
  if (first > 1 || sorted.some((each, index) => each !== first + index)) return null;
  return readings.map(({ columns, events }) => ({ columns, events: events.toSorted((a, b) => numbers.get(placeOf(a))! - numbers.get(placeOf(b))!) }));
}

function placeOf({ line, span: [from] }: DrawingEvent): string {
  return `${line}:${from}`;
}

/** The number in front of an event in its column, or in front of its line. */
function numberOf({ indent, span: [from] }: DrawingEvent, line: TextLine | undefined): number | null {
  const found = number.exec(line?.text.slice(indent, from) ?? '')?.[1];
  return found === undefined ? (line?.count ?? null) : Number(found);
}
