import type { Runner, ShownEntry } from '@mmspec/language-server';
import type { CheckResult } from '@mmspec/system';
import { expect, onTestFinished } from 'vitest';
import type { CodeLens, Diagnostic } from 'vscode-languageserver/node';
import { client, type Client } from './client.ts';

/*
 * An editor whose files others change too, and what it shows of checks.
 */

export interface Session {
  readonly editor: Client;
  readonly disk: Record<string, string>;
  readonly open: (path: string) => Promise<void>;
  readonly edit: (path: string, text: string) => Promise<void>;
  readonly save: (path: string) => Promise<void>;
  /** Others write a file, or delete it (null). */
  readonly write: (path: string, text: string | null) => Promise<void>;
  readonly run: (path: string, names?: readonly string[] | null) => Promise<{ readonly results: readonly CheckResult[]; readonly ended?: string }>;
  /** What the lenses say that are verdicts, by the name of the check. */
  readonly lenses: (path: string) => Promise<Readonly<Record<string, string>>>;
  /** What the test explorer was told last, by the name of the check. */
  readonly told: (path: string) => Promise<Readonly<Record<string, readonly [state: string, outcome: string | null, title: string]>>>;
  /** Problems of checks, as soon as there are those that are wanted. */
  readonly problems: (path: string, wanted: readonly (readonly [number, string])[]) => Promise<void>;
  readonly page: (path: string, name: string) => Promise<{ readonly known: boolean; readonly outdated: boolean; readonly page: string }>;
}

export const uriOf = (path: string): string => `file://${path}`;

export async function session(disk: Record<string, string>, settings: object = {}, run?: Runner): Promise<Session> {
  const editor = await client(disk, { delay: 0, lensCommands: true, ...settings }, run === undefined ? {} : { host: { run } });
  onTestFinished(() => editor.stop());
  const texts = new Map<string, { text: string; version: number }>();
  const shown = new Map<string, readonly ShownEntry[]>();
  editor.connection.onNotification('mmspec/shown', ({ uri, checks }: { readonly uri: string; readonly checks: readonly ShownEntry[] }) => {
    shown.set(uri, checks);
  });
  const tell = (method: string, params: object): Promise<void> => editor.connection.sendNotification(method, params);
  const watched = (path: string, type: number): Promise<void> => tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(path), type }] });
  const settled = (): Promise<unknown> => editor.ask('mmspec/counts', {});
  const problems = (path: string): unknown[] =>
    (editor.published.findLast(({ uri }) => uri === uriOf(path))?.diagnostics ?? [])
      .filter(({ source }: Diagnostic) => source === 'mmspec check')
      .map(({ severity, message }) => [severity, typeof message === 'string' ? message : message.value]);
  return {
    editor,
    disk,
    async open(path) {
      texts.set(path, { text: disk[path] ?? '', version: 1 });
      await editor.open(uriOf(path), disk[path] ?? '');
      await editor.diagnostics(uriOf(path), 1);
    },
    async edit(path, text) {
      const document = texts.get(path)!;
      document.text = text;
      await editor.change(uriOf(path), ++document.version, [{ text }]);
      await settled();
    },
    async save(path) {
      disk[path] = texts.get(path)?.text ?? '';
      await tell('textDocument/didSave', { textDocument: { uri: uriOf(path) } });
      await watched(path, 2);
      await settled();
    },
    async write(path, text) {
      if (text === null) delete disk[path];
      else disk[path] = text;
      await watched(path, text === null ? 3 : 1);
      await settled();
    },
    run: (path, names = null) => editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri: uriOf(path), names }] }),
    async lenses(path) {
      const found = await editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf(path) } });
      const lines = (texts.get(path)?.text ?? disk[path] ?? '').split('\n');
      return Object.fromEntries(
        found.flatMap(({ command, range }) =>
          command === undefined || command.title.startsWith('▶')
            ? []
            : [[/^\w+ (\w+)/u.exec(lines[range.start.line] ?? '')?.[1] ?? '', command.title.replace(/ · [\d,]+ states?/u, '')]],
        ),
      );
    },
    async told(path) {
      await settled();
      return Object.fromEntries(
        (shown.get(uriOf(path)) ?? []).map(({ name, state, outcome, title }) => [name, [state, outcome, title.replace(/ · [\d,]+ states?/u, '')] as const]),
      );
    },
    async problems(path, wanted) {
      await expect.poll(() => problems(path), { timeout: 20_000 }).toEqual(wanted);
    },
    page: (path, name) => editor.ask('mmspec/page', { uri: uriOf(path), name, nonce: 'n' }),
  };
}
