import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLitmus, type LitmusTest } from '@mmspec/litmus';

/*
 * Files of many tests: a line `=== NAME` with columns, then the test.
 */

export interface Entry {
  /** Columns of the line, from the name on. */
  readonly columns: readonly string[];
  readonly text: string;
}

/** Tests run in the root of the repository; this module may be part of a bundle elsewhere. */
const textOfFile = (name: string): string => readFileSync(join(process.cwd(), 'test/litmus', name), 'utf8');

export function entries(name: string): Entry[] {
  const text = textOfFile(name);
  return text
    .split(/^=== /mu)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { columns: part.slice(0, end).split('\t'), text: part.slice(end + 1) };
    });
}

/** The rows of a table with a head. */
export function rows(name: string): Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = textOfFile(name).trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, index) => [names[index], value])));
}

/** The test, which has no mistake. */
export function read(text: string): LitmusTest {
  const { test, diagnostics } = readLitmus({ path: 'test.litmus', text });
  if (test === null) throw new Error(diagnostics.map(({ message, help }) => `${message}; ${help}`).join('\n'));
  return test;
}
