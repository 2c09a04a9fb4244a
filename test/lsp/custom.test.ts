import { libraryText } from '@mmspec/library';
import { describe, expect, test } from 'vitest';
import { initialize, transcript, type Answer, type Transcript } from './transcript.ts';

/*
 * Transcripts of what the server answers and tells beyond the protocol: `mmspec/text`, `mmspec/checks`, `mmspec/page`, `mmspec/counts`,
 * the command `mmspec.server.run`, and `mmspec/verdicts`, which it tells after a run.
 */

const uri = 'file:///w/main.mmspec';
const text = `module main
variant twice: bool = false
shared users: 0..4 = 0
actor cpu[2] {
  load:  let old = users
  store: users = old + 1
}
invariant counted: (forall c in cpu: c at done) implies users == 2
check lost { } expect violates counted within 4
check wrong { } expect holds
check both for twice { }
scenario late { cpu[0].load ; cpu[1].load ; cpu[0].store } is possible
`;

async function begun(given: string = text, at: string = uri): Promise<Transcript> {
  const session = transcript({ read: (path) => (path === '/w/disk.mmspec' ? 'module disk\n' : null) });
  session.send(
    initialize,
    { method: 'initialized', params: {} },
    { method: 'textDocument/didOpen', params: { textDocument: { uri: at, languageId: 'mmspec', version: 1, text: given } } },
  );
  await session.received();
  return session;
}

/** Sends one request and waits for its answer; what else came with it. */
async function asked(session: Transcript, method: string, params: object): Promise<{ readonly answer: Answer; readonly others: readonly Answer[] }> {
  session.send({ id: 'asked', method, params });
  let answers: readonly Answer[] = [];
  while (!answers.some(({ id }) => id === 'asked')) answers = [...answers, ...(await session.received())];
  return { answer: answers.find(({ id }) => id === 'asked') as Answer, others: answers.filter(({ id }) => id !== 'asked') };
}

const result = async (session: Transcript, method: string, params: object): Promise<unknown> => (await asked(session, method, params)).answer.result;
const run = (names: readonly string[] | null, more: object = {}): object => ({ command: 'mmspec.server.run', arguments: [{ uri, names, ...more }] });
const brief = (ran: unknown): unknown => {
  const { results, scenarios, why } = ran as {
    readonly results: readonly { readonly name: string; readonly verdict: string; readonly met: boolean }[];
    readonly scenarios: readonly { readonly name: string; readonly found: string }[];
    readonly why: string;
  };
  return [results.map(({ name, verdict, met }) => [name, verdict, met]), scenarios.map(({ name, found }) => [name, found]), why];
};

test('mmspec/text: of a document as it is now, of a file, of the library; null where there is none', async () => {
  const session = await begun();
  expect(await result(session, 'mmspec/text', { uri })).toBe(text);
  session.send({
    method: 'textDocument/didChange',
    params: {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: { line: 0, character: 7 }, end: { line: 0, character: 11 } }, text: 'other' }],
    },
  });
  expect(await result(session, 'mmspec/text', { uri })).toBe(text.replace('main', 'other'));
  expect(await result(session, 'mmspec/text', { uri: 'file:///w/disk.mmspec' })).toBe('module disk\n');
  expect(await result(session, 'mmspec/text', { uri: 'mmspec-library:/kernel/folio.mmspec' })).toBe(libraryText('kernel.folio'));
  for (const none of ['file:///w/none.mmspec', 'mmspec-library:/none.mmspec', 'http://a/b', '', 'file:///w/../etc/passwd', 'file:%%%'])
    expect(await result(session, 'mmspec/text', { uri: none })).toBeNull();
  expect((await asked(session, 'mmspec/text', { uri: 3 })).answer.error?.code).toBe(-32602);
});

