import * as vscode from 'vscode';
import { WorkDoneProgress, type BaseLanguageClient } from 'vscode-languageclient';
import type { Comparisons } from './comparisons.ts';
import { refusedWithoutTrust } from './run_checks.ts';

/*
 * Questions about a whole spec: what its parts are good for, what is missing, what is different in another one.
 */

/** What the server tells. */
interface Told {
  readonly text: string;
  readonly why: string;
}

/** What the server is asked, and what stands beside the progress. */
interface Question {
  readonly command: 'mmspec.server.audit' | 'mmspec.server.suggest';
  readonly title: string;
}

const audit: Question = { command: 'mmspec.server.audit', title: 'Auditing' };
const suggest: Question = { command: 'mmspec.server.suggest', title: 'Looking for changes' };

/** Takes each part out of a spec; what came of it stands beside the parts. */
export function auditFile(client: BaseLanguageClient, uri: string): Promise<void> {
  return ask(client, audit, { uri });
}

/** Looks for changes under which checks hold; they are quick fixes of the checks then. */
export function suggestFor(client: BaseLanguageClient, uri: string, names: readonly string[] | null): Promise<void> {
  return ask(client, suggest, { uri, names });
}

async function ask(client: BaseLanguageClient, { command, title }: Question, call: object): Promise<void> {
  if (refusedWithoutTrust()) return;
  const told = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const workDoneToken = crypto.randomUUID();
    const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === 'report' && value.message !== undefined) progress.report({ message: value.message });
    });
    try {
      return await client.sendRequest<Told>('workspace/executeCommand', { command, arguments: [call], workDoneToken }, token);
    } finally {
      listening.dispose();
    }
  });
  if (told.why !== '') void vscode.window.showWarningMessage(told.why);
  else void vscode.window.showInformationMessage(told.text);
}

/** Asks for another spec, and shows what is different in it as a text beside the two. */
export async function compareWith(client: BaseLanguageClient, shown: Comparisons, uri: vscode.Uri): Promise<void> {
  if (refusedWithoutTrust()) return;
  const [other] =
    (await vscode.window.showOpenDialog({ title: 'Compare With', filters: { mmspec: ['mmspec'] }, defaultUri: vscode.Uri.joinPath(uri, '..') })) ?? [];
  if (other === undefined) return;
  const { text, why } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Comparing', cancellable: true },
    (_, token) => client.sendRequest<Told>('mmspec/diff', { old: uri.toString(), now: other.toString() }, token),
  );
  if (why !== '') return void vscode.window.showWarningMessage(why);
  await shown.show(uri, other, `${text}\n`);
}
