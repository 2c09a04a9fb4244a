import * as vscode from 'vscode';

/** The status bar, as long as checks run. */
export interface RunStatus extends vscode.Disposable {
  /** A run begins; it ends where what is given is disposed of. */
  readonly begin: (text: string) => vscode.Disposable;
}

/** Of several runs the one that began last is shown, until none goes on. */
export function runStatus(): RunStatus {
  const item = vscode.window.createStatusBarItem('mmspec.status', vscode.StatusBarAlignment.Left);
  item.name = 'mmspec';
  const running = new Set<{ readonly text: string }>();
  const show = (): void => {
    const last = [...running].at(-1);
    if (last === undefined) return item.hide();
    item.text = `$(sync~spin) ${last.text}`;
    item.show();
  };
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
    dispose: () => item.dispose(),
  };
}