test('mmspec/checks: checks, matrices and scenarios in the order of the text, with their places', async () => {
  const session = await begun();
  const place = (line: number, start: number, end: number): object => ({ start: { line, character: start }, end: { line, character: end } });
  const nothing = { state: 'none', outcome: null, title: '', run: 0, seconds: 0, messages: [] };
  expect(await result(session, 'mmspec/checks', { uri })).toEqual([
    { kind: 'check', name: 'lost', range: place(8, 6, 10), ...nothing },
    { kind: 'check', name: 'wrong', range: place(9, 6, 11), ...nothing },
    { kind: 'matrix', name: 'both', range: place(10, 6, 10), ...nothing },
    { kind: 'scenario', name: 'late', range: place(11, 9, 13), ...nothing },
  ]);
  expect(await result(await begun('module m\ncheck half { \ncheck whole { }\n'), 'mmspec/checks', { uri })).toMatchObject([
    { name: 'half' },
    { name: 'whole' },
  ]);
  expect(await result(await begun('module m\n'), 'mmspec/checks', { uri })).toEqual([]);
  expect((await asked(session, 'mmspec/checks', { uri: 'file:///none.mmspec' })).answer.error).toMatchObject({
    code: -32602,
    message: 'There is no document file:///none.mmspec.',
  });
});

