import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Files of one folder that are listed. */
const filesMax = 500;

/** Reads for the server what only the editor can: file systems of other schemes, other revisions. */
export function readForServer(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest('mmspec/readFile', async ({ uri }: { readonly uri: string }) => {
      try {
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri)));
      } catch (error) {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
        throw error;
      }
    }),
    client.onRequest('mmspec/listFiles', async ({ uri }: { readonly uri: string }) => {
      const specs = new vscode.RelativePattern(vscode.Uri.parse(uri), '**/*.mmspec');
      return (await vscode.workspace.findFiles(specs, '**/node_modules/**', filesMax)).map((each) => each.toString());
    }),
  );
}
