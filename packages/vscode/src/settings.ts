import * as vscode from 'vscode';

/** The settings of the extension, as the server reads them. Nothing runs on save in a workspace without trust. */
export function serverSettings(): Record<string, unknown> {
  const given = vscode.workspace.getConfiguration('mmspec');
  return {
    saveBudget: vscode.workspace.isTrusted ? given.get<number>('check.saveBudget', 2) : 0,
    memoryMax: memoryMax(),
    inlayHints: given.get<boolean>('inlayHints.enabled', true),
    lensCommands: true,
  };
}

/** Bytes for the states of a search. */
export function memoryMax(): number {
  return vscode.workspace.getConfiguration('mmspec').get<number>('check.memoryMax', 2048) * 1024 * 1024;
}
