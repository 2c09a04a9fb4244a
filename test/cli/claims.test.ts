import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimJson, VerifyJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec } from './mmspec.ts';
import { lostUpdate } from './specs.ts';

/*
 * Claims: what `check --claim` writes is verified where nothing has changed, and every change is told.
 */

const spec = `${lostUpdate}check two { } expect violates counted\nscenario both { cpu[0].load ; cpu[1].load }\n`;
const library = 'module m\nimport part\nactor a { x = 1 }\ncheck c { } expect holds\n';
const part = 'module part\nshared x: 0..1 = 0\n';

interface Claimed {
  readonly folder: string;
  readonly path: string;
}

async function claimed(files: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<Claimed> {
  const folder = folderWith(files);
  const path = join(folder, 'claim.json');
  await mmspec('check', folder, '--claim', path, ...options);
  return { folder, path };
}

const claimOf = ({ path }: Claimed): ClaimJson => JSON.parse(readFileSync(path, 'utf8')) as ClaimJson;

async function differences({ path }: Claimed): Promise<readonly string[]> {
  const { code, stdout } = await mmspec('verify', path, '--json');
  const answer = JSON.parse(stdout) as VerifyJson;
  expect(code).toBe(answer.verified ? 0 : 1);
  return answer.differences;
}

describe('a claim', () => {
  test('is verified where nothing has changed, and says so', async () => {
    const own = await claimed({ 'a.mmspec': spec });
    expect(await differences(own)).toEqual([]);
    expect((await mmspec('verify', own.path)).stdout).toMatch(/^verified {2}\S+: 2 checks of a\.mmspec as claimed by mmspec \d/u);
  });

  test('has no times, no memory and no races, and the same text each time', async () => {
    const own = await claimed({ 'a.mmspec': spec });
    const text = readFileSync(own.path, 'utf8');
    expect(text).not.toMatch(/seconds|memoryBytes|"trace"|workers/u);
    await mmspec('check', own.folder, '--claim', own.path);
    expect(readFileSync(own.path, 'utf8')).toBe(text);
  });

  test('is made and verified with the options of its call', async () => {
    const own = await claimed({ 'a.mmspec': spec }, '--check', 'two', '--reduce', 'all', '--states-max', '4');
    expect(claimOf(own).options).toMatchObject({ checks: ['two'], symmetry: true, order: true, deadValues: true, statesMax: 4 });
    expect(claimOf(own).specs.map(({ checks, scenarios }) => [checks.length, scenarios.length])).toEqual([[1, 0]]);
    expect(await differences(own)).toEqual([]);
  });

  test('names what is imported, and notices a change of it', async () => {
    const own = await claimed({ 'a.mmspec': library, 'part.mmspec': part });
    writeFileSync(join(own.folder, 'part.mmspec'), part.replace('0..1', '0..2'));
    expect(await differences(own)).toEqual(['a.mmspec: the text of part.mmspec is another one']);
  });

  test.each<[string, (claim: ClaimJson) => unknown, string]>([
    ['a count', ({ specs: [first] }) => ((first!.checks[0] as { states: number }).states = 1), 'a.mmspec: check two: states 1, and now '],
    ['a verdict', ({ specs: [first] }) => ((first!.checks[0] as { verdict: string }).verdict = 'holds'), 'check two: verdict "holds", and now "violated"'],
    [
      'a result',
      ({ specs: [first] }) => ((first!.checks[0]!.results[0] as { verdict: string }).verdict = 'unfinished'),
      'check two: counted: verdict "unfinished", and now "violated"',
    ],
    [
      'a property',
      ({ specs: [first] }) => ((first!.checks[0]!.results[0] as { property: string }).property = 'tiny'),
      'check two: tiny is not judged any more',
    ],
    ['a check that is gone', ({ specs: [first] }) => ((first!.checks[0] as { name: string }).name = 'three'), 'there is no check three any more'],
    ['a check that is new', ({ specs: [first] }) => (first!.checks as unknown[]).pop(), 'check two was not claimed'],
    [
      'an answer',
      ({ specs: [first] }) => ((first!.scenarios[0] as { found: string }).found = 'impossible'),
      'scenario both: found "impossible", and now "possible"',
    ],
  ])('is not verified where it has another: %s', async (_, change, says) => {
    const own = await claimed({ 'a.mmspec': spec });
    const claim = claimOf(own);
    change(claim);
    writeFileSync(own.path, JSON.stringify(claim));
    expect((await differences(own)).join('\n')).toContain(says);
  });

  test('another version of mmspec makes no difference', async () => {
    const own = await claimed({ 'a.mmspec': spec });
    writeFileSync(own.path, JSON.stringify({ ...claimOf(own), mmspec: '9.9.9' }));
    expect(await differences(own)).toEqual([]);
  });
});

describe('what is no claim', () => {
  test.each([
    ['no JSON', 'hello', 'it is no JSON'],
    ['a list', '[]', 'it is no object'],
    ['another version', '{"version":2}', 'its version is 2, and not 1'],
    ['a memory model that there is not', '{"version":1,"memory":"arm"}', 'a memory model that this mmspec does not know'],
    [
      'options with a memory model that there is not',
      '{"version":1,"memory":"sc","options":{"checks":[],"properties":[],"set":[],"reduction":true,"symmetry":false,"deadValues":false,"order":false,"search":"breadth","memory":"arm"},"specs":[]}',
      'options.memory is no memory model that this mmspec knows',
    ],
    [
      'options with a window that there is not',
      '{"version":1,"memory":"weak","options":{"checks":[],"properties":[],"set":[],"reduction":true,"symmetry":false,"deadValues":false,"order":false,"search":"breadth","memory":"weak","window":100},"specs":[]}',
      'options.window is no window that this mmspec searches',
    ],
    ['no options', '{"version":1,"memory":"sc"}', 'it has no options'],
    [
      'no specs',
      '{"version":1,"memory":"sc","options":{"checks":[],"properties":[],"set":[],"reduction":true,"symmetry":false,"deadValues":false,"order":false,"search":"breadth"},"specs":[]}',
      'it names no specs',
    ],
  ])('%s is refused', async (_, text, says) => {
    const path = join(folderWith({ 'claim.json': text }), 'claim.json');
    const { code, stdout, stderr } = await mmspec('verify', path);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /mu);
  });

  test('a spec that is not there is one', async () => {
    const own = await claimed({ 'a.mmspec': spec });
    const claim = claimOf(own);
    (claim.specs[0] as { path: string }).path = 'gone.mmspec';
    writeFileSync(own.path, JSON.stringify(claim));
    const { code, stderr } = await mmspec('verify', own.path);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no such file');
  });

  test('a run in which nothing was checked claims nothing', async () => {
    const own = await claimed({ 'a.mmspec': 'module m\nactor a { y = 1 }\n' });
    expect(existsSync(own.path)).toBe(false);
  });

  test('nothing that was read is written over', async () => {
    const folder = folderWith({ 'a.mmspec': spec });
    const path = join(folder, 'a.mmspec');
    const { code } = await mmspec('check', path, '--claim', path);
    expect(code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(spec);
  });
});
