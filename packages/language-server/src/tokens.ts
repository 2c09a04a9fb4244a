import { semanticTokens, tokenModifiers, tokenTypes, type Snapshot } from '@mmspec/ide';
import type { SemanticTokens, SemanticTokensDelta, SemanticTokensEdit } from 'vscode-languageserver';
import { offsetAt, positionOf } from './positions.ts';
import { snapshotFor, type Server } from './state.ts';

/** Answers about the colours of names: of a whole file, of what changed since an answer, and of a part of a file. */
export function addTokens(server: Server): void {
  const { connection, documents } = server;
  // What was told last of each open document. The library's own builder names answers by the millisecond, in which there may be two.
  const told = new Map<string, SemanticTokens & { readonly resultId: string }>();
  let count = 0;
  const tell = (uri: string, data: number[]): SemanticTokens => {
    const tokens = { resultId: String(++count), data };
    if (documents.get(uri) !== undefined) told.set(uri, tokens);
    return tokens;
  };
  documents.onDidClose(({ document }) => told.delete(document.uri));
  connection.languages.semanticTokens.on(({ textDocument: { uri } }) => tell(uri, encoded(snapshotFor(server, uri))));
  connection.languages.semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }): SemanticTokens | SemanticTokensDelta => {
    const before = told.get(uri);
    const now = tell(uri, encoded(snapshotFor(server, uri)));
    if (before === undefined || before.resultId !== previousResultId) return now;
    return { resultId: now.resultId ?? '', edits: difference(before.data, now.data) };
  });
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }) => {
    const snapshot = snapshotFor(server, uri);
    return { data: encoded(snapshot, offsetAt(snapshot.main, range.start), offsetAt(snapshot.main, range.end)) };
  });
}

/** Numbers of a token: lines and characters from the one before, its length, type and modifiers. */
const width = 5;

/** The tokens that touch a part of a file, as the protocol has them. */
function encoded(snapshot: Snapshot, from: number = 0, to: number = Number.POSITIVE_INFINITY): number[] {
  const data: number[] = [];
  let before = { line: 0, character: 0 };
  for (const { start, end, type, modifiers } of semanticTokens(snapshot)) {
    if (end < from || start > to) continue;
    const at = positionOf(snapshot.main, start);
    const bits = modifiers.reduce((all, modifier) => all | (1 << tokenModifiers.indexOf(modifier)), 0);
    data.push(at.line - before.line, at.line === before.line ? at.character - before.character : at.character, end - start, tokenTypes.indexOf(type), bits);
    before = at;
  }
  return data;
}

/** One edit from the first token that differs to the last one. */
function difference(before: readonly number[], now: readonly number[]): SemanticTokensEdit[] {
  const least = Math.min(before.length, now.length);
  const same = (index: number, other: number): boolean => before[index] === now[other];
  let start = 0;
  while (start < least && same(start, start)) start++;
  start -= start % width;
  let ends = 0;
  while (ends < least - start && same(before.length - 1 - ends, now.length - 1 - ends)) ends++;
  ends -= ends % width;
  const data = now.slice(start, now.length - ends);
  const deleteCount = before.length - ends - start;
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
