/** A text of others as a part of a line, such as the name of a file: its line ends and tabs are escaped. */
export function oneLine(text: string): string {
  return text.replace(/[\t\n\r]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
