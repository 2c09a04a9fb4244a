import { counted } from '@mmspec/report';
import { plan, type Analysed } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import { workOf } from './check_work.ts';
import { faultText } from './faults.ts';
import type { RunResult } from './run.ts';
import { snapshotFor, type Server } from './state.ts';
import { tellShown, verdictsChanged } from './verdict_changes.ts';
import { resultsOf, type Found, type Run } from './verdicts/known.ts';
import { lineOf } from './verdicts/lines.ts';
import type { Ended } from './verdicts/runs.ts';

export interface RunCommand {
  readonly uri: string;
  readonly names: readonly string[] | null;
  /** Seconds for each search; null or left out: no limit. */
  readonly timeMax?: number | null;
}

/** What a run is to those who asked for it: its results, as far as nothing newer stands in their place. */
export interface Ran extends RunResult {
  /** Why it ended before it was done; left out where it did not. */
  readonly ended?: Ended;
}

/** Who asks for a run. */
export interface Asking {
  readonly signal: AbortSignal;
  readonly progress: WorkDoneProgressReporter | null;
  /** Nobody: a text was saved. */
  readonly isOfSave: boolean;
}

/** Milliseconds between two looks of an editor at a file whose checks are being run. */
const lookEvery = 500;

/** Runs checks, keeps their verdicts, and tells the client. A run that is ended, by its client or by a newer one, gives what it has at once. */
export async function runCommand(server: Server, { uri, names, timeMax = null }: RunCommand, { signal, progress, isOfSave }: Asking): Promise<Ran> {
  await server.workspace.settled(server.workspace.paths.pathOf(uri));
  const snapshot = snapshotFor(server, uri);
  const { path } = snapshot.main;
  const { memoryMax, workers } = server.settings;
  const work = workOf(snapshot, server.workspace.resolverOf(path), { names, timeMax, memoryMax, workers });
  const run = server.runs.begin({ texts: work.texts, cells: cellsOf(snapshot.analysed), names, timeMax, isOfSave });
  const cancel = (): void => server.runs.end(run, 'cancelled');
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  const kept: Found[] = [];
  const keep = keeper(server, run, kept, progress);
  try {
    const all = server.run(work, run.controller.signal, {
      onResult: (result) => keep({ kind: 'check', result, run }),
      onScenario: (result) => keep({ kind: 'scenario', result, run }),
      onProgress: (check, states) => {
        if (!run.controller.signal.aborted) progress?.report(`${check}: ${counted(states, 'state')}`);
      },
    });
    const result = await untilEnded(server, run, all, uri);
    if (result === null) return told(server, { uri, ...resultsOf(kept), why: '', ended: run.controller.signal.reason as Ended }, path);
    for (const each of result.scenarios) if (!kept.some(({ result: known }) => known === each)) keep({ kind: 'scenario', result: each, run });
    return told(server, { uri, ...resultsOf(kept), why: result.why }, path);
  } finally {
    signal.removeEventListener('abort', cancel);
    server.runs.done(run);
  }
}

/** By its name, how many cells a matrix has; nothing of texts with errors, which are not run. */
function cellsOf({ model, diagnostics }: Analysed): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (hasErrors(diagnostics)) return counts;
  for (const { matrix } of plan(model).checks) if (matrix !== null) counts.set(matrix, (counts.get(matrix) ?? 0) + 1);
  return counts;
}

/** Keeps what a run finds, as long as it goes on and nothing newer was found. */
function keeper(server: Server, run: Run, kept: Found[], progress: WorkDoneProgressReporter | null): (found: Found) => void {
  let looked = performance.now();
  return (found) => {
    if (!server.known.keep(found)) return;
    kept.push(found);
    progress?.report(`${found.result.name}: ${lineOf(found)}`);
    const { path } = run.texts.main;
    if (performance.now() - looked < lookEvery) return tellShown(server, path);
    looked = performance.now();
    verdictsChanged(server, path);
  };
}

/** What the run gives; null where it is ended before. What it gives after that is nobody's, and a fault of it is told in the log. */
function untilEnded(server: Server, run: Run, all: Promise<RunResult>, uri: string): Promise<RunResult | null> {
  const { signal } = run.controller;
  return new Promise((resolve, reject) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
    all.then(resolve, (error: unknown) => {
      if (signal.aborted) server.connection.console.error(faultText(uri, error));
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

function told(server: Server, { uri, ...ran }: Ran & { readonly uri: string }, path: string): Ran {
  verdictsChanged(server, path);
  void server.connection.sendNotification('mmspec/verdicts', { uri, ...ran });
  return ran;
}
