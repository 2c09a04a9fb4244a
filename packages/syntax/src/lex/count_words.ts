/** More words and signs than this are refused: a person does not write them, and no tool has the time to read them. */
export const wordsMax = 500_000;

const slash = 0x2f;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** True for a text of more than `wordsMax` words and signs outside comments; `..` and `<=` count as two. Stops where it knows. */
export function hasTooManyWords(text: string): boolean {
  if (text.length <= wordsMax) return false;
  let count = 0;
  let inWord = false;
  for (let at = 0; at < text.length && count <= wordsMax; at++) {
    const code = text.charCodeAt(at);
    if (code === slash && text.charCodeAt(at + 1) === slash) {
      at = endOfLine(text, at);
      inWord = false;
      continue;
    }
    const isWord = isLetterOrDigit(code);
    if (code > 0x20 && !(isWord && inWord)) count += 1;
    inWord = isWord;
  }
  return count > wordsMax;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== lineFeed && text.charCodeAt(at) !== carriageReturn) at += 1;
  return at;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
