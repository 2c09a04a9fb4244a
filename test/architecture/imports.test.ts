import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/*
 * Law: a package imports what its row in ARCHITECTURE.md allows, and its package.json and project references say the same;
 * inside of a package imports between folders go one way.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Of what is shipped: everything, as it is bundled. */
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Rows of the first table of ARCHITECTURE.md: package, and the packages that it names. */
function rows(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const match of read('ARCHITECTURE.md').matchAll(/^\| `([a-z-]+)` \|.*\| ([^|]+) \|$/gm)) {
    const [, name = '', names = ''] = match;
    if (names === 'all of the above') found.set(name, [...found.keys()]);
    else found.set(name, names === 'nothing' ? [] : names.split(', '));
  }
  return found;
}

const listedIn = ({ dependencies, devDependencies, peerDependencies }: Manifest): string[] =>
  Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });

function allowed(name: string, table: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (current: string): void => {
    for (const next of table.get(current) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(name);
  return reached;
}

function sources(folder: string): string[] {
  return readdirSync(`${root}${folder}`, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length));
}

/** Module names after `from` or in `import(…)`, and the bare `import '…'`. */
function imports(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom\s+|(?<!')\bimport\s*\(?\s*)'([^'\n]+)'/g)].map((match) => match[1] ?? '');
}

const table = rows();
const packages = readdirSync(`${root}packages`);

test('the table names every package and no other', () => {
  expect([...table.keys()].sort()).toEqual([...packages].sort());
});

describe.each(packages)('%s', (name) => {
  const reach = allowed(name, table);
  const manifest = JSON.parse(read(`packages/${name}/package.json`)) as Manifest;
  const files = sources(`packages/${name}/src`);
  const imported = files.flatMap((file) => imports(read(file)).map((target) => ({ file, target })));

  test('imports only packages of its row', () => {
    const wrong = imported.filter(({ target }) => target.startsWith('@mmspec/') && !reach.has(target.slice('@mmspec/'.length)));
    expect(wrong).toEqual([]);
  });

  test('makes no deep import and leaves no package by a path', () => {
    const wrong = imported.filter(({ target }) => /^@mmspec\/[^/]+\//.test(target) || /^(\.\.\/)+(packages|[a-z]+\/src)/.test(target));
    expect(wrong).toEqual([]);
  });

  test('has folders between which imports go one way', () => {
    const base = `packages/${name}/src/`;
    const folderOf = (file: string): string => dirname(file.slice(base.length)).split('/')[0] ?? '.';
    const arrows = imported.flatMap(({ file, target }) => {
      const [from, to] = [folderOf(file), target.startsWith('.') ? folderOf(normalize(join(dirname(file), target))) : '.'];
      return from === '.' || to === '.' || from === to ? [] : [[from, to] as const];
    });
    const reached = (from: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
      arrows.reduce((found, [a, b]) => (a !== from || found.has(b) ? found : reached(b, new Set([...found, b]))), seen);
    expect([...new Set(arrows.flat())].filter((folder) => reached(folder).has(folder))).toEqual([]);
  });

  test('lists what it imports', () => {
    const listed = new Set(listedIn(manifest));
    // The editor itself provides `vscode`.
    const outside = imported.filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:') && (name !== 'vscode' || target !== 'vscode'));
    const base = (target: string): string =>
      target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');
    expect(outside.filter(({ target }) => !listed.has(base(target)))).toEqual([]);
  });

  test('lists and references only packages of its row', () => {
    const listed = listedIn(manifest).filter((key) => key.startsWith('@mmspec/'));
    expect(listed.filter((key) => !reach.has(key.slice('@mmspec/'.length)))).toEqual([]);
    const references = [...read(`packages/${name}/tsconfig.json`).matchAll(/"path":\s*"\.\.\/([a-z-]+)"/g)].map((match) => match[1] ?? '');
    expect(references.filter((reference) => !reach.has(reference))).toEqual([]);
  });

  if (name !== 'syntax' && name !== 'litmus') {
    test('leaves Chevrotain to syntax and litmus', () => {
      expect(imported.filter(({ target }) => target.startsWith('chevrotain'))).toEqual([]);
    });
  }

  if (name !== 'cli' && name !== 'language-server') {
    test('leaves files, processes and the terminal to the command line and the language server', () => {
      expect(imported.filter(({ target }) => /^node:(fs|child_process|process|tty|readline|net|http)/.test(target))).toEqual([]);
      expect(files.filter((file) => /\bconsole\.|\bprocess\.(stdout|stderr|exit)/.test(read(file)))).toEqual([]);
    });
  }
});

test('the interpreter shares no control flow with the compiler', () => {
  const text = sources('packages/interpreter/src').map(read).join('\n');
  expect(imports(text).filter((target) => target === '@mmspec/compiler')).toEqual([]);
  const borrowed = [...text.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s+from '@mmspec\/semantics'/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((part) => part.replace(/\btype\b/, '').trim()),
  );
  expect(borrowed.filter((identifier) => /flow|ledger|location/i.test(identifier))).toEqual([]);
});
