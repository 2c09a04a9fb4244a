import { grouped } from '@mmspec/source';

/** `1 state`, `1,265 states` */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const noBreak = '\u00A0';

/** The text as one that `wrap` does not break. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', noBreak);
}

/** A text without what `unbroken` made of it. */
export function plainBlanks(text: string): string {
  return text.replaceAll(noBreak, ' ');
}

/**
 * Breaks a text at blanks into lines of at most `width` characters; later lines begin with `indent`.
 * A word that is longer than a line is cut.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  if (text.length <= width && !text.includes('  ')) return [plainBlanks(text)];
  const lines: string[] = [];
  let line = '';
  const [start = ''] = /^ */u.exec(text) ?? [];
  for (const word of text.slice(start.length).split(/ +/u)) {
    let rest = word;
    const joined = line === '' ? `${lines.length === 0 ? start : ''}${rest}` : `${line} ${rest}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    line = (lines.length === 0 ? start : indent) + rest;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      rest = line.slice(width);
      line = indent + rest;
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line);
  return lines.map(plainBlanks);
}

/** The text in at most `width` characters, with `…` in place of what was cut. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1)).trimEnd()}…`;
}
