import * as vscode from 'vscode';
import type { ShownChecks } from './shown_checks.ts';

/** What the status bar says: what runs, and else what is known about the checks of the spec that is looked at. */
export interface RunStatus extends vscode.Disposable {
  /** A run begins; it ends where what is given is disposed of. */
  readonly begin: (text: string) => vscode.Disposable;
  /** The server has told what is shown about the checks of a spec. */
  readonly show: (told: ShownChecks) => void;
}

const icons: Readonly<Record<ShownChecks['summary']['level'], string>> = {
  failing: '$(error)',
  unfinished: '$(watch)',
  outdated: '$(history)',
  open: '$(circle-outline)',
  fine: '$(pass)',
};

/** Lines of the tooltip; more help nobody. */
const linesMax = 20;

export function runStatus(): RunStatus {
  const item = vscode.window.createStatusBarItem('mmspec.status', vscode.StatusBarAlignment.Left);
  item.name = 'mmspec';
  const running = new Set<{ readonly text: string }>();
  let looked: vscode.TextDocument | undefined;
  const known = new Map<string, ShownChecks['summary']>();
  const show = (): void => {
    const last = [...running].at(-1);
    // A trace beside its source is no editor: the spec is still what is looked at.
    looked = vscode.window.activeTextEditor?.document ?? looked;
    const summary = looked?.languageId === 'mmspec' ? known.get(looked.uri.toString()) : undefined;
    if (last !== undefined) showRun(item, last.text);
    else if (summary !== undefined && summary.text !== '') showSummary(item, summary);
    else item.hide();
  };
  const moved = vscode.window.onDidChangeActiveTextEditor(show);
  const closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => known.delete(uri.toString()));
  return {
    begin: (text) => {
      const run = { text };
      running.add(run);
      show();
      return new vscode.Disposable(() => {
        running.delete(run);
        show();
      });
    },
    show: ({ uri, summary }) => {
      known.set(vscode.Uri.parse(uri).toString(), summary);
      show();
    },
    dispose: () => vscode.Disposable.from(item, moved, closed).dispose(),
  };
}

function showRun(item: vscode.StatusBarItem, text: string): void {
  item.text = `$(sync~spin) ${text}`;
  item.tooltip = undefined;
  item.backgroundColor = undefined;
  item.command = undefined;
  item.accessibilityInformation = { label: `mmspec: ${text}` };
  item.show();
}

function showSummary(item: vscode.StatusBarItem, { level, text, lines }: ShownChecks['summary']): void {
  item.text = `${icons[level]} ${text}`;
  const more = lines.length > linesMax ? [`and ${lines.length - linesMax} more`] : [];
  item.tooltip = [`mmspec: ${text}`, ...lines.slice(0, linesMax), ...more, 'Click to run all checks of this file.'].join('\n');
  item.backgroundColor = level === 'failing' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.command = 'mmspec.checkFile';
  item.accessibilityInformation = { label: `mmspec: ${text}`, role: 'button' };
  item.show();
}
