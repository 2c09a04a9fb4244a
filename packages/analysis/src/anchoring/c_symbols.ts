/*
 * Where a name is defined in a text in C, by its layout: what is defined begins in the first column, and ends with a brace there.
 * The kernel is written so; nothing here knows the preprocessor.
 */

/** Lines from the one that begins a definition up to its end, counted from 0, the last included. */
export interface Definition {
  readonly first: number;
  readonly last: number;
}

/** The lines of a text, with comments and strings left as they are. */
export const linesOf = (text: string): readonly string[] => text.split(/\r\n|\n|\r/u);

/** The definition of a name: a function, a struct, union or enum, a macro; null where there is none. */
export function definitionOf(lines: readonly string[], name: string): Definition | null {
  const word = new RegExp(`\\b${escaped(name)}\\b`, 'u');
  const candidates = lines.flatMap((line, index) => (word.test(line) ? [index] : []));
  for (const definitionAt of [functionAt, aggregateAt, macroAt]) {
    for (const index of candidates) {
      const found = definitionAt(lines, index, name);
      if (found !== null) return found;
    }
  }
  return null;
}

/** What is no function, struct or macro: an element of an enum, or a variable outside of functions with what it begins with; null: there is none. */
export function plainDefinitionOf(lines: readonly string[], name: string): Definition | null {
  const element = new RegExp(`^\\s+${escaped(name)}\\s*(?:=[^;]*)?,?\\s*(?:/[*/].*)?$`, 'u');
  const variable = new RegExp(`^[A-Za-z_][\\w\\s*]*\\b${escaped(name)}\\s*(?:\\[[^\\]]*\\]\\s*)?(?:=|;)`, 'u');
  const first = lines.findIndex((line) => element.test(line) || variable.test(line));
  if (first < 0) return null;
  return { first, last: /\{\s*$/u.test(lines[first]!) ? endOf(lines, first) : first };
}

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);

/** How many lines the head of a function may have. */
const headMax = 20;

function functionAt(lines: readonly string[], index: number, name: string): Definition | null {
  const line = lines[index] ?? '';
  const isCall = new RegExp(`(?:^|[\\s*])${escaped(name)}\\s*\\(`, 'u').test(line);
  const isMade = new RegExp(`^\\w*DEFINE\\w*\\(\\s*(?:\\w+,\\s*)?${escaped(name)}\\b`, 'u').test(line);
  if ((!isCall && !isMade) || !/^[A-Za-z_]/u.test(line)) return null;
  const head = lines.slice(index, index + headMax).join('\n');
  const open = head.indexOf('(', isMade ? 0 : head.search(new RegExp(`\\b${escaped(name)}\\s*\\(`, 'u')));
  const close = closing(head, open);
  if (close < 0) return null;
  // Attributes may stand between the parameters and the body.
  const rest = /^[\s\w()*,]*\{/u.exec(head.slice(close + 1));
  return rest === null ? null : { first: index, last: endOf(lines, index) };
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index >= 0 && index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')' && --depth === 0) return index;
  }
  return -1;
}

function aggregateAt(lines: readonly string[], index: number, name: string): Definition | null {
  const line = lines[index] ?? '';
  if (!new RegExp(`^(?:typedef\\s+)?(?:struct|union|enum)\\s+${escaped(name)}\\b[^;]*$`, 'u').test(line)) return null;
  const isOpened = line.includes('{') || (lines[index + 1] ?? '').startsWith('{');
  return isOpened ? { first: index, last: endOf(lines, index) } : null;
}

function macroAt(lines: readonly string[], index: number, name: string): Definition | null {
  if (!new RegExp(`^#\\s*define\\s+${escaped(name)}\\b`, 'u').test(lines[index] ?? '')) return null;
  let last = index;
  while ((lines[last] ?? '').endsWith('\\') && last + 1 < lines.length) last++;
  return { first: index, last };
}

/** The line with the brace that closes what begins here. */
function endOf(lines: readonly string[], first: number): number {
  // A body on one line ends there.
  if (/\{.*\}\s*;?\s*$/u.test(lines[first] ?? '')) return first;
  const found = lines.findIndex((line, index) => index > first && line.startsWith('}'));
  return found < 0 ? lines.length - 1 : found;
}

/** The name of the function or struct around a line; null where it stands in none. */
export function enclosing(lines: readonly string[], index: number): string | null {
  for (let above = index; above >= 0; above--) {
    const line = lines[above] ?? '';
    if (above < index && line.startsWith('}')) return null;
    const name = /^(?:struct|union|enum)\s+(\w+)\s*\{/u.exec(line)?.[1] ?? /^[A-Za-z_][\w\s*]*?\b(\w+)\s*\((?!.*;\s*$)/u.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}
