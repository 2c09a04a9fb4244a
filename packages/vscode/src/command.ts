import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';

/*
 * The command that comes with the extension: tasks run it, and terminals find it where no other one is installed.
 */

/** The command of the extension, and its version. */
function commandOf(context: vscode.ExtensionContext): { readonly file: string; readonly folder: string; readonly version: string } {
  const root = context.asAbsolutePath('command');
  const { version } = context.extension.packageJSON as { readonly version: string };
  return { file: join(root, 'bin/mmspec.js'), folder: join(root, 'path'), version };
}

/** The environment in which the editor itself is Node. */
const asNode = { ELECTRON_RUN_AS_NODE: '1', MMSPEC_START: 'plain' };

/** New terminals find `mmspec` last, so that one that is installed is before it. */
export function commandForTerminals(context: vscode.ExtensionContext): void {
  const { folder, version } = commandOf(context);
  const { environmentVariableCollection: variables } = context;
  const options = { applyAtProcessCreation: true, applyAtShellIntegration: true };
  variables.clear();
  variables.description = new vscode.MarkdownString(`\`mmspec\` ${version}, which comes with the extension, where no other one is installed`);
  variables.append('PATH', `${delimiter}${folder}`, options);
  variables.replace('MMSPEC_EDITOR_NODE', process.execPath, options);
}

/** Tasks that check the folders of the workspace, or a path. */
export function commandTasks(context: vscode.ExtensionContext): vscode.Disposable {
  const { file, version } = commandOf(context);
  const task = (path: string, scope: vscode.Task['scope']): vscode.Task => {
    const other = vscode.workspace.getConfiguration('mmspec').get<string>('server.path', '');
    const run = other === '' ? { program: process.execPath, before: [file], options: { env: asNode } } : { program: other, before: [], options: {} };
    const made = new vscode.Task(
      { type: 'mmspec', path },
      scope ?? vscode.TaskScope.Workspace,
      `check ${path}`,
      'mmspec',
      new vscode.ProcessExecution(run.program, [...run.before, 'check', path], run.options),
      '$mmspec',
    );
    made.detail = other === '' ? `mmspec ${version}, which comes with the extension` : other;
    return made;
  };
  return vscode.tasks.registerTaskProvider('mmspec', {
    provideTasks: () => (vscode.workspace.workspaceFolders ?? []).map((folder) => task('.', folder)),
    resolveTask: ({ definition, scope }) => task(String(definition['path']), scope),
  });
}
