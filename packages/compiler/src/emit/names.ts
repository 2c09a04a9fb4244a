/*
 * Names of generated code: the ASCII letters of a name of the spec and a number, so that an identifier is never a
 * reserved word, never a global and never twice the same. Everything else that the spec says stands in comments and in
 * one table of escaped strings.
 */

/** Letters of the parts joined by `_`, and the number. */
export function identifier(parts: readonly string[], number: number): string {
  const letters = parts.map((part) => part.replace(/[^A-Za-z]/g, '')).filter((part) => part !== '');
  return `${letters.length === 0 ? 'x' : letters.join('_')}_${number}`;
}

/** A text as it may stand in a line comment. */
export function commentText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => (character === '\t' ? ' ' : escaped(character)));
}

/** A text as a string literal. */
export function stringLiteral(text: string): string {
  return `'${text.replace(/[^\x20-\x7e]|['\\]/g, (character) => (character === "'" || character === '\\' ? `\\${character}` : escaped(character)))}'`;
}

function escaped(character: string): string {
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}
