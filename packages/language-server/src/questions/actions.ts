import type { Snapshot } from '@mmspec/ide';
import { changeText } from '@mmspec/report';
import type { CheckDeclaration } from '@mmspec/syntax';
import type { SuggestedEdit, Suggestion, SuggestionsOfCheck } from '@mmspec/system';
import type { CodeAction, CodeActionParams, TextEdit } from 'vscode-languageserver';
import { offsetAt } from '../positions.ts';
import { presentIn, shownFrom, type Server } from '../state.ts';
import { presenceOf } from '../verdicts/shown.ts';
import { serverSuggest } from './commands.ts';

/*
 * What is missing, as code actions: of a check that is violated to look for changes, and the changes that were found.
 */

/** The actions of a range. */
export function suggestionActions(server: Server, snapshot: Snapshot, { textDocument: { uri }, range, context }: CodeActionParams): CodeAction[] {
  const { main, module } = snapshot;
  // In the block of a mail or page lines are not all that stands there.
  const wanted = context?.only;
  if (main.parts !== undefined || (wanted !== undefined && !wanted.includes('quickfix'))) return [];
  const [from, to] = [offsetAt(main, range.start), offsetAt(main, range.end)];
  const checks = module.items.filter((item): item is CheckDeclaration => item.kind === 'check' && item.span.start <= to && from <= item.span.end);
  const names = new Set(checks.map(({ name }) => name.text));
  const known = server.answers.suggestionsFor(main.path, presenceOf(shownFrom(server, main.path)));
  const isOf = ({ check }: SuggestionsOfCheck): boolean => names.has(check.split('[', 1)[0] ?? check);
  const lines = { from: range.start.line + 1, to: range.end.line + 1 };
  const found = known.flatMap((each) =>
    each.suggestions
      .filter(({ edits }) => isOf(each) || edits.some((edit) => edit.path === main.path && isIn(lines, edit)))
      .map((suggestion) => actionOf(server, main.path, each, suggestion)),
  );
  return [...found, ...checks.filter((check) => isViolated(server, snapshot, check)).map((check) => searchFor(server, uri, check))];
}

/** Whether lines are among those of an edit; of one that only adds, those above and below it are. */
function isIn(lines: { readonly from: number; readonly to: number }, { from, to, removed }: SuggestedEdit): boolean {
  return (removed.length === 0 ? from - 1 : from) <= lines.to && lines.from <= Math.max(from, to - 1);
}

/** The check expects a violation, or one was found. */
function isViolated(server: Server, snapshot: Snapshot, { name, expectation }: CheckDeclaration): boolean {
  if (expectation?.clauses.some(({ verdict }) => verdict !== 'holds') === true) return true;
  return presentIn(server, snapshot).some(
    ({ kind, result }) =>
      kind === 'check' && (result.name === name.text || result.matrix === name.text) && result.results.some(({ verdict }) => verdict === 'violated'),
  );
}

function searchFor({ settings }: Server, uri: string, { name }: CheckDeclaration): CodeAction {
  const title = `Look for changes under which ${name.text} holds`;
  const command = settings.lensCommands ? 'mmspec.suggest' : serverSuggest;
  return { title, kind: 'quickfix', command: { title, command, arguments: [{ uri, names: [name.text] }] } };
}

function actionOf({ workspace }: Server, path: string, { check }: SuggestionsOfCheck, { changes, edits }: Suggestion): CodeAction {
  const byFile: Record<string, TextEdit[]> = {};
  for (const edit of edits) (byFile[workspace.paths.uriOf(edit.path)] ??= []).push(toEdit(edit));
  return { title: `${changes.map((change) => changeText(change, path)).join('; ')} (${check} holds)`, kind: 'quickfix', edit: { changes: byFile } };
}

function toEdit({ from, to, added }: SuggestedEdit): TextEdit {
  return {
    range: { start: { line: from - 1, character: 0 }, end: { line: to - 1, character: 0 } },
    newText: added.map((line) => `${line}\n`).join(''),
  };
}
