import type { DrawingEvent, OtherReading } from './drawing.ts';
import { statementForm } from './event_text.ts';

const statement = new RegExp(`^${statementForm}$`, 'u');

/** Statements with commas between them, as people write what one line does, with semicolons. */
export function withSemicolons(text: string): string {
  const parts = partsOf(text, ',');
  return parts.length > 1 && parts.every(({ text: part }) => statement.test(part)) ? parts.map(({ text: part }) => part).join('; ') : text;
}

/** The reading in which statements that stand on one line of a column are steps one after the other; none where no line has several. */
export function withStatementsApart({ columns, events }: OtherReading, apartFrom: number): OtherReading[] {
  const apart = events.flatMap((event) => apartOf(event));
  return apart.length === events.length ? [] : [{ columns, events: apart, apartFrom }];
}

function apartOf(event: DrawingEvent): DrawingEvent[] {
  const parts = partsOf(event.text, ';').flatMap(labelsApart);
  if (parts.length < 2 || /^(?:atomic|for|while)\b/u.test(event.text)) return [event];
  const [from] = event.span;
  // What is said behind them is of the last one.
  return parts.map(({ text, at }, index) => ({
    ...event,
    text,
    remarks: index === parts.length - 1 ? event.remarks : [],
    span: [from + at, from + at + text.length],
  }));
}

/** `alloc, prepare`: names alone. */
function labelsApart(part: { readonly text: string; readonly at: number }): { readonly text: string; readonly at: number }[] {
  const names = partsOf(part.text, ',');
  return names.length > 1 && names.every(({ text }) => /^[A-Za-z_]\w*$/u.test(text)) ? names.map(({ text, at }) => ({ text, at: part.at + at })) : [part];
}

/** The pieces of a text between separators outside of brackets, and where they begin. */
function partsOf(text: string, separator: string): { readonly text: string; readonly at: number }[] {
  const parts: { text: string; at: number }[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character !== undefined && '([{'.includes(character)) depth++;
    else if (character !== undefined && ')]}'.includes(character)) depth--;
    if (character !== undefined && (character !== separator || depth > 0)) continue;
    const piece = text.slice(from, at);
    if (piece.trim() !== '') parts.push({ text: piece.trim(), at: from + piece.search(/\S/u) });
    from = at + 1;
  }
  return parts;
}
