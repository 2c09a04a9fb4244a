import { rangeOf } from './positions.ts';
import { publish } from './publish.ts';
import { hasText, type RunTexts } from './run_texts.ts';
import { documentAt, shownFrom, shownIn, type Server } from './state.ts';
import { presenceOf, unknownOf, unsavedImports, type Shown, type ShownFrom } from './verdicts/shown.ts';
import { summaryOf } from './verdicts/summary.ts';
import { entryOf, saysTheSame, type ShownEntry, type ToldSpec } from './verdicts/told.ts';

/*
 * What is told to a client whenever what is shown changes.
 */

/**
 * Texts have changed: runs that a save began on other texts end, and what is outdated now, or is so no longer, is told at once.
 * `changed`: the paths; null: imports may mean other files.
 */
export function textsChanged(server: Server, changed: readonly string[] | null): void {
  const concerns = (texts: RunTexts): boolean => changed === null || changed.some((path) => hasText(texts, path));
  const present = presenceOf(shownFrom(server, ''));
  for (const run of server.runs.all) if (run.isOfSave && concerns(run.texts) && !present(run.texts)) server.runs.end(run, 'superseded');
  let isOther = false;
  for (const path of server.known.paths) {
    if (!server.known.of(path).some(({ run }) => concerns(run.texts)) || !restate(server, path, present)) continue;
    server.publishSoon(path);
    isOther = true;
  }
  if (isOther) refreshLenses(server);
}

/** Tells what was told before, as far as it stands in another state now; false where nothing does. Nothing is analysed for that. */
function restate(server: Server, path: string, present: (texts: RunTexts) => boolean): boolean {
  const told = server.told.get(path);
  if (told === undefined) return false;
  const from = shownFrom(server, path);
  const shown = told.shown.map((each) => inState(each, from, present));
  const entries = shown.map((each, index) => entryOf(each, (told.entries[index] as ShownEntry).range));
  if (saysTheSame(entries, told.entries)) return false;
  server.told.set(path, { shown, entries });
  send(server, path, entries);
  return true;
}

function inState(shown: Shown, from: ShownFrom, present: (texts: RunTexts) => boolean): Shown {
  const texts = shown.found[0]?.run.texts;
  if (texts === undefined) return shown;
  return present(texts) ? { ...shown, state: 'present', unsaved: unsavedImports(texts, from) } : { ...shown, state: 'outdated', unsaved: [] };
}

/** Something was found: tells all that is shown about a spec. */
export function verdictsChanged(server: Server, path: string): void {
  tellShown(server, path);
  publish(server, uriOf(server, path));
  refreshLenses(server);
}

/** Tells which checks a spec has and what is shown about them, where that is not what was told before. */
export function tellShown(server: Server, path: string): void {
  const { shown, entries } = shownEntries(server, path);
  const told = server.told.get(path);
  server.told.set(path, { shown, entries });
  if (!saysTheSame(entries, told?.entries ?? [])) send(server, path, entries);
}

/** The checks of a file and what is shown about them; of one that nothing is known about as far as its text alone says them. */
export function shownEntries(server: Server, path: string): ToldSpec {
  const { workspace, known } = server;
  const file = workspace.file(path);
  const module = known.of(path).length === 0 ? workspace.module(path) : null;
  const snapshot = module === null ? workspace.snapshot(path) : null;
  const shown = module === null ? (snapshot === null ? [] : shownIn(server, snapshot)) : unknownOf(module);
  return { shown, entries: file === null ? [] : shown.map((each) => entryOf(each, rangeOf(file, each.span))) };
}

function send(server: Server, path: string, checks: readonly ShownEntry[]): void {
  if (!server.settings.lensCommands) return;
  const uri = server.workspace.pages.blockUri(path) ?? uriOf(server, path);
  void server.connection.sendNotification('mmspec/shown', { uri, checks, summary: summaryOf(checks) });
}

/** The name by which the client knows a document. */
export function uriOf(server: Server, path: string): string {
  return documentAt(server, path)?.uri ?? server.workspace.paths.uriOf(path);
}

/** The hints beside the source. */
export function refreshHints({ inlayHintRefresh, connection }: Server): void {
  if (inlayHintRefresh) connection.languages.inlayHint.refresh().catch(() => undefined);
}

/** Lenses, and the hints with what checks have taken. */
function refreshLenses(server: Server): void {
  const { lensRefresh, settings, connection } = server;
  if (settings.stepHints) refreshHints(server);
  if (lensRefresh) connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
}
