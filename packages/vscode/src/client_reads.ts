import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Files of one folder that are listed. */
const filesMax = 500;

/** Reads for the server what only the editor can: file systems of other schemes, other revisions. */
export function readForServer(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest('mmspec/readFile', ({ uri }: { readonly uri: string }) => readText(uri)),
    client.onRequest('mmspec/listFiles', ({ uri }: { readonly uri: string }) => specsBelow(vscode.Uri.parse(uri))),
  );
}

/** The text of a file; null where there is none. It fails where the editor cannot tell. */
export async function readText(uri: string): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri)));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

/** As the server lists those of the disk; the search of the editor is not there for every file system. */
async function specsBelow(folder: vscode.Uri): Promise<string[]> {
  const found: string[] = [];
  const pending = [folder];
  for (let next = pending.shift(); next !== undefined && found.length < filesMax; next = pending.shift()) {
    for (const [name, type] of await entriesOf(next)) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      const uri = vscode.Uri.joinPath(next, name);
      if (type === vscode.FileType.Directory) pending.push(uri);
      else if (name.endsWith('.mmspec') && found.length < filesMax) found.push(uri.toString());
    }
  }
  return found;
}

async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
