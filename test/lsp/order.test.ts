import { PassThrough } from 'node:stream';
import { wholeFrames, type Host, type Runner } from '@mmspec/language-server';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../syntax/corpus.ts';
import { initialize, transcript, type Answer, type Transcript } from './transcript.ts';

/*
 * Messages at the wrong time, without sense, or not even messages: refused as the protocol says or left out, and the next one is answered.
 */

const uri = 'untitled:a';
const document = { uri, languageId: 'mmspec', version: 1, text: 'module m\nshared x: bool = false\nactor a { x = true }\n' };
const open = { method: 'textDocument/didOpen', params: { textDocument: document } };
const hover = (id: number | string): object => ({ id, method: 'textDocument/hover', params: { textDocument: { uri }, position: { line: 1, character: 7 } } });
const shutdown = { id: 'shutdown', method: 'shutdown' };

async function begun(more: Partial<Host> = {}): Promise<Transcript> {
  const session = transcript(more);
  session.send(initialize, { method: 'initialized', params: {} }, open);
  await session.received();
  return session;
}

const brief = (answers: readonly Answer[]): unknown[] =>
  answers.filter(({ id }) => id !== undefined).map(({ id, result, error }) => [id, error === undefined ? typeof result : error.code]);

describe('the order of a session', () => {
  test('before it begins requests are refused and notifications dropped', async () => {
    const session = transcript();
    session.send(hover(1), open, shutdown);
    expect(brief(await session.received())).toEqual([
      [1, -32002],
      ['shutdown', -32002],
    ]);
    session.send(initialize, { id: 2, method: 'mmspec/text', params: { uri } });
    expect((await session.received()).map(({ id, result }) => [id, result === null ? null : typeof result])).toEqual([
      ['initialize', 'object'],
      [2, null],
    ]);
  });
  test('it begins once', async () => {
    const session = await begun();
    session.send({ ...initialize, id: 1 }, hover(2));
    expect(brief(await session.received())).toEqual([
      [1, -32600],
      [2, 'object'],
    ]);
  });
  test('after its end requests are refused', async () => {
    const session = await begun();
    session.send(shutdown, hover(1), { ...shutdown, id: 2 });
    expect(brief(await session.received())).toEqual([
      ['shutdown', 'object'],
      [1, -32600],
      [2, -32600],
    ]);
  });
  test('a document changes before it is opened, and is closed twice', async () => {
    const session = await begun();
    const other = { uri: 'untitled:b', version: 7 };
    const change = { method: 'textDocument/didChange', params: { textDocument: other, contentChanges: [{ text: 'module changed' }] } };
    const close = { method: 'textDocument/didClose', params: { textDocument: other } };
    const text = (id: number): object => ({ id, method: 'mmspec/text', params: { uri: other.uri } });
    session.send(
      change,
      text(1),
      { method: 'textDocument/didSave', params: { textDocument: other } },
      { method: 'textDocument/didOpen', params: { textDocument: { ...document, ...other } } },
      text(2),
      change,
      text(3),
      close,
      close,
      change,
      text(4),
    );
    expect((await session.received()).filter(({ id }) => id !== undefined).map(({ result }) => result)).toEqual([null, document.text, 'module changed', null]);
  });
  test('versions that go backwards do not bring old text back', async () => {
    const session = await begun();
    const change = (version: number, text: string): object => ({
      method: 'textDocument/didChange',
      params: { textDocument: { uri, version }, contentChanges: [{ text }] },
    });
    session.send(change(9, 'module nine'), change(3, 'module three'), { id: 1, method: 'mmspec/text', params: { uri } });
    expect((await session.received()).find(({ id }) => id === 1)?.result).toBe('module three');
  });
  test('an answer nobody asked for', async () => {
    const session = await begun();
    session.send({ id: 77, result: 1 }, { id: 78, error: { code: 1, message: 'no' } }, hover(1));
    expect(brief(await session.received())).toEqual([[1, 'object']]);
  });
});

