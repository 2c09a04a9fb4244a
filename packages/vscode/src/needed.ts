import * as vscode from 'vscode';

/** The fence of a block, quoted or not. */
const fence = /^[ \t>|+]*(?:[-*+][ \t]+)?(?:```|~~~)[`~]*[ \t]*mmspec\b/mu;

const needsServer = (document: vscode.TextDocument): boolean =>
  document.languageId === 'mmspec' || (/^(?:markdown|diff|plaintext)$/u.test(document.languageId) && fence.test(document.getText()));

/** Until there is something for the server: a spec in an editor or in the workspace, or a text with a block of one. */
export function neededServer(subscriptions: { push: (disposable: vscode.Disposable) => unknown }): Promise<void> {
  return new Promise((resolve) => {
    const look = (document: vscode.TextDocument): void => {
      if (!needsServer(document)) return;
      listening.dispose();
      resolve();
    };
    const listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    );
    subscriptions.push(listening);
    vscode.workspace.textDocuments.forEach(look);
    void vscode.workspace.findFiles('**/*.mmspec', '**/node_modules/**', 1).then(([found]) => {
      if (found === undefined) return;
      listening.dispose();
      resolve();
    });
  });
}
