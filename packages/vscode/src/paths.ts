import * as vscode from 'vscode';

/** The path by which the analysis and the steps of a trace name a document: that of a file, else its URI. */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

export function uriOf(path: string): vscode.Uri {
  // A block stands in its page.
  const file = path.replace(/#mmspec-\d+$/u, '');
  return /^[a-z][a-z0-9+.-]+:/u.test(file) ? vscode.Uri.parse(file) : vscode.Uri.file(file);
}
