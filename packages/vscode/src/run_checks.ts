import type { CheckResult, ScenarioResult } from '@mmspec/system';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

export interface Ran {
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  /** Why nothing was run; empty otherwise. */
  readonly why: string;
}

/** Runs checks in the server, with progress and cancellation; null where the workspace is not trusted. */
export async function runChecks(client: LanguageClient, status: vscode.StatusBarItem, uri: string, names: readonly string[] | null): Promise<Ran | null> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage('Checks run only in a trusted workspace.', 'Manage Trust').then((chosen) => chosen === undefined ? undefined : vscode.commands.executeCommand('workbench.trust.manage'));
    return null;
  }
  const title = names === null ? 'Checking' : `Checking ${names.join(', ')}`;
  status.text = `$(sync~spin) ${title}`;
  status.show();
  try {
    return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (_, token) => {
      const ran = await client.sendRequest<Ran>('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri, names }] }, token);
      if (ran.why !== '') void vscode.window.showWarningMessage(ran.why);
      return ran;
    });
  } finally {
    status.hide();
  }
}
