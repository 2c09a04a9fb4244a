import { codeActions, importFixes, type AllFound, type CodeAction as Action, type Snapshot } from '@mmspec/ide';
import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import { toDiagnostic } from './convert.ts';
import { importable } from './importable.ts';
import { offsetAt, rangeOf } from './positions.ts';
import type { Server } from './state.ts';

/** The kinds of actions, as clients ask for them. */
export const actionKinds: readonly Action['kind'][] = ['quickfix', 'refactor', 'refactor.extract', 'refactor.inline', 'refactor.rewrite'];

/** The fixes and refactorings of a range, as far as the client wants them. */
export function actionsFor(server: Server, snapshot: Snapshot, { textDocument, range, context }: CodeActionParams, found: AllFound): CodeAction[] {
  const { main } = snapshot;
  const [from, to] = [offsetAt(main, range.start), offsetAt(main, range.end)];
  const imports = importFixes(snapshot, from, to, () => importable(server.workspace, main.path));
  const all = [...imports, ...codeActions(snapshot, from, to, found)];
  const isImported = new Set(imports.filter(({ preferred }) => preferred === true).map(({ diagnostic }) => diagnostic));
  return all
    .filter(({ kind }) => isWanted(kind, context?.only))
    .map((action) => toAction(server, snapshot, textDocument.uri, action, isPreferred(action, isImported, imports)));
}

/** An import of the very name is likelier than another spelling. */
function isPreferred(action: Action, isImported: ReadonlySet<Action['diagnostic']>, imports: readonly Action[]): boolean {
  return action.preferred === true && (imports.includes(action) || !isImported.has(action.diagnostic));
}

/** A client that asks for `refactor` wants `refactor.extract` too. */
function isWanted(kind: Action['kind'], only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}

function toAction({ workspace }: Server, snapshot: Snapshot, uri: string, { title, kind, edits, diagnostic }: Action, preferred: boolean): CodeAction {
  return {
    title,
    kind,
    ...(preferred ? { isPreferred: true } : {}),
    ...(diagnostic === null ? {} : { diagnostics: [toDiagnostic(workspace, snapshot, diagnostic)] }),
    edit: { changes: { [uri]: edits.map(({ span, text }) => ({ range: rangeOf(snapshot.main, span), newText: text })) } },
  };
}
