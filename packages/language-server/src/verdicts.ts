import { lenses } from '@mmspec/ide';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import type { CodeAction, CodeLens, Command, WorkDoneProgressReporter } from 'vscode-languageserver';
import { actionsFor } from './actions.ts';
import { workOf } from './check_work.ts';
import { verdictsOf } from './verdict_diagnostics.ts';
import { racePage } from './page.ts';
import { rangeOf } from './positions.ts';
import { publish } from './publish.ts';
import { scenarioLine, verdictLine, type RunResult } from './run.ts';
import { snapshotFor, type Server, type Verdicts } from './state.ts';

/*
 * Checking in place: what was found, where the spec asks for it.
 */

/** What the server itself does when a client asks for it. */
export const serverRun = 'mmspec.server.run';

export interface RunCommand {
  readonly uri: string;
  readonly names: readonly string[] | null;
  readonly timeMax?: number | null;
}

/** Runs checks, keeps their verdicts, and tells the client. */
export async function runCommand(
  server: Server,
  { uri, names, timeMax }: RunCommand,
  signal: AbortSignal,
  progress: WorkDoneProgressReporter | null,
): Promise<RunResult> {
  await server.workspace.settled(server.workspace.paths.pathOf(uri));
  const snapshot = snapshotFor(server, uri);
  const { path, text } = snapshot.main;
  const verdicts = (): Verdicts => {
    const known = server.verdicts.get(path);
    const current = known?.text === text ? known : { text, results: new Map<string, CheckResult>(), scenarios: new Map<string, ScenarioResult>() };
    server.verdicts.set(path, current);
    return current;
  };
  const onResult = (found: CheckResult): void => {
    verdicts().results.set(found.name, found);
    progress?.report(`${found.name}: ${verdictLine(found)}`);
  };
  const work = workOf(snapshot, server.workspace.resolverOf(path), {
    names,
    timeMax: timeMax ?? null,
    memoryMax: server.settings.memoryMax,
    workers: server.settings.workers,
  });
  const result = await server.run(work, signal, {
    onResult,
    onProgress: (check, states) => progress?.report(`${check}: ${states.toLocaleString('en-US')} states`),
  });
  for (const scenario of result.scenarios) verdicts().scenarios.set(scenario.name, scenario);
  publish(server, uri);
  if (server.lensRefresh) server.connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  void server.connection.sendNotification('mmspec/verdicts', { uri, results: result.results, scenarios: result.scenarios, why: result.why });
  return result;
}

/** Registers lenses, code actions, and the requests of the extension. */
export function addVerdicts(server: Server): void {
  const { connection } = server;
  connection.onCodeLens(({ textDocument }): CodeLens[] => {
    const snapshot = snapshotFor(server, textDocument.uri);
    const { results, scenarios } = verdictsOf(server, snapshot);
    return lenses(snapshot.module).flatMap(({ kind, name, span }) => {
      const range = rangeOf(snapshot.main, span);
      const names = kind === 'all' ? null : [name];
      const title = { check: '▶ Run', matrix: '▶ Run as matrix', scenario: '▶ Is this possible?', all: '▶ Run all checks' }[kind];
      const runIt = (text: string): Command => ({
        title: text,
        command: server.settings.lensCommands ? 'mmspec.run' : serverRun,
        arguments: [{ uri: textDocument.uri, names }],
      });
      const own = results.filter((result) => result.name === name || result.matrix === name);
      const lens: CodeLens[] = [{ range, command: runIt(title) }];
      const verdict = kind === 'scenario' ? scenarios.filter((result) => result.name === name).map(scenarioLine)[0] : verdictOf(own);
      if (verdict !== undefined && kind !== 'all')
        lens.push({
          range,
          command: server.settings.lensCommands
            ? { title: verdict, command: 'mmspec.openTrace', arguments: [{ uri: textDocument.uri, name }] }
            : runIt(verdict),
        });
      return lens;
    });
  });
  connection.onCodeAction((params): CodeAction[] => {
    const snapshot = snapshotFor(server, params.textDocument.uri);
    return actionsFor(server, snapshot, params, verdictsOf(server, snapshot));
  });
  connection.onRequest(
    'mmspec/page',
    ({ uri, name, form, nonce }: { readonly uri: string; readonly name: string; readonly form?: unknown; readonly nonce: string }) => {
      const snapshot = snapshotFor(server, uri);
      const { results, scenarios } = verdictsOf(server, snapshot);
      const about = {
        title: name,
        checks: results.filter((result) => result.name === name || result.matrix === name),
        scenarios: scenarios.filter((result) => result.name === name),
      };
      const known = about.checks.length + about.scenarios.length > 0;
      return { known, page: racePage(snapshot, about, form === 'steps' ? 'steps' : 'columns', nonce) };
    },
  );
}

/** The verdict of a check, or of the cells of a matrix. */
function verdictOf(own: readonly CheckResult[]): string | undefined {
  const [first, ...others] = own;
  if (first === undefined || others.length === 0) return first === undefined ? undefined : verdictLine(first);
  const met = own.filter((each) => each.met).length;
  return `${met === own.length ? '✓' : '✗'} ${met} of ${own.length} met`;
}
