import type { Ran } from '@mmspec/language-server';
import * as vscode from 'vscode';
import type { Shown } from './run_checks.ts';
import type { ListedChecks } from './shown_checks.ts';
import { isCopy } from './test_discovery.ts';
import { TestStates } from './test_states.ts';

/** Runs checks of a spec; null: all of them together. */
export type RunTests = (uri: string, names: readonly string[] | null, shown: Shown) => Promise<Ran | null>;

export interface TestExplorer extends vscode.Disposable {
  /** The server has told what is shown about the checks of a spec. */
  readonly show: (told: ListedChecks) => void;
  /** What *Refresh* does. */
  readonly onRefresh: (refresh: () => Promise<void>) => void;
}

/** Every check and scenario is a test, which stands as the server shows it, whoever ran it and whatever has changed since. */
export function testExplorer(run: RunTests): TestExplorer {
  const controller = vscode.tests.createTestController('mmspec', 'mmspec');
  const states = new TestStates(controller);
  const show = ({ uri: given, checks }: ListedChecks): void => {
    const uri = vscode.Uri.parse(given);
    if (isCopy(uri)) return;
    const id = uri.toString();
    if (checks.length === 0) return controller.items.delete(id);
    const file = controller.items.get(id) ?? controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    controller.items.add(file);
    const items = checks.map(({ name, range }) => {
      const item = file.children.get(`${id} ${name}`) ?? controller.createTestItem(`${id} ${name}`, name, uri);
      item.range = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
      return item;
    });
    file.children.replace(items);
    states.show(items.map((item, index) => [item, checks[index]!] as const));
  };
  const runAll = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    const testRun = controller.createTestRun(request);
    try {
      for (const { uri, items, isWhole } of chosenFiles(controller, request)) {
        const going = states.begin(testRun, items);
        const names = isWhole ? null : items.map(({ id }) => id.slice(uri.length + 1));
        const ran = token.isCancellationRequested ? null : await run(uri, names, { location: vscode.ProgressLocation.Window, token });
        states.end(going, ran);
      }
    } finally {
      testRun.end();
    }
  };
  controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, runAll, true);
  return { show, onRefresh: (refresh) => void (controller.refreshHandler = refresh), dispose: () => controller.dispose() };
}

/** What is to be run, by file: checks of one file run together. */
interface ChosenFile {
  readonly uri: string;
  readonly items: readonly vscode.TestItem[];
  readonly isWhole: boolean;
}

function chosenFiles(controller: vscode.TestController, { include, exclude = [] }: vscode.TestRunRequest): ChosenFile[] {
  const chosen = new Map<vscode.TestItem, vscode.TestItem[]>();
  const add = (item: vscode.TestItem): void => {
    if (exclude.includes(item)) return;
    if (item.parent === undefined) return item.children.forEach(add);
    const own = chosen.get(item.parent) ?? [];
    if (!own.includes(item)) own.push(item);
    chosen.set(item.parent, own);
  };
  if (include === undefined) controller.items.forEach(add);
  else include.forEach(add);
  return [...chosen].map(([file, items]) => ({ uri: file.id, items, isWhole: items.length === file.children.size }));
}
