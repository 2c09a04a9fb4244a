import { answerTo, type Place } from './asking.ts';
import type { Running } from './running.ts';
import { textOfValue } from './shown.ts';

/** A part of the message of a logpoint. */
export interface Part {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

/** The parts of a message: expressions stand in braces, in which sets may have braces of their own. */
export function partsOf(message: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < message.length; at++) {
    const character = message[at];
    if (character === '{' && depth++ === 0) {
      parts.push({ kind: 'text', text: message.slice(from, at) });
      from = at + 1;
    } else if (character === '}' && depth > 0 && --depth === 0) {
      parts.push({ kind: 'expression', text: message.slice(from, at) });
      from = at + 1;
    }
  }
  // A brace that nobody closes is text.
  parts.push({ kind: 'text', text: depth > 0 ? message.slice(from - 1) : message.slice(from) });
  return parts.filter(({ kind, text }) => kind === 'expression' || text !== '');
}

/** The message with its expressions judged in the present state; where one has no value, why. */
export function logged(run: Running, message: string, place: Place): string {
  const texts = partsOf(message).map(({ kind, text }) => {
    if (kind === 'text') return text;
    const answer = answerTo(run, text, place);
    return answer.kind === 'value' ? textOfValue(run, answer.value) : `{${text}: ${answer.why}}`;
  });
  return texts.join('');
}