describe('cancelled requests', () => {
  const cancel = (id: number): object => ({ method: '$/cancelRequest', params: { id } });
  test('before, after, and without a request', async () => {
    const session = await begun();
    session.send(cancel(1), hover(1), hover(2), cancel(2), cancel(2), { method: '$/cancelRequest', params: {} }, { method: '$/cancelRequest' });
    const answers = brief(await session.received()) as [number, string | number][];
    expect(answers.map(([id]) => id)).toEqual([1, 2]);
    for (const [, answer] of answers) expect(['object', -32800]).toContain(answer);
  });
  test('of a check that runs end the check', async () => {
    let isCancelled = false;
    const run: Runner = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          isCancelled = true;
          resolve({ results: [], scenarios: [], why: 'cancelled' });
        });
      });
    const session = await begun({ run });
    session.send({ id: 5, method: 'workspace/executeCommand', params: { command: 'mmspec.server.run', arguments: [{ uri, names: null }] } }, hover(6));
    expect(brief(await session.received())).toEqual([[6, 'object']]);
    session.send(cancel(5));
    expect((await session.received()).find(({ id }) => id === 5)?.result).toEqual({ results: [], scenarios: [], why: '', ended: 'cancelled' });
    expect(isCancelled).toBe(true);
  });
});

const methods = [
  'hover',
  'definition',
  'references',
  'prepareRename',
  'rename',
  'documentHighlight',
  'linkedEditingRange',
  'completion',
  'signatureHelp',
  'documentSymbol',
  'foldingRange',
  'selectionRange',
  'semanticTokens/full',
  'semanticTokens/full/delta',
  'semanticTokens/range',
  'inlayHint',
  'documentLink',
  'prepareCallHierarchy',
  'codeAction',
  'codeLens',
  'formatting',
  'rangeFormatting',
  'onTypeFormatting',
].map((name) => `textDocument/${name}`);
const others = [
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
  'workspace/symbol',
  'workspace/executeCommand',
  'workspace/willRenameFiles',
  'codeLens/resolve',
  'mmspec/page',
  'mmspec/checks',
  'mmspec/text',
];

describe('every request', () => {
  const place = {
    position: { line: 0, character: 0 },
    positions: [{ line: 0, character: 0 }],
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    newName: 'n',
    ch: '}',
    context: { diagnostics: [], includeDeclaration: true },
    options: { tabSize: 2, insertSpaces: true },
  };
  test('about an unknown document is refused, and says so', async () => {
    const session = await begun();
    session.send(...methods.map((method, id) => ({ id, method, params: { ...place, textDocument: { uri: 'file:///nowhere.mmspec' } } })));
    const answers = (await session.received()).filter(({ id }) => id !== undefined);
    expect(answers.map(({ id, error }) => [id, error?.code, error?.message])).toEqual(
      methods.map((_, id) => [id, -32602, 'There is no document file:///nowhere.mmspec.']),
    );
  });
  test.each(
    [
      null,
      [],
      {},
      'text',
      { textDocument: null },
      { textDocument: { uri: 3 } },
      { uri: 3, item: null, query: 4, command: 5 },
      { textDocument: { uri }, position: 'x', range: 3, positions: 7 },
      { textDocument: { uri }, position: { line: 'a' }, range: {}, positions: [null], context: 3, newName: 4 },
    ].map((params) => [params]),
  )('with %j is answered', async (params) => {
    const session = await begun();
    session.send(...[...methods, ...others].map((method, id) => ({ id, method, params })), hover('last'));
    const answers = (await session.received()).filter(({ id }) => id !== undefined);
    expect(answers.map(({ id }) => String(id)).sort()).toEqual([...[...methods, ...others].keys(), 'last'].map(String).sort());
    // What has no sound document, place or name is said to have none, and nothing is answered with a fault of the server.
    expect(answers.map(({ error }) => error?.code).filter((code) => code !== undefined && code !== -32602)).toEqual([]);
    expect(answers.find(({ id }) => id === 'last')?.result).toMatchObject({ contents: { value: expect.stringContaining('shared x: bool') } });
  });
  test('that is unknown is refused', async () => {
    const session = await begun();
    session.send({ id: 1, method: 'no/such', params: {} }, { method: 'no/such' }, { method: '$/no' }, { id: 2, method: '$/no' });
    expect(brief(await session.received())).toEqual([
      [1, -32601],
      [2, -32601],
    ]);
  });
});