describe('mmspec.server.run and mmspec/verdicts', () => {
  test('a check, a matrix, a scenario, by name; the verdicts are told before the answer', async () => {
    const session = await begun();
    const { answer, others } = await asked(session, 'workspace/executeCommand', run(['lost']));
    expect(brief(answer.result)).toEqual([[['lost', 'violated', true]], [], '']);
    const told = others.filter(({ method }) => method === 'mmspec/verdicts');
    expect(told.map(({ params }) => params)).toEqual([{ uri, ...(answer.result as object) }]);
    expect(brief((await asked(session, 'workspace/executeCommand', run(['both']))).answer.result)).toEqual([
      [
        ['both[twice=false]', 'violated', true],
        ['both[twice=true]', 'violated', true],
      ].map(([name, ...rest]) => [expect.stringContaining(String(name).slice(0, 4)), ...rest]),
      [],
      '',
    ]);
    expect(brief((await asked(session, 'workspace/executeCommand', run(['late']))).answer.result)).toEqual([[], [['late', 'possible']], '']);
  });
  test('everything, where no names are given', async () => {
    const session = await begun();
    const [results, scenarios] = brief((await asked(session, 'workspace/executeCommand', run(null))).answer.result) as [unknown[], unknown[]];
    expect([results.length, scenarios.length]).toEqual([4, 1]);
  });
  test('says why nothing was run, and tells that too', async () => {
    const session = await begun('module m\nactor a { x = 1 }\ncheck c { }\n');
    const { answer, others } = await asked(session, 'workspace/executeCommand', run(null));
    expect(answer.result).toEqual({ results: [], scenarios: [], why: 'The spec has errors, so nothing was run.' });
    expect(others.map(({ method }) => method)).toContain('mmspec/verdicts');
  });
  test.each([
    { command: 'no.such', arguments: [{ uri, names: null }] },
    { command: 'mmspec.server.run' },
    { command: 'mmspec.server.run', arguments: [{ uri, names: 'lost' }] },
    { command: 'mmspec.server.run', arguments: [{ names: [] }] },
  ])('%j is answered with null', async (params) => {
    expect(await result(await begun(), 'workspace/executeCommand', params)).toBeNull();
  });
  test('an unknown name finds nothing, an unknown document is refused', async () => {
    const session = await begun();
    expect(brief((await asked(session, 'workspace/executeCommand', run(['nonesuch']))).answer.result)).toEqual([[], [], expect.any(String)]);
    expect(
      (await asked(session, 'workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri: 'file:///none.mmspec', names: null }] })).answer
        .error?.code,
    ).toBe(-32602);
  });
  test('an unmet check is a diagnostic with its race; when the text changes it is said to be outdated, without places', async () => {
    const session = await begun();
    const { others } = await asked(session, 'workspace/executeCommand', run(['wrong']));
    const verdicts = (answers: readonly Answer[]): unknown[] => {
      const published = answers.findLast(({ method }) => method === 'textDocument/publishDiagnostics')?.params as {
        readonly diagnostics: readonly { readonly source: string }[];
      };
      return published.diagnostics.filter(({ source }) => source === 'mmspec check');
    };
    const place = (line: number): object => ({ location: { uri, range: { start: { line } } } });
    expect(verdicts(others)).toMatchObject([
      {
        message: expect.stringContaining('wrong is not met'),
        range: { start: { line: 9, character: 6 } },
        relatedInformation: [place(4), place(4), place(5), place(5)],
      },
    ]);
    session.send({ method: 'textDocument/didChange', params: { textDocument: { uri, version: 2 }, contentChanges: [{ text: `${text}\n` }] } });
    let told: readonly Answer[] = [];
    while (!told.some(({ method }) => method === 'textDocument/publishDiagnostics')) told = [...told, ...(await session.received())];
    expect(verdicts(told)).toEqual([
      {
        severity: 3,
        source: 'mmspec check',
        message: 'outdated: wrong is not met: counted is violated after 4 steps, and is expected to hold',
        range: { start: { line: 9, character: 6 }, end: { line: 9, character: 11 } },
      },
    ]);
  });
});

describe('mmspec/page', () => {
  const page = (session: Transcript, more: object): Promise<unknown> => result(session, 'mmspec/page', { uri, nonce: 'n0nce', ...more });
  test('is known after a run, holds its race, and runs one script alone', async () => {
    const session = await begun();
    expect(await page(session, { name: 'lost' })).toMatchObject({ known: false, page: expect.stringContaining('"races":[]') });
    await asked(session, 'workspace/executeCommand', run(['lost', 'late']));
    const { known, page: html } = (await page(session, { name: 'lost', form: 'steps' })) as { readonly known: boolean; readonly page: string };
    expect(known).toBe(true);
    expect(html).toContain('counted is violated');
    expect(html).toContain("script-src 'nonce-n0nce'");
    expect(html).toContain('"form":"steps"');
    expect([...html.matchAll(/<script[^>]*>/gu)].map(([tag]) => tag).filter((tag) => !tag.includes('application/json'))).toEqual(['<script nonce="n0nce">']);
    expect(await page(session, { name: 'late' })).toMatchObject({ known: true, page: expect.stringContaining('late') });
  });
  test('of an unknown name has no race; of an unknown form it has columns', async () => {
    const session = await begun();
    await asked(session, 'workspace/executeCommand', run(['lost']));
    expect(await page(session, { name: 'nonesuch' })).toMatchObject({ known: false, page: expect.stringContaining('"races":[]') });
    expect(await page(session, { name: 'lost', form: 7 })).toMatchObject({ known: true, page: expect.stringContaining('"form":"columns"') });
    expect((await asked(session, 'mmspec/page', { name: 'lost' })).answer.error?.code).toBe(-32602);
  });
  test('is outdated with the next keystroke, and shows the text that it is about', async () => {
    const session = await begun();
    await asked(session, 'workspace/executeCommand', run(['lost']));
    session.send({
      method: 'textDocument/didChange',
      params: {
        textDocument: { uri, version: 2 },
        contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '// x\n' }],
      },
    });
    const { page: html, ...rest } = (await page(session, { name: 'lost' })) as { readonly page: string };
    expect(rest).toEqual({ known: true, outdated: true, run: 1 });
    expect(html).toContain('"isOutdated":true');
    expect(html).not.toContain('// x\\n');
  });
});

test('mmspec/counts: a text is parsed and a spec analysed once, however often it is asked about', async () => {
  const session = await begun();
  const first = (await result(session, 'mmspec/counts', {})) as { readonly parses: number; readonly analyses: number };
  for (const method of ['textDocument/codeLens', 'textDocument/documentSymbol', 'textDocument/foldingRange'])
    await asked(session, method, { textDocument: { uri } });
  const second = (await result(session, 'mmspec/counts', {})) as typeof first;
  expect([second.parses, second.analyses]).toEqual([1, 1]);
  expect(first.analyses).toBeLessThanOrEqual(1);
});
