import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { tracePage, type Race } from './trace_page.ts';

type FromPage = { readonly kind: 'step'; readonly path: string; readonly line: number; readonly column: number } | { readonly kind: 'copy'; readonly text: string };

const stepLine: vscode.TextEditorDecorationType = vscode.window.createTextEditorDecorationType({
  isWholeLine: true, backgroundColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'), overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.findMatchForeground'),
});

/** Opens the trace of a check beside its source; the page and the source move together. */
export async function openTrace(client: LanguageClient, uri: string, name: string): Promise<void> {
  const { races } = await client.sendRequest<{ readonly races: readonly Race[] }>('mmspec/trace', { uri, name });
  const panel = vscode.window.createWebviewPanel('mmspec.trace', `Trace: ${name}`, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: true, localResourceRoots: [] });
  panel.webview.html = tracePage(name, races, randomBytes(16).toString('base64url'));
  const followed = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    const [first] = selections;
    if (textEditor.document.uri.toString() === vscode.Uri.parse(uri).toString() && first !== undefined) void panel.webview.postMessage({ kind: 'cursor', line: first.active.line + 1 });
  });
  const told = panel.webview.onDidReceiveMessage(async (message: FromPage) => {
    if (message.kind === 'copy') return vscode.env.clipboard.writeText(message.text);
    return showStep(message);
  });
  panel.onDidDispose(() => {
    followed.dispose();
    told.dispose();
    for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(stepLine, []);
  });
}

async function showStep({ path, line, column }: { readonly path: string; readonly line: number; readonly column: number }): Promise<void> {
  const uri = /^[a-z][a-z0-9+.-]+:/u.test(path) ? vscode.Uri.parse(path) : vscode.Uri.file(path);
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { viewColumn: vscode.ViewColumn.One, preserveFocus: true });
  for (const each of vscode.window.visibleTextEditors) each.setDecorations(stepLine, []);
  const range = new vscode.Range(position, position);
  editor.setDecorations(stepLine, [range]);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
