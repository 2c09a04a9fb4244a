import type { Ran } from '@mmspec/language-server';
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { pathOf, uriOf } from './paths.ts';
import type { ShownChecks } from './shown_checks.ts';

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

/** The open traces. */
export interface TraceViews extends vscode.Disposable {
  /** Opens the races of a check, or the run of a scenario, beside its source; what was not run on the present texts is run first. */
  readonly open: (uri: string, name: string) => Promise<void>;
  /** The server has told what is shown about the checks of a spec. */
  readonly show: (told: ShownChecks) => void;
}

/** An open trace. */
interface TraceView {
  readonly uri: string;
  readonly name: string;
  readonly panel: vscode.WebviewPanel;
  /** The run that the page is about. */
  run: number;
  isOutdated: boolean;
}

/** What the server knows about a check. */
interface Page {
  readonly known: boolean;
  readonly outdated: boolean;
  readonly run: number;
  readonly page: string;
}

/** Pages and sources that move together. A page is that of the last run of its check, and says where the texts have changed since: then no line is marked. */
export function traceViews(client: BaseLanguageClient, run: (uri: string, name: string) => Promise<Ran | null>): TraceViews {
  /** By document and check, so that a trace opens again where it is. */
  const views = new Map<string, TraceView>();
  const ask = (uri: string, name: string): Promise<Page> => {
    const form = vscode.workspace.getConfiguration('mmspec').get('trace.form');
    return client.sendRequest('mmspec/page', { uri, name, form, nonce: crypto.randomUUID().replaceAll('-', '') });
  };
  const setOutdated = (view: TraceView, isOutdated: boolean): void => {
    view.isOutdated = isOutdated;
    void view.panel.webview.postMessage({ kind: 'outdated', outdated: isOutdated });
    if (isOutdated) clear();
  };
  const fill = (view: TraceView, { run: shown, page, outdated }: Page): void => {
    if (view.run !== shown || view.panel.webview.html === '') {
      view.run = shown;
      view.panel.webview.html = page;
    }
    setOutdated(view, outdated);
  };
  return {
    async open(uri, name) {
      let page = await ask(uri, name);
      if (!page.known || page.outdated) {
        await run(uri, name);
        page = await ask(uri, name);
      }
      if (!page.known) return;
      const key = `${uri} ${name}`;
      const view = views.get(key) ?? { uri, name, panel: panelOf(name), run: 0, isOutdated: false };
      if (!views.has(key)) {
        views.set(key, view);
        follow(view, () => views.delete(key));
      } else view.panel.reveal(undefined, true);
      fill(view, page);
    },
    show({ uri, checks }) {
      for (const view of views.values()) {
        if (vscode.Uri.parse(view.uri).toString() !== vscode.Uri.parse(uri).toString()) continue;
        const entry = checks.find(({ name }) => name === view.name);
        if (entry?.state !== 'present') setOutdated(view, true);
        else if (entry.run === view.run) setOutdated(view, false);
        else
          ask(view.uri, view.name)
            .then((page) => fill(view, page))
            .catch(() => setOutdated(view, true));
      }
    },
    dispose: () => {
      for (const { panel } of views.values()) panel.dispose();
    },
  };
}

function panelOf(name: string): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(
    'mmspec.trace',
    `Trace: ${name}`,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [] },
  );
}

/** Moves the page with the cursor, and the source with the page, until it is closed. */
function follow(view: TraceView, closed: () => void): void {
  const { panel } = view;
  const followed = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    const [first] = selections;
    const { uri: here, languageId } = textEditor.document;
    if (panel.visible && languageId === 'mmspec' && first !== undefined)
      void panel.webview.postMessage({ kind: 'cursor', path: pathOf(here), line: first.active.line + 1, column: first.active.character + 1 });
  });
  const listening = panel.webview.onDidReceiveMessage(async (message: FromPage) => {
    if (message.kind === 'copy') return vscode.env.clipboard.writeText(message.text);
    if (!view.isOutdated) await showStep(message);
  });
  // A page that was hidden is loaded again as it was when it was made.
  const seen = panel.onDidChangeViewState(() => {
    if (panel.visible) void panel.webview.postMessage({ kind: 'outdated', outdated: view.isOutdated });
  });
  panel.onDidDispose(() => {
    closed();
    seen.dispose();
    followed.dispose();
    listening.dispose();
    clear();
  });
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
