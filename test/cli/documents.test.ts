import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mmspec, root } from './mmspec.ts';

/*
 * What the documents say is so.
 */

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'specs/README.md',
  'examples/README.md',
  'grammar/README.md',
  'docs/drawings.md',
  'docs/api.md',
  'docs/json.md',
  'docs/side_by_side.md',
  'docs/glossary.md',
  'docs/editors.md',
  'docs/audit.md',
  'docs/fences.md',
  'docs/memory.md',
  'docs/memory_designs.md',
  'docs/claims.md',
  'docs/diff.md',
  'docs/references.md',
  'docs/review.md',
  'docs/anchors.md',
  'examples/review/README.md',
  'packages/cli/README.md',
];
const specsIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.mmspec'))
    .sort();

describe.each(documents)('%s', (path) => {
  test('links to what is there', () => {
    const targets = [...textOf(path).matchAll(/\]\(([^)#:]+)\)/gu)].map((match) => match[1] ?? '');
    expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });
  test('names only commands and options that exist', async () => {
    const calls = [...textOf(path).matchAll(/\bmmspec ([a-z]+)( [^`|\n]*)?/gu)].filter(([whole]) =>
      /^mmspec (anchors|audit|fences|diff|review|verify|check|compile|refs|fmt|lsp|init|explain|dump|scenario)\b/u.test(whole),
    );
    for (const [, command = '', rest = ''] of calls) {
      const help = await mmspec(command, '--help');
      expect(help.code, command).toBe(0);
      for (const [option] of rest.matchAll(/(?<=\s)--?[a-z-]+/gu)) expect(help.stdout).toContain(option);
    }
  });
  test('names no folder of a machine', () => {
    expect(textOf(path)).not.toMatch(/\/(?:work|home|tmp|root)\//u);
  });
});

test('the verdict of the README is what the command prints', async () => {
  const [, call = '', picture = ''] = /^\$ npx mmspec (.*)\n([^]*?)^```$/mu.exec(textOf('README.md')) ?? [];
  const home = process.cwd();
  process.chdir(root);
  try {
    const { code, stdout } = await mmspec(...call.split(' '));
    expect(code).toBe(0);
    expect(stdout.replace(/\d+\.\d\d s\)/gu, '0.00 s)')).toBe(picture);
  } finally {
    process.chdir(home);
  }
});

test('docs/diff.md shows what the command prints', async () => {
  process.chdir(root);
  const { stdout } = await mmspec('diff', 'specs/swap_in_aba.mmspec', '--variant', 'prepare=true,false', '--check', 'before');
  expect(textOf('docs/diff.md')).toContain(`\`\`\`text\n${stdout.trim()}\n\`\`\``);
  const series = await mmspec('diff', 'examples/review/v2.mbox', 'examples/review/v3.mbox');
  expect(textOf('docs/diff.md')).toContain(`\`\`\`text\n${series.stdout.trim()}\n\`\`\``);
});

test('the versions of examples/review/ whose verdicts are the same differ in what can happen', async () => {
  const { stdout } = await mmspec('diff', 'examples/review/v1.mbox', 'examples/review/v2.mbox');
  expect(stdout).toMatch(/^Verdicts\n {2}the same in every check\n\nLabels\n/u);
});

test('docs/review.md shows what the command prints', async () => {
  process.chdir(root);
  const { stdout } = await mmspec('review', 'examples/review/v3.mbox');
  expect(textOf('docs/review.md')).toContain(`\`\`\`text\n${stdout.trim()}\n\`\`\``);
});

test('docs/audit.md shows what the command prints', async () => {
  const { stdout } = await mmspec('audit', join(root, 'specs/mremap_race.mmspec'), '--no-races');
  expect(textOf('docs/audit.md')).toContain(`\`\`\`text\n${stdout.replace(/, \d+\.\d\d s\)/u, ')').trim()}\n\`\`\``);
});

test('docs/fences.md shows what the command prints', async () => {
  const { stdout } = await mmspec('fences', 'specs/memory/gup_pin.mmspec', '--check', 'kernel[memory=weak]', '--no-races');
  expect(textOf('docs/fences.md')).toContain(`\`\`\`text\n${stdout.replace(/, \d+\.\d\d s\)/u, ')').trim()}\n\`\`\``);
});

test('docs/audit.md shows what has to be one step', async () => {
  const { stdout } = await mmspec('audit', '--split', join(root, 'specs/swap_in_aba.mmspec'), '--no-races');
  expect(textOf('docs/audit.md')).toContain(`\`\`\`text\n${stdout.replace(/, \d+\.\d\d s\)/u, ')').trim()}\n\`\`\``);
});

test('docs/audit.md shows what is exercised', async () => {
  const { stdout } = await mmspec('audit', '--coverage', join(root, 'specs/mremap_race.mmspec'));
  expect(textOf('docs/audit.md')).toContain(`\`\`\`text\n${stdout.replace(/, \d+\.\d\d s\)/u, ')').trim()}\n\`\`\``);
});

test('docs/audit.md shows what is suggested', async () => {
  const { stdout } = await mmspec('audit', '--suggest', join(root, 'specs/bugs/i3c_remove.mmspec'), '--check', 'before');
  expect(textOf('docs/audit.md')).toContain(`\`\`\`text\n${stdout.replace(/, \d+\.\d\d s\)/u, ')').trim()}\n\`\`\``);
});

test('the specs of docs/side_by_side.md are met, with the counts that stand there, and formatted', async () => {
  const page = join(root, 'docs/side_by_side.md');
  const { code, stdout } = await mmspec('check', page);
  expect(code).toBe(0);
  for (const [line] of textOf('docs/side_by_side.md').matchAll(/^ok {9}.*(?=, 0\.00 s)/gmu)) expect(stdout).toContain(line);
  expect(await mmspec('fmt', '--check', page)).toMatchObject({ code: 0, stdout: '' });
});

test('the table of the README has every command', async () => {
  const { stdout } = await mmspec('--help');
  const [, listed = ''] = /^Commands:\n([^]*?)\n\n/mu.exec(stdout) ?? [];
  const commands = [...listed.matchAll(/^ {2}([a-z]+) /gmu)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
  expect(commands.length).toBeGreaterThan(8);
  for (const path of ['README.md', 'packages/cli/README.md']) {
    const rows = [...textOf(path).matchAll(/^\| `mmspec ([a-z]+)/gmu)].map((match) => match[1] ?? '');
    expect(rows.toSorted(), path).toEqual(commands.toSorted());
  }
});

test('specs/README.md lists every design', () => {
  const listed = [...textOf('specs/README.md').matchAll(/^\| \[\w+\]\((\w+\.mmspec)\)/gmu)].map((match) => match[1] ?? '');
  expect(listed.toSorted()).toEqual(specsIn('specs'));
});

describe('specs/README.md says what each module of the library has', () => {
  const rows = new Map(
    [...textOf('specs/README.md').matchAll(/^\| \[kernel\.(\w+)\]\(kernel\/\w+\.mmspec\) \| (.*) \|$/gmu)].map(
      (match) => [match[1] ?? '', match[2] ?? ''] as const,
    ),
  );
  test('and lists all modules', () => expect([...rows.keys()].map((name) => `${name}.mmspec`).toSorted()).toEqual(specsIn('specs/kernel')));
  test.each([...rows])('kernel.%s', (name, row) => {
    const text = textOf(`specs/kernel/${name}.mmspec`);
    for (const [, word = ''] of row.matchAll(/`(\w+)`/gu))
      expect(text, word).toMatch(new RegExp(`^(?:(?:atomic (?:\\w+ )*)?op|object|enum|record) ${word}\\b`, 'mu'));
  });
});

test('CONTRIBUTING.md names scripts that exist', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = [...textOf('CONTRIBUTING.md').matchAll(/npm (?:run )?(\w+)/gu)].map((match) => match[1] ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
