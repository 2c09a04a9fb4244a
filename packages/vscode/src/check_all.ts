import * as vscode from 'vscode';
import { WorkDoneProgress, type BaseLanguageClient } from 'vscode-languageclient';
import { refusedWithoutTrust } from './run_checks.ts';

/** What the server says at the end. */
interface Summary {
  readonly text: string;
  readonly unmet: readonly unknown[];
  readonly broken: readonly unknown[];
}

/** Checks all files of the workspace, with progress; what is wrong stands in Problems, and a summary at the end. */
export async function checkAll(client: BaseLanguageClient): Promise<void> {
  if (refusedWithoutTrust()) return;
  const summary = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Checking all files', cancellable: true },
    async (progress, token) => {
      const workDoneToken = crypto.randomUUID();
      let done = 0;
      const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind !== 'report') return;
        const { message = '', percentage = done } = value;
        progress.report({ message, increment: percentage - done });
        done = percentage;
      });
      try {
        return await client.sendRequest<Summary>('workspace/executeCommand', { command: 'mmspec.server.runAll', workDoneToken }, token);
      } finally {
        listening.dispose();
      }
    },
  );
  const isGood = summary.unmet.length + summary.broken.length === 0;
  const show = isGood ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const chosen = await show(summary.text, ...(isGood ? [] : ['Show Problems']));
  if (chosen !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
