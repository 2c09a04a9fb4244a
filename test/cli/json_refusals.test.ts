import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, run, specWith, type CheckJson, type Ended } from './mmspec.ts';
import { lostUpdate } from './specs.ts';

/*
 * Law: where a spec cannot be read or has errors, every command with --json prints what `check --json` prints of it.
 */

/** Commands that have `--json`, of those that `--help` lists. */
async function withJson(): Promise<readonly string[]> {
  const { stdout } = await mmspec('--help');
  const names = [...stdout.matchAll(/^ {2}(\w+) [\w [\]<>.-]* {2,}/gmu)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
  const found: string[] = [];
  for (const name of names) if ((await mmspec(name, '--help')).stdout.includes(' --json ')) found.push(name);
  return found;
}

/** Calls that ask something about a spec. */
const calls: readonly (readonly [command: string, ...options: readonly string[]])[] = [
  ['anchors'],
  ['audit'],
  ['audit', '--suggest', '--check', 'two'],
  ['audit', '--split'],
  ['audit', '--coverage'],
  ['check', '--any', 'N'],
  ['diff', '--variant', 'v=false,true'],
  ['fences', '--check', 'two'],
  ['refs'],
  ['review'],
  ['scenario'],
];

/** Those that are about other files; litmus tests have diagnostics in their answer. */
const others = ['litmus', 'verify'];

test('the table has every command with --json', async () => {
  expect([...new Set([...calls.map(([name]) => name), ...others])].sort()).toEqual([...(await withJson())].sort());
});

/** Only compiling finds that this has too many paths. */
const refusedLater = `module m
const N: 1..3 = 2
variant v: bool = false
shared x: bool[13] = false
actor cpu[N] { mix: atomic { for n in 0..12 { either { x[n] = true } or { x[n] = false } } } }
check two { } expect holds
`;

/** What is wrong, its file, and its code; null: there is no such file. */
const bad: readonly (readonly [what: string, name: string, content: string | Uint8Array | null, code: string])[] = [
  ['a mistake of syntax', 'a.mmspec', 'module a\nactor x { y = }\n', 'MM0101'],
  ['names that nobody knows', 'a.mmspec', 'module a\nactor x { y = 1 }\ncheck c { }\n', 'MM0205'],
  ['an import that is not there', 'a.mmspec', 'module a\nimport nowhere\nactor x { skip }\ncheck c { }\n', 'MM0201'],
  ['bytes that are no text', 'a.mmspec', Uint8Array.of(0xff, 0xfe, 0x00, 0x80), 'MM0108'],
  ['no such file', 'a.mmspec', null, 'MM0001'],
  ['a mail without a block', 'a.eml', 'From: a@b\nSubject: c\n\nNothing here.\n', 'MM0002'],
];

function fileOf(name: string, content: string | Uint8Array | null): string {
  return join(folderWith(content === null ? {} : { [name]: content }), name);
}

const filesOf = ({ stdout }: Ended): CheckJson['files'] => {
  const json = JSON.parse(stdout) as CheckJson;
  expect(json.version).toBe(1);
  return json.files;
};

describe.each(bad)('%s', (_, name, content, code) => {
  test.each(calls.map((call) => [call.join(' '), call] as const))('mmspec %s', async (__, [command, ...options]) => {
    const path = fileOf(name, content);
    const asked = await mmspec(command, path, ...options, '--json');
    expect(asked.code).toBe(2);
    const [file, ...others] = filesOf(asked);
    expect(others).toEqual([]);
    expect(file).toMatchObject({ path, checks: [] });
    const diagnostics = filesOf(await mmspec('check', path, '--json')).flatMap((each) => each.diagnostics);
    expect(file!.diagnostics).toEqual(diagnostics);
    expect(diagnostics.map((each) => each.code)).toContain(code);
    // People are told too.
    expect(asked.stderr).toContain(code);
  });
});

test.each(calls.filter(([name]) => !['anchors', 'refs', 'review'].includes(name)).map((call) => [call.join(' '), call] as const))(
  'an error under the settings of a check: mmspec %s',
  async (_, [command, ...options]) => {
    const path = specWith(command === 'scenario' ? refusedLater.replace('expect holds', 'expect holds\nscenario s { cpu[0].mix }') : refusedLater);
    const asked = await mmspec(command, path, ...options, '--json');
    expect(asked.code).toBe(2);
    expect(asked.stdout).toContain('"MM0501"');
    expect(asked.stderr).toContain('MM0501');
    expect(asked.stderr).not.toContain('fault of mmspec');
  },
);

describe('a call that cannot be carried out', () => {
  const problemOf = ({ code, stdout, stderr }: Ended): string => {
    const { version, files, problem } = JSON.parse(stdout) as CheckJson;
    expect({ code, version, files }).toEqual({ code: 2, version: 1, files: [] });
    // People are told the same.
    expect(stderr).toContain(problem);
    return problem ?? '';
  };

  test.each([...calls, ['litmus'] as const, ['verify'] as const].map((call) => [call.join(' '), call] as const))(
    'an option that nobody knows: mmspec %s',
    async (_, [command, ...options]) => {
      const path = specWith(lostUpdate);
      expect(problemOf(await mmspec(command, path, ...options, '--json', '--no-such'))).toContain("unknown option '--no-such'");
      expect((await mmspec(command, path, ...options, '--no-such')).stdout).toBe('');
    },
  );

  test.each<[readonly string[], string]>([
    [['check', '--json', '--check', 'zwo'], '--check zwo: there is no check zwo; did you mean two?'],
    [['check', '--json', '--states-max', 'many'], '"many" is not a count'],
    [['check', '--json', '--states-max', '--notes'], 'not a count'],
    [['check', '--format', 'json', '--set', 'x=1'], 'there is no constant or variant x'],
    [['check', '--format=json', '--set', 'x=1'], 'there is no constant or variant x'],
    [['check', '--json', '--any', 'N', '--html', 'a.html'], '--html'],
    [['audit', '--json', '--suggest', '--split'], 'are several questions'],
    [['refs', '--json', '--check', 'nope'], 'there is no check nope; there is two'],
    [['scenario', '--json'], 'there is no scenario in'],
    [['--color', 'never', 'fences', '--json', '--check', 'zwo'], 'there is no check zwo'],
  ])('%j', async (words, says) => {
    const path = specWith(`${lostUpdate}check two { } expect violates counted\n`);
    expect(problemOf(await mmspec(...words, path))).toContain(says);
  });

  test('a scenario that is missing is shown with steps of the spec', async () => {
    const path = specWith('module m\nshared x: 0..3 = 0\nactor a[2] { up: x = 1 }\nactor b { down: x = 0 }\ncheck c { }\n');
    expect(problemOf(await mmspec('scenario', path, '--json'))).toContain('write scenario NAME { a[0].up ; b.down }');
  });

  test('of a compiled checker', async () => {
    const folder = folderWith({ 'a.mmspec': `${lostUpdate}check two { } expect violates counted\n` });
    expect((await run(['compile', join(folder, 'a.mmspec'), '-o', join(folder, 'out')])).code).toBe(0);
    const checker = (...words: readonly string[]): Ended => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'out/lost_update.check.js'), ...words], { encoding: 'utf8' });
      return { code: status ?? -1, stdout, stderr };
    };
    expect(problemOf(checker('--json', '--no-such'))).toContain('--no-such');
    expect(problemOf(checker('--json', '--check', 'zwo'))).toContain('there is no check zwo');
    expect(checker('--check', 'zwo').stdout).toBe('');
  });

  test('what follows -- is no option', async () => {
    expect((await mmspec('check', '--no-such', '--', '--json')).stdout).toBe('');
  });
});

