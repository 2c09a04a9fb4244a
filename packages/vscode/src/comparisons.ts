import * as vscode from 'vscode';

/*
 * What is different in another spec, as a document that nobody can change or is asked to save.
 */

const scheme = 'mmspec-comparison';

export interface Comparisons extends vscode.Disposable {
  /** Shows a text about two specs beside the editor; one that is shown already is told anew. */
  readonly show: (old: vscode.Uri, now: vscode.Uri, text: string) => Promise<void>;
}

export function comparisons(): Comparisons {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const parts = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void texts.delete(uri.toString())),
  ];
  return {
    show: async (old, now, text) => {
      // With the ending of a spec it would be read as one.
      const path = `/${nameOf(old)} and ${nameOf(now)}, compared`;
      const uri = vscode.Uri.from({ scheme, path, query: JSON.stringify([old.toString(), now.toString()]) });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
    dispose: () => vscode.Disposable.from(...parts).dispose(),
  };
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
