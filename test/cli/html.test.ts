import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mmspec, root, specWith } from './mmspec.ts';

/*
 * `mmspec check --html FILE`.
 */

const folder = mkdtempSync(join(tmpdir(), 'mmspec-html-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Data {
  readonly title: string;
  readonly races: readonly {
    readonly check: string;
    readonly property: string;
    readonly held: { readonly actors: Record<string, Record<string, readonly string[]>> };
    readonly trace: { readonly steps: readonly unknown[]; readonly loop: number | null };
  }[];
  readonly checks: readonly {
    readonly name: string;
    readonly mark: string;
    readonly found: readonly { readonly text: string; readonly race: number | null }[];
    readonly reason: string;
  }[];
  readonly sources: Readonly<Record<string, string>>;
}

function dataOf(path: string): Data {
  const [, json = ''] = /id="data">(.*?)<\/script>/su.exec(readFileSync(path, 'utf8')) ?? [];
  return JSON.parse(json) as Data;
}

test('every violated property of every check has its race, with who holds what and the sources', async () => {
  const page = join(folder, 'page.html');
  const spec = join(root, 'specs/safe_refcount.mmspec');
  const { code, stdout } = await mmspec('check', spec, '--check', 'row3', '--check', 'weak_lock', '--html', page);
  expect(code).toBe(0);
  expect(stdout).toContain('every expectation is met');
  const { races, sources } = dataOf(page);
  expect(races.map(({ check, property, trace }) => `${check} ${property} ${trace.steps.length} ${trace.loop}`)).toEqual([
    'row3 no_unsafe_holder 8 null',
    'row3 no_new_refs 1 null',
    'row3 no_unsafe_access 9 null',
    'row3 no_spurious_eagain 6 null',
    'weak_lock[read=ref_first] converts 8 3',
    'weak_lock[read=safe_first] converts 8 3',
    'weak_lock[read=together] converts 7 3',
  ]);
  const places = Object.entries(races[0]?.held.actors['gup'] ?? {}).map(([place, held]) => `${place.replace(/@.*/u, '')}: ${held.join()}`);
  expect(places).toEqual(['use: folio', 'put: folio']);
  expect(sources[spec]).toBe(readFileSync(spec, 'utf8'));
  expect(Object.keys(sources).some((path) => path.includes('folio'))).toBe(true);
});

test('with JSON on standard output there is a page too, and an older one is replaced', async () => {
  const page = join(folder, 'again.html');
  writeFileSync(page, 'old');
  const { code, stdout } = await mmspec(
    'check',
    specWith('module m\nshared x: bool = false\nactor a { x = true }\ninvariant p: not x\ncheck c { }\n'),
    '--json',
    '--html',
    page,
  );
  expect([code, dataOf(page).races.map(({ property }) => property)]).toEqual([0, ['p']]);
  expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
  expect(readdirSync(folder).filter((name) => name.startsWith('again'))).toEqual(['again.html']);
});

test('nothing violated: a page that says what was found, and what was not finished', async () => {
  const page = join(folder, 'none.html');
  const spec = specWith(
    'module m\nshared x: 0..9 = 0\nactor a { one: x = 1  two: x = 2 }\ncheck c { }\n  expect holds\nscenario s { a.two ; a.one }\nscenario t { a.two ; a.two }\n',
  );
  await mmspec('check', spec, '--html', page);
  expect(dataOf(page).races.map(({ check, property, trace }) => `${check} ${property} ${trace.steps.length}`)).toEqual(['scenario s 2', 'scenario t 2']);
  const table = (): string[] =>
    dataOf(page).checks.map(
      ({ name, mark, found, reason }) => `${mark} ${name}: ${found.map(({ text, race }) => `${text} ${race}`).join(', ')}${reason === '' ? '' : `; ${reason}`}`,
    );
  expect(table()).toEqual([
    'ok c: holds null',
    'answer scenario s: impossible 0; no run takes a.one after a.two',
    'answer scenario t: impossible 1; no run takes a.two after a.two',
  ]);
  await mmspec('check', spec, '--check', 'c', '--states-max', '2', '--html', page);
  expect(dataOf(page).races).toEqual([]);
  expect(table()).toEqual([expect.stringMatching(/^UNFINISHED c: unfinished null; the limit/u)]);
});

test('a place that cannot be written is a mistake of the call', async () => {
  const { code, stderr } = await mmspec(
    'check',
    specWith('module m\nshared x: bool = false\nactor a { x = true }\ncheck c { }\n'),
    '--html',
    join(folder, 'none/page.html'),
  );
  expect(code).toBe(2);
  expect(stderr).toContain('cannot write');
});