test.each(
  [
    null,
    [],
    {},
    'text',
    { textDocument: {}, contentChanges: 'x' },
    { textDocument: { uri: 7, text: 8 } },
    { changes: 3 },
    { settings: 4 },
    { settings: { mmspec: { delay: 'x', memoryMax: [] } } },
  ].map((params) => [params]),
)('notifications with %j stop nothing', async (params) => {
  const session = await begun();
  const notifications = [
    'textDocument/didOpen',
    'textDocument/didChange',
    'textDocument/didSave',
    'textDocument/didClose',
    'workspace/didChangeWatchedFiles',
    'workspace/didChangeConfiguration',
    'workspace/didChangeWorkspaceFolders',
    'initialized',
    '$/setTrace',
  ];
  session.send(...notifications.map((method) => ({ method, params })), { id: 1, method: 'mmspec/text', params: { uri } });
  expect((await session.received()).find(({ id }) => id === 1)?.result).toBe(document.text);
});

test.each(
  [undefined, 'x', [{ range: 3, text: 'a' }], [{ text: 4 }], [{ text: '' }, null], [{ range: { start: { line: 0 }, end: {} }, text: 'a' }]].map((changes) => [
    changes,
  ]),
)('changes that are none, %j, leave the text as it was', async (contentChanges) => {
  const session = await begun();
  session.send(
    { method: 'textDocument/didChange', params: { textDocument: { uri, version: 2 }, contentChanges } },
    { id: 1, method: 'mmspec/text', params: { uri } },
  );
  expect((await session.received()).find(({ id }) => id === 1)?.result).toBe(document.text);
});

describe('what is no message', () => {
  const frame = (body: string, length: number | string = Buffer.byteLength(body)): string => `Content-Length: ${length}\r\n\r\n${body}`;
  test.each([
    ['no JSON', frame('{"broken"')],
    ['JSON but no message', frame('[]') + frame('3') + frame('null') + frame('{}') + frame('"text"')],
    ['a request without a method', frame('{"jsonrpc":"2.0","id":11}') + frame('{"jsonrpc":"2.0","id":12,"method":7}')],
    ['a length that is no number', 'Content-Length: many\r\n\r\n{}'],
    ['a length that is too short', frame('{"jsonrpc":"2.0","method":"initialized"}', 5)],
    ['a length that is too long', frame('{"jsonrpc":"2.0","method":"initialized"}', 500)],
    ['a length beyond all reason', frame('{}', '99999999999999999999')],
    ['no header', '{"jsonrpc":"2.0","id":1,"method":"shutdown"}'],
    ['text', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a kilobyte of nothing', '\u0000'.repeat(1024)],
  ])('%s', async (_, bytes) => {
    const session = await begun();
    session.bytes(bytes);
    session.send(hover(1));
    expect(brief(await session.received())).toEqual([[1, 'object']]);
  });

  /** What comes through, of chunks of any size. */
  const through = (bytes: Buffer, sizes: () => number): string => {
    const frames = wholeFrames();
    const out: Buffer[] = [];
    frames.on('data', (chunk: Buffer) => out.push(chunk));
    for (let at = 0; at < bytes.length;) {
      const size = Math.max(1, sizes());
      frames.write(bytes.subarray(at, at + size));
      at += size;
    }
    return Buffer.concat(out).toString();
  };
  test('whole frames go through whatever their pieces are, and only they', () => {
    const random = randomFrom(17);
    for (let round = 0; round < 200; round++) {
      const good: string[] = [];
      let sent = '';
      for (let message = 0; message < 8; message++) {
        if (random() < 0.3)
          sent +=
            ['junk', 'Content-Length: x\r\n\r\n', 'Content-Length: 900\r\n\r\n{"a":', '\r\n\r\n', 'Content-Type: a\r\n\r\n'][Math.floor(random() * 5)] ?? '';
        const body = frame(JSON.stringify({ text: 'é😀\r\nContent-Length: 3\r\n\r\n'.repeat(Math.floor(random() * 40)) }));
        good.push(body);
        sent += body;
      }
      const pieces = new PassThrough();
      pieces.end(sent);
      expect(through(pieces.read() as Buffer, () => Math.floor(random() * 90))).toBe(good.join(''));
    }
  });
});
