import { MessageType, type WorkDoneProgressReporter } from 'vscode-languageserver';
import { serverReferences } from './reference_lenses.ts';
import { auditCommand, serverAudit, serverSuggest, suggestCommand, type QuestionCall } from './questions/commands.ts';
import type { Server } from './state.ts';
import { runCommand, type RunCommand } from './run_command.ts';
import { serverRun } from './verdicts.ts';
import { runAllCommand } from './whole_workspace.ts';

/** Runs the checks of all files. */
const serverRunAll = 'mmspec.server.runAll';

/** What `workspace/executeCommand` may name. */
export const serverCommands: readonly string[] = [serverRun, serverRunAll, serverReferences, serverAudit, serverSuggest];

/** Carries out the commands of the server, with progress, until they are cancelled. */
export function addCommands(server: Server): void {
  server.connection.onExecuteCommand(async ({ command, arguments: given }, token, progress) => {
    const [call] = given ?? [];
    const action = actionOf(server, command, call);
    if (action === null) return null;
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    progress.begin('Checking', undefined, undefined, true);
    try {
      return await action(controller.signal, progress);
    } finally {
      progress.done();
    }
  });
}

function actionOf(server: Server, command: string, call: unknown): ((signal: AbortSignal, progress: WorkDoneProgressReporter) => Promise<unknown>) | null {
  if (command === serverRun && isRunCommand(call)) return (signal, progress) => runCommand(server, call, { signal, progress, isOfSave: false });
  if (command === serverAudit && isQuestionCall(call)) return (signal, progress) => auditCommand(server, call, signal, progress);
  if (command === serverSuggest && isQuestionCall(call)) return (signal, progress) => suggestCommand(server, call, signal, progress);
  if (command !== serverRunAll) return null;
  return async (signal, progress) => {
    const summary = await runAllCommand(server, signal, progress);
    // An editor without commands of its own has nothing else that shows it.
    if (!server.settings.lensCommands) void server.connection.sendNotification('window/showMessage', { type: MessageType.Info, message: summary.text });
    return summary;
  };
}

function isRunCommand(value: unknown): value is RunCommand {
  return isQuestionCall(value) && value.names !== undefined;
}

function isQuestionCall(value: unknown): value is QuestionCall {
  if (typeof value !== 'object' || value === null || !('uri' in value) || typeof value.uri !== 'string') return false;
  return !('names' in value) || value.names === undefined || value.names === null || Array.isArray(value.names);
}
