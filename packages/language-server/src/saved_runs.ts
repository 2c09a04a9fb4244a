import { hasErrors } from '@mmspec/source';
import { faultText } from './faults.ts';
import { runCommand } from './run_command.ts';
import { textsOf } from './run_texts.ts';
import { shownIn, type Server } from './state.ts';
import { uriOf } from './verdict_changes.ts';
import type { Shown } from './verdicts/shown.ts';

/*
 * Checks that run because a text was saved: those of its spec and of the specs that import it, one spec after the other, within the budget.
 */

/** Gives what is to be called with the paths of texts that were saved, or that others changed on the disk. */
export function savedRuns(server: Server): (paths: readonly string[]) => void {
  const waiting = new Set<string>();
  let isRunning = false;
  const goOn = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    for (const path of waiting) {
      waiting.delete(path);
      try {
        await runSaved(server, path);
      } catch (error) {
        server.connection.console.error(faultText(path, error));
      }
    }
    isRunning = false;
  };
  return (paths) => {
    if (server.settings.saveBudget <= 0) return;
    for (const path of specsWith(server, paths)) waiting.add(path);
    void goOn();
  };
}

/** The specs that these texts belong to: the saved ones themselves, open ones, and others that something is known about, in this order. */
function specsWith({ workspace, known }: Server, paths: readonly string[]): readonly string[] {
  const own = paths.filter((path) => workspace.openText(path) !== null || known.of(path).length > 0);
  const others = [...workspace.openPaths, ...known.paths].filter((path) => {
    const files = workspace.snapshot(path)?.analysed.model.files ?? [];
    return files.some((file) => paths.includes(file.path));
  });
  return [...new Set([...own, ...others])];
}

/** Runs the checks of a spec whose verdict is not known for the present texts, and is not being found. */
async function runSaved(server: Server, path: string): Promise<void> {
  const { workspace, settings, runs } = server;
  const snapshot = workspace.snapshot(path);
  if (snapshot === null || hasErrors(snapshot.analysed.diagnostics) || settings.saveBudget <= 0) return;
  const texts = textsOf(snapshot, workspace.resolverOf(path));
  const shown = shownIn(server, snapshot);
  const names = shown.filter((each) => !isSettled(each, settings.saveBudget) && !runs.isRunning(each.name, texts)).map(({ name }) => name);
  if (names.length === 0) return;
  const call = { uri: uriOf(server, path), names: names.length === shown.length ? null : names, timeMax: settings.saveBudget };
  await runCommand(server, call, { signal: new AbortController().signal, progress: null, isOfSave: true });
}

/** Another run within the budget would find no more. */
function isSettled({ state, outcome, found, isWhole }: Shown, budget: number): boolean {
  if (state !== 'present' || !isWhole) return false;
  return outcome !== 'unfinished' || found.every(({ run }) => run.timeMax === null || run.timeMax >= budget);
}
