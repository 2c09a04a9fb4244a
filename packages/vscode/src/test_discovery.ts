import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ListedChecks } from './shown_checks.ts';
import type { TestExplorer } from './test_explorer.ts';

/** Shows the checks and scenarios of all files of the workspace as tests, and of open documents; what changes on the disk is listed anew. */
export function discoverTests({ show, onRefresh }: TestExplorer, client: BaseLanguageClient): vscode.Disposable {
  const look = async (uri: vscode.Uri): Promise<void> => {
    if (isCopy(uri)) return;
    // Of a file that has gone there are none.
    show({ uri: uri.toString(), checks: await client.sendRequest<ListedChecks['checks']>('mmspec/checks', { uri: uri.toString() }).catch(() => []) });
  };
  const lookAtAll = async (): Promise<void> => {
    for (const each of await client.sendRequest<readonly ListedChecks[]>('mmspec/tests', {})) show(each);
  };
  const lookAtDocument = (document: vscode.TextDocument): void => void (document.languageId === 'mmspec' ? look(document.uri) : undefined);
  // The server is told of such a change too, and has to look first.
  const lookSoon = (uri: vscode.Uri): void => void setTimeout(() => void look(uri), 100);
  onRefresh(lookAtAll);
  void lookAtAll().catch(() => vscode.workspace.textDocuments.forEach(lookAtDocument));
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.mmspec');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(lookSoon),
    watcher.onDidChange(lookSoon),
    watcher.onDidDelete(lookSoon),
    vscode.workspace.onDidOpenTextDocument(lookAtDocument),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      // Nothing is left of it.
      if (uri.scheme === 'untitled') show({ uri: uri.toString(), checks: [] });
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void lookAtAll()),
  );
}

/** A text of the library, of another revision, of an earlier state. */
export function isCopy({ scheme }: vscode.Uri): boolean {
  return scheme !== 'file' && scheme !== 'untitled' && !(vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.scheme === scheme);
}
