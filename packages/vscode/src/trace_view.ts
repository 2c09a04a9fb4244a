import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { pathOf, uriOf } from './paths.ts';
import type { Ran } from './run_checks.ts';

interface SourcePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

type FromPage = (SourcePosition & { readonly kind: 'step'; readonly others: readonly SourcePosition[] }) | { readonly kind: 'copy'; readonly text: string };

const stepLine: vscode.TextEditorDecorationType = vscode.window.createTextEditorDecorationType({
  isWholeLine: true,
  backgroundColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
  overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.findMatchForeground'),
});

/** Where the other actors are. */
const otherLine: vscode.TextEditorDecorationType = vscode.window.createTextEditorDecorationType({
  isWholeLine: true,
  borderWidth: '0 0 0 3px',
  borderStyle: 'solid',
  borderColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
});

/** Opens the races of a check, or the run of a scenario, beside its source; the page and the source move together. What was not run yet is run first. */
export async function openTrace(client: LanguageClient, uri: string, name: string, run: () => Promise<Ran | null>): Promise<void> {
  const nonce = randomBytes(16).toString('base64url');
  const form = vscode.workspace.getConfiguration('mmspec').get('trace.form');
  const ask = (): Promise<{ readonly known: boolean; readonly page: string }> => client.sendRequest('mmspec/page', { uri, name, form, nonce });
  let { known, page } = await ask();
  if (!known) {
    await run();
    ({ known, page } = await ask());
  }
  if (!known) return;
  const panel = panelOf(`${uri} ${name}`, name);
  panel.webview.html = page;
}

/** By document and check, so that a trace opens again where it is. */
const panels = new Map<string, vscode.WebviewPanel>();

function panelOf(key: string, name: string): vscode.WebviewPanel {
  const open = panels.get(key);
  if (open !== undefined) {
    open.reveal(undefined, true);
    return open;
  }
  const panel = vscode.window.createWebviewPanel(
    'mmspec.trace',
    `Trace: ${name}`,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [] },
  );
  panels.set(key, panel);
  const followed = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    const [first] = selections;
    const { uri: here, languageId } = textEditor.document;
    if (panel.visible && languageId === 'mmspec' && first !== undefined)
      void panel.webview.postMessage({ kind: 'cursor', path: pathOf(here), line: first.active.line + 1, column: first.active.character + 1 });
  });
  const listening = panel.webview.onDidReceiveMessage(async (message: FromPage) => {
    if (message.kind === 'copy') return vscode.env.clipboard.writeText(message.text);
    return showStep(message);
  });
  panel.onDidDispose(() => {
    panels.delete(key);
    followed.dispose();
    listening.dispose();
    clear();
  });
  return panel;
}

function clear(): void {
  for (const editor of vscode.window.visibleTextEditors) for (const decoration of [stepLine, otherLine]) editor.setDecorations(decoration, []);
}

const rangeOf = ({ line, column }: SourcePosition): vscode.Range => {
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.Range(position, position);
};

async function showStep(step: SourcePosition & { readonly others: readonly SourcePosition[] }): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriOf(step.path));
  const shown = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const editor = shown ?? (await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preserveFocus: true }));
  clear();
  for (const each of vscode.window.visibleTextEditors) {
    const here = step.others.filter(({ path }) => uriOf(path).toString() === each.document.uri.toString());
    each.setDecorations(otherLine, here.map(rangeOf));
  }
  editor.setDecorations(stepLine, [rangeOf(step)]);
  editor.revealRange(rangeOf(step), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
