import type { Ran } from '@mmspec/language-server';
import * as vscode from 'vscode';
import { WorkDoneProgress, type BaseLanguageClient } from 'vscode-languageclient';
import type { RunStatus } from './run_status.ts';

/** Where the editor shows that checks run, and what ends them besides. */
export interface Shown {
  readonly location: vscode.ProgressLocation;
  readonly token?: vscode.CancellationToken;
}

const asNotification: Shown = { location: vscode.ProgressLocation.Notification };

/** Nothing runs in a workspace without trust, and that is said. */
export function refusedWithoutTrust(): boolean {
  if (vscode.workspace.isTrusted) return false;
  void vscode.window
    .showWarningMessage('Checks run only in a trusted workspace.', 'Manage Trust')
    .then((chosen) => (chosen === undefined ? undefined : vscode.commands.executeCommand('workbench.trust.manage')));
  return true;
}

/** Runs checks in the server, with progress and cancellation; null where the workspace is not trusted. */
export async function runChecks(
  client: BaseLanguageClient,
  status: RunStatus,
  uri: string,
  names: readonly string[] | null,
  shown: Shown = asNotification,
): Promise<Ran | null> {
  if (refusedWithoutTrust()) return null;
  const title = 'Checking';
  const running = status.begin(names === null ? title : `${title} ${names.join(', ')}`);
  try {
    return await vscode.window.withProgress({ location: shown.location, title, cancellable: true }, async (progress, token) => {
      const workDoneToken = crypto.randomUUID();
      const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind === 'report' && value.message !== undefined) progress.report({ message: value.message });
      });
      try {
        const ran = await client.sendRequest<Ran>(
          'workspace/executeCommand',
          { command: 'mmspec.server.run', arguments: [{ uri, names }], workDoneToken },
          shown.token ?? token,
        );
        if (ran.why !== '') void vscode.window.showWarningMessage(ran.why);
        return ran;
      } finally {
        listening.dispose();
      }
    });
  } finally {
    running.dispose();
  }
}
