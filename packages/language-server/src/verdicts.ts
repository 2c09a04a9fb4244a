import { codeActions, lenses, type Snapshot } from '@mmspec/ide';
import { DiagnosticSeverity, type CodeAction, type CodeLens, type Diagnostic, type WorkDoneProgressReporter } from 'vscode-languageserver';
import type { CheckResult, PropertyResult } from '@mmspec/system';
import { toDiagnostic } from './convert.ts';
import { uriOfPath } from './paths.ts';
import { offsetAt, rangeOf } from './positions.ts';
import { workOf } from './check_work.ts';
import { racePage, verdictLine, type RunResult } from './run.ts';
import { snapshotFor, type Server } from './state.ts';

/*
 * Checking in place: what was found, where the spec asks for it.
 */

/** The results that are about the present text of a spec. */
export function resultsOf({ verdicts }: Server, { main }: Snapshot): readonly CheckResult[] {
  const known = verdicts.get(main.path);
  return known === undefined || known.text !== main.text ? [] : [...known.results.values()];
}

export interface RunCommand {
  readonly uri: string;
  readonly names: readonly string[] | null;
  readonly timeMax?: number | null;
}

/** Runs checks, keeps their verdicts, and tells the client. */
export async function runCommand(server: Server, { uri, names, timeMax }: RunCommand, signal: AbortSignal, progress: WorkDoneProgressReporter | null): Promise<RunResult> {
  const snapshot = snapshotFor(server, uri);
  const { path, text } = snapshot.main;
  const onResult = (found: CheckResult): void => {
    const known = server.verdicts.get(path);
    const results = known?.text === text ? known.results : new Map<string, CheckResult>();
    server.verdicts.set(path, { text, results: results.set(found.name, found) });
    progress?.report(`${found.name}: ${verdictLine(found)}`);
  };
  const work = workOf(snapshot, server.workspace.resolve, { names, timeMax: timeMax ?? null, memoryMax: server.settings.memoryMax });
  const result = await server.run(work, signal, { onResult, onProgress: (check, states) => progress?.report(`${check}: ${states.toLocaleString('en-US')} states`) });
  if (server.lensRefresh) server.connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  void server.connection.sendNotification('mmspec/verdicts', { uri, results: result.results, scenarios: result.scenarios, why: result.why });
  return result;
}

/** A check that is not met is a mistake of the spec, with the steps of its race as related places. */
export function verdictDiagnostics(server: Server, snapshot: Snapshot): Diagnostic[] {
  const { main, module } = snapshot;
  return resultsOf(server, snapshot).flatMap((check): Diagnostic[] => {
    if (check.met) return [];
    const declared = module.items.find((item) => item.kind === 'check' && item.name.text === (check.matrix ?? check.name));
    if (declared === undefined) return [];
    const found = check.results.find(({ property }) => property === check.property) ?? null;
    return [{
      range: rangeOf(main, declared.name.span),
      severity: DiagnosticSeverity.Warning,
      source: 'mmspec check',
      message: `${check.name} is not met: ${check.reason === '' ? verdictLine(check) : check.reason}`,
      relatedInformation: found === null ? [] : race(found),
    }];
  });
}

function race({ trace }: PropertyResult): NonNullable<Diagnostic['relatedInformation']> {
  return (trace?.steps ?? []).slice(0, 100).map((step, index) => {
    const position = { line: Math.max(0, step.line - 1), character: Math.max(0, step.column - 1) };
    return { location: { uri: uriOfPath(step.path), range: { start: position, end: position } }, message: `${index + 1}. ${step.actor ?? step.action ?? ''}: ${step.text}` };
  });
}

/** Registers lenses, code actions, and the requests of the extension. */
export function addVerdicts(server: Server): void {
  const { connection } = server;
  connection.onCodeLens(({ textDocument }): CodeLens[] => {
    const snapshot = snapshotFor(server, textDocument.uri);
    const results = resultsOf(server, snapshot);
    return lenses(snapshot.module).flatMap(({ kind, name, span }) => {
      const range = rangeOf(snapshot.main, span);
      const names = kind === 'all' ? null : [name];
      const title = { check: '▶ Run', matrix: '▶ Run as matrix', scenario: '▶ Is this possible?', all: '▶ Run all checks' }[kind];
      const own = results.filter((result) => result.name === name || result.matrix === name);
      const lens: CodeLens[] = [{ range, command: { title, command: 'mmspec.run', arguments: [{ uri: textDocument.uri, names }] } }];
      for (const result of own.slice(0, 1)) {
        const met = own.filter((each) => each.met).length;
        const verdict = own.length > 1 ? `${met === own.length ? '✓' : '✗'} ${met} of ${own.length} met` : verdictLine(result);
        lens.push({ range, command: { title: verdict, command: 'mmspec.openTrace', arguments: [{ uri: textDocument.uri, name: result.name }] } });
      }
      return lens;
    });
  });
  connection.onCodeAction(({ textDocument, range }): CodeAction[] => {
    const snapshot = snapshotFor(server, textDocument.uri);
    const { main } = snapshot;
    const actions = codeActions(snapshot, offsetAt(main, range.start), offsetAt(main, range.end), resultsOf(server, snapshot));
    return actions.map(({ title, kind, edits, diagnostic }) => ({
      title, kind,
      ...(diagnostic === null ? {} : { diagnostics: [toDiagnostic(snapshot, diagnostic)] }),
      edit: { changes: { [textDocument.uri]: edits.map(({ span, text }) => ({ range: rangeOf(main, span), newText: text })) } },
    }));
  });
  connection.onExecuteCommand(async ({ command, arguments: given }, token, progress) => {
    const [call] = given ?? [];
    if (command !== 'mmspec.server.run' || !isRunCommand(call)) return null;
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    progress.begin('Checking', undefined, undefined, true);
    try {
      return await runCommand(server, call, controller.signal, progress);
    } finally {
      progress.done();
    }
  });
  connection.onRequest('mmspec/page', ({ uri, name, form, nonce }: { readonly uri: string; readonly name: string; readonly form?: unknown; readonly nonce: string }) => {
    const snapshot = snapshotFor(server, uri);
    const check = resultsOf(server, snapshot).find((result) => result.name === name) ?? null;
    return { page: racePage(snapshot, check, form === 'steps' ? 'steps' : 'columns', nonce) };
  });
  connection.onRequest('mmspec/checks', ({ uri }: { readonly uri: string }) => {
    const { module, main } = snapshotFor(server, uri);
    return lenses(module).filter(({ kind }) => kind !== 'all').map(({ kind, name, span }) => ({ kind, name, range: rangeOf(main, span) }));
  });
}

function isRunCommand(value: unknown): value is RunCommand {
  return typeof value === 'object' && value !== null && 'uri' in value && typeof value.uri === 'string' && 'names' in value && (value.names === null || Array.isArray(value.names));
}
