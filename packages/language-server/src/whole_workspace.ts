import { counted } from '@mmspec/report';
import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import { diagnosticsFor, publish } from './publish.ts';
import { noDocument, type Server } from './state.ts';
import { runCommand } from './run_command.ts';
import { shownEntries } from './verdict_changes.ts';
import type { OneResult } from './verdicts/known.ts';
import { outcomeOfFound } from './verdicts/lines.ts';
import type { ShownEntry } from './verdicts/told.ts';

/*
 * What is asked about all files of the workspace, open or not.
 */

/** What running everything gave. */
export interface Summary {
  /** One sentence for people. */
  readonly text: string;
  readonly files: number;
  /** Checks and scenarios that are as expected. */
  readonly met: number;
  /** Those that only ask, and have an answer. */
  readonly answered: number;
  readonly unmet: readonly { readonly uri: string; readonly name: string }[];
  readonly unfinished: number;
  /** Files with mistakes, in which nothing was run. */
  readonly broken: readonly string[];
  readonly isCancelled: boolean;
}

/** The checks and scenarios of a file, with what is shown about them. */
function listed(server: Server, uri: string): readonly ShownEntry[] {
  return shownEntries(server, server.workspace.paths.pathOf(uri)).entries;
}

export function addWholeWorkspace(server: Server): void {
  const { connection, workspace } = server;
  connection.onRequest('mmspec/checks', ({ uri }: { readonly uri: string }) => {
    if (workspace.file(workspace.paths.pathOf(uri)) === null) throw noDocument(uri);
    return listed(server, uri);
  });
  connection.onRequest('mmspec/tests', async () => {
    const uris = (await workspace.settledPaths()).map((path) => workspace.paths.uriOf(path));
    return uris.flatMap((uri) => {
      const checks = listed(server, uri);
      return checks.length === 0 ? [] : [{ uri, checks }];
    });
  });
}

/** Runs the checks of all files, one file after another, and tells what is wrong in each. */
export async function runAllCommand(server: Server, signal: AbortSignal, progress: WorkDoneProgressReporter): Promise<Summary> {
  const { workspace, diagnosing } = server;
  const paths = await workspace.settledPaths();
  const found = { files: 0, met: 0, answered: 0, unmet: [] as { uri: string; name: string }[], unfinished: 0, broken: [] as string[] };
  for (const [index, path] of paths.entries()) {
    if (signal.aborted) break;
    const uri = workspace.paths.uriOf(path);
    diagnosing.wanted.add(path);
    progress.report(Math.floor((100 * index) / paths.length), `${index + 1} of ${paths.length}: ${nameOf(path)}`);
    await addFile(server, uri, signal, found);
    found.files++;
    // Others are answered between two files.
    await new Promise((resolve) => void setTimeout(resolve));
  }
  const isCancelled = signal.aborted;
  return { ...found, isCancelled, text: sentenceOf({ ...found, isCancelled }, paths.length) };
}

type Found = { met: number; answered: number; readonly unmet: { uri: string; name: string }[]; unfinished: number; readonly broken: string[] };

async function addFile(server: Server, uri: string, signal: AbortSignal, found: Found): Promise<void> {
  if (diagnosticsFor(server, uri)?.some(({ severity, source }) => severity === 1 && source === 'mmspec') === true) {
    found.broken.push(uri);
    return publish(server, uri);
  }
  if (listed(server, uri).length === 0) return publish(server, uri);
  const { results, scenarios } = await runCommand(server, { uri, names: null }, { signal, progress: null, isOfSave: false });
  for (const result of results) addResult(found, uri, { kind: 'check', result });
  for (const result of scenarios) addResult(found, uri, { kind: 'scenario', result });
}

function addResult(found: Found, uri: string, one: OneResult): void {
  switch (outcomeOfFound(one)) {
    case 'met':
      found.met++;
      return;
    case 'answer':
    case 'holds':
      found.answered++;
      return;
    case 'unfinished':
      found.unfinished++;
      return;
    case 'not met':
      found.unmet.push({ uri, name: one.result.name });
  }
}

const nameOf = (path: string): string => path.split(/[\\/]/u).at(-1) ?? path;

function sentenceOf({ files, met, answered, unmet, unfinished, broken, isCancelled }: Omit<Summary, 'text'>, all: number): string {
  const parts = [
    `${counted(met, 'check')} as expected`,
    ...(unmet.length > 0
      ? [
          `${unmet.length} not (${unmet
            .slice(0, 3)
            .map(({ uri, name }) => `${name} in ${decodeURIComponent(nameOf(uri))}`)
            .join(', ')}${unmet.length > 3 ? ', …' : ''})`,
        ]
      : []),
    ...(answered > 0 ? [`${counted(answered, 'question')} answered`] : []),
    ...(unfinished > 0 ? [`${unfinished} unfinished`] : []),
    ...(broken.length > 0 ? [`${counted(broken.length, 'file')} with mistakes`] : []),
  ];
  return `${isCancelled ? `Cancelled after ${files} of ${counted(all, 'file')}` : counted(files, 'file')}: ${parts.join(', ')}.`;
}
