import { plainBlanks, unbroken } from './wrap.ts';

/*
 * Commands as a shell reads them, whatever the names in them are.
 */

const plain = /^[\w@%+:,./][\w@%+=:,./-]*$/u;
/** What a terminal or a line may not have raw, places kept free for more of it included. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00A0\u2060-\u206F\u{E0000}-\u{E0FFF}]/u;

/** A word of a command, quoted where a shell would read something else; it neither begins nor ends a comment of C. */
export function shellWord(text: string): string {
  if (plain.test(text)) return withoutComment(text);
  if (unseen.test(text)) return `$'${text.replaceAll(/./gsu, inAnsiQuotes)}'`;
  return `'${withoutComment(text.replaceAll("'", String.raw`'\''`))}'`;
}

/** The path of a file as a word; it is never an option. */
export function pathWord(path: string): string {
  if (path === '-') return path;
  return shellWord(path.startsWith('-') ? `./${path}` : path);
}

/** Words as one command, which `commandLines` breaks between them only. */
export function shellCommand(words: readonly string[]): string {
  return words.map(unbroken).join(' ');
}

/** A command in lines of at most `width` characters, so that a shell reads it as it stands; longer words stay whole. */
export function commandLines(command: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of command.split(' ').filter((each) => each !== '')) {
    const joined = line === '' ? ` ${word}` : `${line} ${word}`;
    if (line !== '' && joined.length > width - 2) {
      lines.push(`${line} \\`);
      line = `   ${word}`;
    } else {
      line = joined;
    }
  }
  return [...lines, line].map(plainBlanks);
}

/** `*` and a slash apart, in a way that makes no difference to a shell. */
function withoutComment(text: string): string {
  return text.replaceAll(/\*(?=\/)|\/(?=\*)/gu, "$&''");
}

function inAnsiQuotes(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "'" || character === '\\') return `\\${character}`;
  if (character === '\n') return String.raw`\n`;
  if (character === '\t') return String.raw`\t`;
  if (character === '*' || (code < 0x80 && unseen.test(character))) return String.raw`\x` + code.toString(16).padStart(2, '0');
  if (!unseen.test(character)) return character;
  return code < 0x1_0000 ? String.raw`\u` + code.toString(16).padStart(4, '0') : String.raw`\U` + code.toString(16).padStart(8, '0');
}
