import { scenarioLine, verdictLine } from '@mmspec/language-server';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Ran, Shown } from './run_checks.ts';

interface Listed {
  readonly name: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** Every check and scenario is a test; an unmet one fails, with its race as message. */
export function testExplorer(
  client: () => LanguageClient,
  run: (uri: string, names: readonly string[], shown: Shown) => Promise<Ran | null>,
): vscode.Disposable {
  const controller = vscode.tests.createTestController('mmspec', 'mmspec');
  const list = async (document: vscode.TextDocument): Promise<void> => {
    if (document.languageId !== 'mmspec' || document.uri.scheme === 'mmspec-library') return;
    const uri = document.uri.toString();
    const checks = await client().sendRequest<readonly Listed[]>('mmspec/checks', { uri });
    if (checks.length === 0) return controller.items.delete(uri);
    const file = controller.items.get(uri) ?? controller.createTestItem(uri, vscode.workspace.asRelativePath(document.uri), document.uri);
    controller.items.add(file);
    file.children.replace(
      checks.map(({ name, range }) => {
        const item = controller.createTestItem(`${uri} ${name}`, name, document.uri);
        item.range = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
        return item;
      }),
    );
  };
  const refresh = (document: vscode.TextDocument): void => void list(document).catch(() => undefined);
  controller.createRunProfile(
    'Run',
    vscode.TestRunProfileKind.Run,
    async (request, token) => {
      const testRun = controller.createTestRun(request);
      const chosen: vscode.TestItem[] = [];
      const add = (item: vscode.TestItem): void => {
        if (item.children.size === 0) chosen.push(item);
        else item.children.forEach(add);
      };
      if (request.include === undefined) controller.items.forEach(add);
      else request.include.forEach(add);
      for (const item of chosen) {
        if (token.isCancellationRequested) {
          testRun.skipped(item);
          continue;
        }
        testRun.started(item);
        const ran = item.uri === undefined ? null : await run(item.uri.toString(), [item.label], { location: vscode.ProgressLocation.Window, token });
        report(testRun, item, ran);
      }
      testRun.end();
    },
    true,
  );
  vscode.workspace.textDocuments.forEach(refresh);
  return vscode.Disposable.from(controller, vscode.workspace.onDidOpenTextDocument(refresh), vscode.workspace.onDidSaveTextDocument(refresh));
}

function report(testRun: vscode.TestRun, item: vscode.TestItem, ran: Ran | null): void {
  const all = [...(ran?.results ?? []), ...(ran?.scenarios ?? [])];
  if (ran === null || all.length === 0) return testRun.errored(item, new vscode.TestMessage(ran === null || ran.why === '' ? 'Nothing was run.' : ran.why));
  const lines = [
    ...(ran?.results ?? []).map((result) => `${result.name}: ${verdictLine(result)}`),
    ...(ran?.scenarios ?? []).map((result) => `${result.name}: ${scenarioLine(result)}`),
  ];
  for (const line of lines) testRun.appendOutput(`${line}\r\n`, undefined, item);
  const unmet = all.filter(({ met }) => !met);
  if (unmet.length === 0)
    return testRun.passed(
      item,
      all.reduce((sum, { seconds }) => sum + seconds * 1000, 0),
    );
  testRun.failed(
    item,
    unmet.map(({ name, reason, trace }) => {
      const steps = (trace?.steps ?? []).map((step, index) => `${index + 1}. ${step.actor ?? step.action ?? ''}: ${step.text}`);
      return new vscode.TestMessage([`${name}: ${reason === '' ? 'the expectation is not met' : reason}`, ...steps].join('\n'));
    }),
  );
}