test('a drawing that is not there', async () => {
  const path = specWith(lostUpdate);
  const asked = await mmspec('scenario', path, join(folderWith({}), 'gone.txt'), '--json');
  expect(asked.code).toBe(2);
  expect(filesOf(asked).flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual(['MM0001']);
});

test('a claim that is not there, and one of a spec that has errors now', async () => {
  const folder = folderWith({ 'a.mmspec': `${lostUpdate}check two { } expect violates counted\n` });
  const claim = join(folder, 'claim.json');
  const gone = await mmspec('verify', claim, '--json');
  expect([gone.code, ...filesOf(gone).map(({ path }) => path)]).toEqual([2, claim]);
  await mmspec('check', folder, '--claim', claim);
  writeFileSync(join(folder, 'a.mmspec'), 'module a\nactor x { y = 1 }\ncheck c { }\n');
  const changed = await mmspec('verify', claim, '--json');
  expect([changed.code, ...filesOf(changed).flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))]).toEqual([2, 'MM0205']);
});

test('a review answers for the specs that can be read, and says what is wrong with others', async () => {
  const block = (text: string): string => `\n\`\`\`mmspec\n${text}\`\`\`\n`;
  const path = specWith(
    `# A\n${block(`${lostUpdate}check two { } expect violates counted\n`)}\n# B\n${block('module b\nactor x { y = 1 }\ncheck c { }\n')}`,
    'a.md',
  );
  const { code, stdout } = await mmspec('review', path, '--no-audit', '--json');
  const json = JSON.parse(stdout) as ReviewJson;
  expect(code).toBe(2);
  expect(json.specs.map(({ module }) => module)).toEqual(['lost_update']);
  expect(json.diagnostics?.map((each) => each.code)).toEqual(['MM0205']);
});
