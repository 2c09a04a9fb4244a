import { fileURLToPath } from 'node:url';
import { runInThread, workOf } from '@mmspec/language-server';
import { analyse } from '@mmspec/semantics';
import { beforeAll, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { client, type Client } from './client.ts';

/*
 * What was found stands where the spec asks for it, and opens the page that shows it: of checks, matrices and scenarios.
 */

const thread = fileURLToPath(new URL('../../packages/cli/dist/bundle/check_thread.js', import.meta.url));
const uri = 'file:///w/main.mmspec';
const spec = `module m
const START: 0..1 = 0
shared users: 0..3 = START
actor cpu[2] {
  load:  let old = users
  store: users = old + 1
}
invariant counted: cpu[0] at done and cpu[1] at done implies users == START + 2
check both of counted for START in 0..1 { } expect violates counted
check never of counted { } expect holds
scenario overlap { cpu[0].load ; cpu[1].load ; cpu[1].store } is possible
scenario twice { cpu[0].load ; cpu[0].load } is possible
scenario question { cpu[1].store }
`;

let editor: Client;
beforeAll(async () => {
  editor = await client({});
  await editor.open(uri, spec);
  await editor.diagnostics(uri, 1);
});

/** Under the second check two paths meet with different references. */
const meeting = `module o
variant meets: bool = false
object Folio { refcount: ref = 1 }
shared folio: Folio
shared busy: bool = false
actor a {
  look: if meets { if busy { get: get(folio.refcount) } }
  use:  touch(folio)
}
check sound { }
check unsound { meets = true }
`;
const run = (names: readonly string[]): Promise<unknown> =>
  editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri, names }] });
const lensesAt = async (line: number): Promise<CodeLens[]> =>
  (await editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).filter(({ range }) => range.start.line === line);
const page = (name: string): Promise<{ readonly known: boolean; readonly page: string }> => editor.ask('mmspec/page', { uri, name, nonce: 'n' });
const races = async (name: string): Promise<string[]> => {
  const [, json = ''] = /id="data">(.*?)<\/script>/su.exec((await page(name)).page) ?? [];
  const data = JSON.parse(json) as {
    readonly races: readonly {
      readonly check: string;
      readonly property: string;
      readonly sentence: string;
      readonly trace: { readonly steps: readonly unknown[] };
    }[];
  };
  return data.races.map(({ check, property, sentence, trace }) => `${check}: ${property} (${trace.steps.length}) ${sentence}`.trim());
};

test('of a scenario: as lens, as page, and as a mistake where it is not met', async () => {
  expect((await page('overlap')).known).toBe(false);
  await run(['overlap', 'twice', 'question']);
  const titles = async (line: number): Promise<(string | undefined)[]> => (await lensesAt(line)).map(({ command }) => command?.title);
  expect(await titles(10)).toEqual(['▶ Is this possible?', expect.stringMatching(/^✓ possible · [\d,]+ states$/u)]);
  expect(await titles(11)).toEqual([
    '▶ Is this possible?',
    expect.stringMatching(/^✗ impossible: no run takes cpu\[0\]\.load after cpu\[0\]\.load · [\d,]+ states$/u),
  ]);
  expect(await titles(12)).toEqual(['▶ Is this possible?', expect.stringMatching(/^possible · [\d,]+ states$/u)]);
  expect((await lensesAt(10))[1]?.command?.arguments).toEqual([{ uri, name: 'overlap' }]);
  expect((await page('overlap')).known).toBe(true);
  expect(await races('overlap')).toEqual(['scenario: overlap (3) This interleaving is possible.']);
  expect(await races('twice')).toEqual(['scenario: twice (1) This interleaving is impossible: no run takes cpu[0].load after cpu[0].load.']);
  const said = await editor.diagnostics(uri, 1);
  expect(said.map(({ message, range, relatedInformation = [] }) => [range.start.line, message, relatedInformation.length])).toEqual([
    [11, 'twice is not met: impossible: no run takes cpu[0].load after cpu[0].load', 1],
  ]);
});

test('of a matrix: all of its cells on one page', async () => {
  const refreshed = editor.refreshed.length;
  await run(['both']);
  const [, verdict] = await lensesAt(8);
  expect(new Set(editor.refreshed.slice(refreshed))).toEqual(new Set(['codeLens', 'inlayHint']));
  expect(verdict?.command).toMatchObject({ title: '✓ 2 of 2 met', command: 'mmspec.openTrace', arguments: [{ uri, name: 'both' }] });
  expect((await races('both')).map((race) => race.replace(/ \(.*$/u, ''))).toEqual(['both[START=0]: counted', 'both[START=1]: counted']);
});

test('an unmet check is told as soon as it was run; after the text changed it is outdated, and when it comes back it is not', async () => {
  await run(['never']);
  const unmet = (): readonly (readonly [number | undefined, string])[] =>
    (editor.published.findLast((each) => each.uri === uri)?.diagnostics ?? [])
      .filter(({ source }) => source === 'mmspec check')
      .map(({ severity, message }) => [severity, (typeof message === 'string' ? message : message.value).replace(/ not met:.*$/su, ' not met')]);
  const present = [
    [2, 'never is not met'],
    [2, 'twice is not met'],
  ];
  expect(unmet()).toEqual(present);
  await editor.change(uri, 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }]);
  await editor.diagnostics(uri, 2);
  expect(unmet()).toEqual(present.map(([, message]) => [3, `outdated: ${message}`]));
  expect(await page('overlap')).toMatchObject({ known: true, outdated: true });
  expect((await lensesAt(11))[1]?.command).toMatchObject({ title: expect.stringMatching(/^outdated: possible · /u), command: 'mmspec.run' });
  await editor.change(uri, 3, [{ range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: '' }]);
  await editor.diagnostics(uri, 3);
  expect(unmet()).toEqual(present);
  expect(await page('overlap')).toMatchObject({ known: true, outdated: false });
});

test('a spec that does not compile under the settings of a check says why nothing was run', async () => {
  const other = 'file:///w/other.mmspec';
  await editor.open(other, meeting);
  const call = { command: 'mmspec.server.run', arguments: [{ uri: other, names: null }] };
  const { results, why } = await editor.ask<{ readonly results: readonly { readonly name: string }[]; readonly why: string }>('workspace/executeCommand', call);
  expect(results.map(({ name }) => name)).toEqual(['sound']);
  expect(why).toContain('a comes to `use` holding');
});

test('threads search together in the thread of the checks, and find the same', async () => {
  const text = `module t
${['a', 'b'].map((name) => `shared n${name}: 0..800 = 0\nactor ${name} { loop { atomic { n${name} = (n${name} + 1) % 801 } } }\n`).join('')}invariant apart: na != 800 or nb != 800
check c { }
`;
  const file = { path: '/t.mmspec', text };
  const found = async (workers: number): Promise<unknown> => {
    const work = workOf({ analysed: analyse(file, () => null), main: file }, () => null, { names: null, timeMax: null, memoryMax: 2 ** 28, workers });
    const {
      results: [result],
      why,
    } = await runInThread(thread)(work, new AbortController().signal, { onResult: () => undefined, onProgress: () => undefined });
    return { why, workers: result?.workers, states: result?.states, depth: result?.results.find(({ property }) => property === 'apart')?.depth };
  };
  expect(await found(2)).toEqual({ why: '', workers: 2, states: 641_601, depth: 1_600 });
  expect(await found(1)).toEqual({ why: '', workers: 1, states: 641_601, depth: 1_600 });
});
