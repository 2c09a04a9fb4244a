import * as vscode from 'vscode';

/** The settings of the extension, as the server reads them. Nothing runs on save in a workspace without trust. */
export function serverSettings(): Record<string, unknown> {
  const given = vscode.workspace.getConfiguration('mmspec');
  return {
    saveBudget: vscode.workspace.isTrusted ? given.get<number>('check.saveBudget', 2) : 0,
    ...searchSettings(),
    inlayHints: given.get<boolean>('inlayHints.enabled', true),
    referenceLenses: given.get<boolean>('references.enabled', false),
    ...kernelSources(given),
    auditHints: given.get<boolean>('inlayHints.audit', true),
    stepHints: given.get<boolean>('inlayHints.steps', true),
    linkedEditing: given.get<boolean>('linkedEditing', false),
    lensCommands: true,
    libraryScheme: true,
    readsFiles: true,
    workspaceDiagnostics: given.get<boolean>('diagnostics.workspace', false),
  };
}

/** What searches may use: bytes for their states, and threads. */
export function searchSettings(): { readonly memoryMax: number; readonly workers: number } {
  const given = vscode.workspace.getConfiguration('mmspec');
  return { memoryMax: given.get<number>('check.memoryMax', 2048) * 1024 * 1024, workers: given.get<number>('check.workers', 1) };
}

/** Left out where nothing is set. */
function kernelSources(given: vscode.WorkspaceConfiguration): { readonly kernelSources?: string } {
  const sources = given.get<string>('kernel.sources');
  return sources === undefined ? {} : { kernelSources: sources };
}
