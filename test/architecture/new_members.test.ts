import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

/*
 * Law: whoever adds a member to a union is told by the compiler or the linter of every place that must decide about it.
 * A copy of the sources gets a new member in each of the unions, and is type-checked and linted once.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const packages = readdirSync(`${root}packages`);

interface Union {
  readonly file: string;
  /** The line that begins the union. */
  readonly begins: string;
  readonly member: string;
  /** How many places at least decide about a member: fewer mean that some decide silently. */
  readonly placesMin: number;
}

const node = (kind: string): string => `{ readonly kind: '${kind}'; readonly span: Span }`;

const unions: Readonly<Record<string, Union>> = {
  PropertyKind: { file: 'system/src/transition_system.ts', begins: 'export type PropertyKind =', member: "'new_property_kind'", placesMin: 6 },
  Item: { file: 'syntax/src/tree/declarations.ts', begins: 'export type Item =', member: "(Declared & { readonly kind: 'new_declaration' })", placesMin: 10 },
  Statement: { file: 'syntax/src/tree/statements.ts', begins: 'export type Statement =', member: node('new_statement'), placesMin: 30 },
  Expression: { file: 'syntax/src/tree/expressions.ts', begins: 'export type Expression =', member: node('new_expression'), placesMin: 30 },
  TreeEnd: { file: 'semantics/src/flow/types.ts', begins: 'export type TreeEnd =', member: "{ readonly kind: 'new_tree_end' }", placesMin: 3 },
  Stmt: { file: 'compiler/src/ir/ir.ts', begins: 'export type Stmt =', member: "{ readonly kind: 'new_stmt' }", placesMin: 12 },
  OutputFormat: { file: 'cli/src/reporters/output_format.ts', begins: 'export type OutputFormat =', member: "'new_format'", placesMin: 2 },
};

/** Lists of a few members that stay silent: these are words of the language, and no kinds. */
const justified: readonly string[] = ['packages/ide/src/completion/completion_context.ts: invariant temporal possible reachable define'];

const nameOf = ({ member }: Union): string => /'(new_\w+)'/u.exec(member)?.[1] ?? '';

const copy = mkdtempSync(`${tmpdir()}/mmspec-members-`);
afterAll(() => rmSync(copy, { recursive: true }));

