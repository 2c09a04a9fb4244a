import { expect } from 'vitest';
import { client, type Client } from '../lsp/client.ts';
import { applied, randomEdit } from '../lsp/edits.ts';
import { rangeAt } from '../lsp/positions.ts';
import { randomFrom } from '../syntax/corpus.ts';
import { pick } from '../syntax/mutate.ts';
import { mutantOf, sources } from './mutants.ts';

/*
 * An editor that has lost its mind: it opens, changes, saves and closes documents that nobody wrote, and asks everything about
 * places that may not exist, sometimes with parameters that make no sense.
 */

interface TextPosition {
  readonly line: number;
  readonly character: number;
}

interface Open {
  text: string;
  version: number;
}

interface Session {
  readonly editor: Client;
  readonly random: () => number;
  readonly documents: Map<string, Open>;
  opened: number;
  /** An item of a call hierarchy, as the server gave it. */
  item: unknown;
}

/** Kinds of requests about a document, and at a place of one. */
const ofDocument = ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'semanticTokens/full/delta', 'documentLink', 'codeLens', 'formatting'];
const ofPlace = [
  'hover',
  'definition',
  'references',
  'prepareRename',
  'rename',
  'documentHighlight',
  'linkedEditingRange',
  'completion',
  'signatureHelp',
  'prepareCallHierarchy',
  'onTypeFormatting',
  'inlayHint',
  'semanticTokens/range',
  'codeAction',
  'rangeFormatting',
  'selectionRange',
];
const others = [
  'workspace/symbol',
  'workspace/willRenameFiles',
  'mmspec/text',
  'mmspec/page',
  'mmspec/checks',
  'mmspec/counts',
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
];
const methods: readonly string[] = [...ofDocument, ...ofPlace].map((name) => `textDocument/${name}`).concat(others);

/** Answers that are no fault: what was asked for cannot be, or makes no sense. */
const refusals: ReadonlySet<number> = new Set([-32602, -32601, -32803, -32802, -32801, -32800]);

export interface Answers {
  readonly requests: number;
  readonly refused: number;
  /** Milliseconds until the slowest batch was answered. */
  readonly slowest: number;
  readonly methods: number;
}

/** Sends so many requests; every one is answered, none with a fault of the server. */
export async function askAtRandom(seed: number, requests: number): Promise<Answers> {
  const session: Session = { editor: await client(), random: randomFrom(seed), documents: new Map(), opened: 0, item: null };
  const asked = new Set<string>();
  const batch = 20;
  let refused = 0;
  let slowest = 0;
  try {
    for (let sent = 0; sent < requests; sent += batch) {
      await changeSomething(session);
      const start = performance.now();
      const answers = await Promise.all(Array.from({ length: Math.min(batch, requests - sent) }, () => askOne(session, asked)));
      slowest = Math.max(slowest, performance.now() - start);
      refused += answers.filter((answer) => !answer).length;
    }
    // It is still there, and knows every text.
    for (const [uri, { text }] of session.documents) expect(await session.editor.ask('mmspec/text', { uri })).toBe(text);
  } finally {
    session.editor.stop();
  }
  return { requests, refused, slowest, methods: asked.size };
}

async function changeSomething(session: Session): Promise<void> {
  const { editor, random, documents } = session;
  const kind = random();
  const [uri, open] = documents.size === 0 ? ['', null] : pick(random, [...documents]);
  if (open === null || (kind < 0.4 && documents.size < 12)) {
    const fresh = `file:///w/document${session.opened++}.mmspec`;
    const text = mutantOf(random, pick(random, sources).text);
    documents.set(fresh, { text, version: 1 });
    await editor.open(fresh, text);
  } else if (kind < 0.5) {
    documents.delete(uri);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  } else if (kind < 0.55) {
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
  } else {
    const text = kind < 0.7 ? mutantOf(random, open.text) : null;
    const edit = randomEdit(open.text, random);
    const next = text ?? applied(open.text, edit);
    open.version += 1;
    const change =
      text === null && isSayable(open.text, edit.start) && isSayable(open.text, edit.end)
        ? { range: rangeAt(open.text, edit.start, edit.end), text: edit.text }
        : { text: next };
    open.text = next;
    await editor.change(uri, open.version, [change]);
  }
}

/** A place between `\r` and `\n` cannot be said. */
function isSayable(text: string, offset: number): boolean {
  return !(text[offset - 1] === '\r' && text[offset] === '\n');
}

/** True where there was an answer, false where it was refused. */
async function askOne(session: Session, asked: Set<string>): Promise<boolean> {
  const { editor, random } = session;
  const method = pick(random, methods);
  const params = random() < 0.03 ? nonsense(random) : paramsOf(session, method);
  asked.add(method);
  try {
    const answer = await answered(editor.ask<unknown>(method, params), `${method} ${JSON.stringify(params).slice(0, 300)}`);
    if (method === 'textDocument/prepareCallHierarchy' && Array.isArray(answer) && answer[0] !== undefined) session.item = answer[0] as unknown;
    return true;
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : Number.NaN;
    if (refusals.has(code)) return false;
    const texts = [...session.documents].map(([uri, { text }]) => `${uri}: ${JSON.stringify(text)}`).join('\n');
    throw new Error(`${method} ${JSON.stringify(params)} is not answered, with\n${texts}`, { cause: error });
  }
}

const secondsMax = 60;

/** The answer; a fault where there is none. */
async function answered<T>(answer: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer to ${what}`)), secondsMax * 1000);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function paramsOf({ random, documents, item }: Session, method: string): unknown {
  const known = [...documents.keys()];
  const uri =
    random() < 0.95 && known.length > 0
      ? pick(random, known)
      : pick(random, ['file:///w/none.mmspec', 'mmspec-library:/kernel/folio.mmspec', 'untitled:one', 'file:///w/%', '']);
  const text = documents.get(uri)?.text ?? '';
  const place = (): TextPosition => placeIn(random, text);
  const [start, end] = [place(), place()];
  const named = { uri, textDocument: { uri } };
  if (method.startsWith('callHierarchy/')) return { item: item ?? { uri, name: 'x', kind: 12, range: { start, end }, selectionRange: { start, end } } };
  return {
    ...named,
    position: start,
    positions: [start, end],
    range: { start, end },
    query: pick(random, ['', 'a', 'x', '(', '\\']),
    newName: pick(random, ['fresh', 'if', '1', 'self', '']),
    ch: pick(random, ['}', '\n', '']),
    options: { tabSize: 2, insertSpaces: true },
    context: {
      diagnostics: [],
      includeDeclaration: random() < 0.5,
      ...(random() < 0.3 ? { triggerCharacter: pick(random, ['.', ' ', ':']), triggerKind: 2 } : {}),
    },
  };
}

function placeIn(random: () => number, text: string): TextPosition {
  const lines = text.split('\n');
  if (random() < 0.05)
    return pick(random, [
      { line: -1, character: -1 },
      { line: 1_000_000, character: 0 },
      { line: 0, character: 1_000_000 },
      { line: 0.5, character: Number.MAX_SAFE_INTEGER },
    ]);
  const line = Math.floor(random() * lines.length);
  return { line, character: Math.floor(random() * ((lines[line] ?? '').length + 1)) };
}

function nonsense(random: () => number): unknown {
  return pick(random, [
    {},
    { textDocument: null },
    { textDocument: { uri: 7 } },
    { textDocument: { uri: 'file:///w/document0.mmspec' }, position: 'here' },
    { uri: null },
    { item: 3 },
  ]);
}
