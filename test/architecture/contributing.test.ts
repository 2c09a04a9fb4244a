import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/*
 * Law: the lists of CONTRIBUTING.md, "How to add …", are those of the files that know the example of each, no more and no fewer.
 * A row names files of one package or folder, wherever they are in it.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** How a file knows the example of a list. */
const marks: Readonly<Record<string, RegExp>> = {
  'a statement': /'skip'|SkipStatement|\bSkip\b|skip_statement|\bskip: \{/u,
  'a kind of property': /null_reference/u,
  'a lint': /checks\/unused|checkUnused|MM0322/u,
  'a command': /RefsJson|RefsCall|commands\/refs|`mmspec refs/u,
  'a feature of editors': /inlay_?[hH]int/u,
  'an output format': /jsonReporter|'text' \| 'json'/u,
};

interface Row {
  readonly where: string;
  readonly files: readonly string[];
}

const sections = new Map([...read('CONTRIBUTING.md').matchAll(/^### … ([^\n]+)\n([^]*?)(?=^##)/gmu)].map((match) => [match[1] ?? '', match[2] ?? ''] as const));

/** The rows of a list; what a row of the README itself says is that file. */
function rowsOf(section: string): Row[] {
  const rows = [...(sections.get(section) ?? '').matchAll(/^\| `([^`]+)` \| (.*) \|$/gmu)].map((match) => ({ where: match[1] ?? '', text: match[2] ?? '' }));
  return rows.map(({ where, text }) => ({
    where,
    files: where.includes('.') ? [where] : [...text.matchAll(/`([\w-]+\.(?:ts|js|json|md|ebnf|html))`/gu)].map((match) => match[1] ?? ''),
  }));
}

/** What a script writes from a folder or from another file; a test compares the two. */
const isWritten = (text: string): boolean => /^(?:\/\/|<!--) Written by scripts\//mu.test(text);

/** Files of a folder that are written by people or shown to them, without tests and the results of builds. */
function filesIn(where: string): string[] {
  if (where.includes('.')) return [where];
  return readdirSync(join(root, where), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.(?:ts|js|json|md|ebnf|html)$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !/\/(?:dist|node_modules)\//u.test(path));
}

const places = [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`), 'grammar', 'docs', 'scripts', 'README.md'];

test('there is a list for each kind of addition', () => {
  expect([...sections.keys()]).toEqual(Object.keys(marks));
});

describe.each(Object.entries(marks))('how to add %s', (section, mark) => {
  const rows = rowsOf(section);

  test.each(places)('in %s', (where) => {
    const known = filesIn(where)
      .filter((path) => mark.test(read(path)) && !isWritten(read(path)))
      .map((path) => basename(path));
    const listed = rows.filter((row) => row.where === where).flatMap(({ files }) => files);
    expect(listed.toSorted()).toEqual(known.toSorted());
  });

  test('names no other places', () => {
    expect(rows.map(({ where }) => where).filter((where) => !places.includes(where))).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
  });
});