function copySources(): void {
  symlinkSync(`${root}node_modules`, `${copy}/node_modules`);
  for (const name of packages) {
    mkdirSync(`${copy}/packages/${name}`, { recursive: true });
    cpSync(`${root}packages/${name}/src`, `${copy}/packages/${name}/src`, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
    symlinkSync(`${root}packages/${name}/node_modules`, `${copy}/packages/${name}/node_modules`);
    cpSync(`${root}packages/${name}/package.json`, `${copy}/packages/${name}/package.json`);
  }
  for (const name of ['.oxlintrc.json', 'tsconfig.base.json']) cpSync(`${root}${name}`, `${copy}/${name}`);
  const single = {
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    sourceMap: false,
    noEmit: true,
    rootDir: '.',
    types: ['node'],
    lib: ['es2023', 'dom'],
  };
  const paths = { '@mmspec/*': ['./packages/*/src/index.ts'], 'prettier-plugin-mmspec': ['./packages/prettier-plugin/src/index.ts'] };
  writeFileSync(
    `${copy}/tsconfig.json`,
    JSON.stringify({ extends: './tsconfig.base.json', compilerOptions: { ...single, paths }, include: ['packages/*/src/**/*.ts'] }),
  );
}

function addMembers(): void {
  for (const { file, begins, member } of Object.values(unions)) {
    const path = `${copy}/packages/${file}`;
    const text = readFileSync(path, 'utf8');
    expect(text.split(begins)).toHaveLength(2);
    writeFileSync(path, text.replace(begins, `${begins}\n  | ${member} |`).replace(/\|\s*\n?(\s*(?:\/\*\*.*?\*\/\s*|\/\/[^\n]*\n\s*)*)\|/su, '|$1'));
  }
}

interface Report {
  readonly place: string;
  readonly text: string;
}

function run(command: string, args: readonly string[]): string {
  return spawnSync(`${root}node_modules/.bin/${command}`, args, { cwd: copy, encoding: 'utf8', maxBuffer: 2 ** 26 }).stdout;
}

/** What the compiler says: a message goes on in lines that begin with a blank. */
function typeErrors(): Report[] {
  return run('tsc', ['-p', '.', '--pretty', 'false'])
    .split(/\n(?=\S)/u)
    .flatMap((text) => {
      const [, file, line] = /^(packages\/[^(]+)\((\d+),\d+\): error/u.exec(text) ?? [];
      return file === undefined ? [] : [{ place: `${file}:${line}`, text }];
    });
}

function lintErrors(): Report[] {
  return run('oxlint', ['--type-aware', '--format', 'unix', ...packages.map((name) => `packages/${name}/src`)])
    .split('\n')
    .flatMap((text) => {
      const [, place] = /^(packages\/[^:]+:\d+):\d+: .*switch-exhaustiveness-check/u.exec(text) ?? [];
      return place === undefined ? [] : [{ place, text }];
    });
}

copySources();
addMembers();
const reports = [...typeErrors(), ...lintErrors()];

const sources = packages
  .flatMap((name) =>
    readdirSync(`${copy}/packages/${name}/src`, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(copy.length + 1)),
  )
  .map((file) => ({ file, text: readFileSync(`${copy}/${file}`, 'utf8') }));

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** The kinds that the tables and switches over a union name, read from one table. */
function membersOf(union: string): ReadonlySet<string> {
  const type = union;
  // Members may be declared in the files beside that of the union.
  const folder = `packages/${unions[union]?.file.replace(/[^/]*$/u, '')}`;
  const alternatives = sources.flatMap(({ file, text }) => (file.startsWith(folder) ? [text] : [])).join('\n');
  const own = new RegExp(`export type ${type} =([^;]*(?:;(?! *\\n\\n)[^;]*)*?);\\n`, 'u').exec(alternatives)?.[1] ?? '';
  const direct = [...own.matchAll(/kind: ((?:'\w+'(?: \| )?)+)/gu)].flatMap(([, kinds = '']) => kinds.match(/\w+/gu) ?? []);
  const named = [...own.matchAll(/\b[A-Z]\w+/gu)].flatMap(
    ([name]) => new RegExp(`interface ${name} (?:extends \\w+ )?\\{\\s*readonly kind: '(\\w+)'`, 'u').exec(alternatives)?.[1] ?? [],
  );
  const plain = direct.length + named.length > 0 ? [] : (own.match(/(?<=')\w+(?=')/gu) ?? []);
  return new Set([...direct, ...named, ...plain]);
}

describe.each(Object.entries(unions))('a new %s', (name, union) => {
  const members = membersOf(name);
  const own = reports.filter(({ text }) => text.includes(nameOf(union)));
  const places = new Set(own.map(({ place }) => place));

  test('is told of in every place that decides', () => {
    expect(places.size).toBeGreaterThanOrEqual(union.placesMin);
  });

  test('leaves no switch over it silent', () => {
    const silent = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/^( *)(?:.*\b)?switch \(.*\{\n(?:.*\n)*?\1\}/gmu)].flatMap((found) => {
        const labels = new Set([...found[0].matchAll(/case '(\w+)':/gu)].map(([, label = '']) => label));
        const known = [...labels].filter((label) => members.has(label)).length;
        const place = `${file}:${lineAt(text, found.index)}`;
        // Of unions that contain this one there are more labels.
        const isOver = known * 2 > members.size && labels.size - known <= 1;
        return isOver && !places.has(place) ? [place] : [];
      }),
    );
    expect(silent).toEqual([]);
  });

  test('leaves no list of it in strings silent', () => {
    const lists = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\[((?:\s*'\w+',?)+)\s*\]|(?:[\w.?]*kind (?:===|!==) '\w+'(?: (?:\|\||&&) )?){4,}/gu)].flatMap((found) => {
        const kinds = found[0].match(/(?<=')\w+(?=')/gu) ?? [];
        return kinds.length >= 4 && kinds.every((kind) => members.has(kind)) ? [`${file}: ${kinds.join(' ')}`] : [];
      }),
    );
    expect(lists.filter((each) => !justified.includes(each))).toEqual([]);
  });
});
