import { lenses, snapshotOf, type Lens, type Snapshot } from '@mmspec/ide';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import type { CodeAction, CodeLens, Command } from 'vscode-languageserver';
import { actionsFor } from './actions.ts';
import { racePage } from './page.ts';
import { rangeOf } from './positions.ts';
import { suggestionActions } from './questions/actions.ts';
import { differencesOf } from './questions/commands.ts';
import { addReferenceLenses, lensesOfReferences } from './reference_lenses.ts';
import type { RunCommand } from './run_command.ts';
import { resolverOfTexts } from './run_texts.ts';
import { presentIn, shownIn, snapshotFor, specAt, specUris, type Server } from './state.ts';
import { resultsOf, type Found } from './verdicts/known.ts';
import { titleOf, type Shown } from './verdicts/shown.ts';

/*
 * Checking in place: what was found, where the spec asks for it.
 */

/** What the server itself does when a client asks for it. */
export const serverRun = 'mmspec.server.run';

/** Registers lenses, code actions, and the requests of the extension. */
export function addVerdicts(server: Server): void {
  const { connection } = server;
  addReferenceLenses(server);
  const lensesOf = (uri: string): CodeLens[] => {
    const snapshot = snapshotFor(server, uri);
    const shown = new Map(shownIn(server, snapshot).map((each) => [`${each.kind} ${each.name}`, each]));
    const ofChecks = lenses(snapshot.module).flatMap(({ kind, name, span }) => {
      const range = rangeOf(snapshot.main, span);
      const call = { uri, names: kind === 'all' ? null : [name] };
      const own = shown.get(`${kind} ${name}`);
      const verdict = own === undefined || own.state === 'none' ? [] : [{ range, command: verdictLens(server, own, call) }];
      return [{ range, command: runLens(server, lensTitles[kind], call) }, ...verdict];
    });
    return [...ofChecks, ...lensesOfReferences(server, snapshot, uri)];
  };
  connection.onCodeLens(({ textDocument }) => specUris(server, textDocument.uri).flatMap(lensesOf));
  connection.onCodeAction((params): CodeAction[] => {
    const snapshot = specAt(server, params.textDocument, params.range.start);
    return [...actionsFor(server, snapshot, params, presentResults(server, snapshot)), ...suggestionActions(server, snapshot, params)];
  });
  connection.onRequest('mmspec/diff', async ({ old, now }: { readonly old: string; readonly now: string }, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return differencesOf(server, old, now, controller.signal);
  });
  connection.onRequest(
    'mmspec/page',
    ({ uri, name, form, nonce }: { readonly uri: string; readonly name: string; readonly form?: unknown; readonly nonce: string }) => {
      const snapshot = snapshotFor(server, uri);
      const shown = shownIn(server, snapshot).find((each) => isNamed(each, name));
      const found = shown?.found.filter(({ result }) => shown.name === name || result.name === name) ?? [];
      const { results: checks, scenarios } = resultsOf(found);
      const about = { title: name, checks, scenarios, isOutdated: shown?.state === 'outdated' };
      return {
        known: found.length > 0,
        outdated: about.isOutdated,
        run: Math.max(0, ...found.map(({ run }) => run.serial)),
        page: racePage(specOf(snapshot, found), about, form === 'steps' ? 'steps' : 'columns', nonce),
      };
    },
  );
}

const lensTitles: Readonly<Record<Lens['kind'], string>> = {
  check: '▶ Run',
  matrix: '▶ Run as matrix',
  scenario: '▶ Is this possible?',
  all: '▶ Run all checks',
};

function runLens(server: Server, title: string, call: RunCommand): Command {
  return { title, command: server.settings.lensCommands ? 'mmspec.run' : serverRun, arguments: [call] };
}

/** The verdict opens its trace; where there is none that says something about the present texts, it runs again. */
function verdictLens(server: Server, shown: Shown, call: RunCommand): Command {
  const title = titleOf(shown);
  if (!server.settings.lensCommands || shown.state === 'outdated' || shown.outcome === 'unfinished') return runLens(server, title, call);
  return { title, command: 'mmspec.openTrace', arguments: [{ uri: call.uri, name: shown.name }] };
}

/** What was found, as far as it is about the present texts. */
function presentResults(server: Server, snapshot: Snapshot): { readonly results: readonly CheckResult[]; readonly scenarios: readonly ScenarioResult[] } {
  return resultsOf(presentIn(server, snapshot));
}

function isNamed(shown: Shown, name: string): boolean {
  return shown.name === name || shown.found.some(({ result }) => result.name === name);
}

/** The spec as it was when something was found. */
function specOf(snapshot: Snapshot, [first]: readonly Found[]): Snapshot {
  return first === undefined ? snapshot : snapshotOf(first.run.texts.main, resolverOfTexts(first.run.texts));
}
