import type { Workers } from '@mmspec/analysis';
import type { Snapshot } from '@mmspec/ide';
import { analyse, type Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import type { CheckResult } from '@mmspec/system';
import { run, type RunRequest, type RunResult } from './run.ts';

/*
 * Running checks as work that can be handed to another thread: texts in, plain results out.
 */

export interface CheckWork {
  readonly main: SourceFile;
  /** By importing path and name of the module: the file that an import means. */
  readonly imports: Readonly<Record<string, SourceFile>>;
  readonly request: RunRequest;
}

/** Called while checks run. */
export interface CheckListener {
  readonly onResult: (result: CheckResult) => void;
  /** States found so far by the check that runs. */
  readonly onProgress: (check: string, states: number) => void;
}

/** Does the work; it ends early, with what there is, once the signal says so. */
export type Runner = (work: CheckWork, signal: AbortSignal, listener: CheckListener) => Promise<RunResult>;

const importKey = (importer: string, path: readonly string[]): string => `${importer}\n${path.join('.')}`;

/** The work of running checks of a spec as it is now. */
export function workOf({ analysed, main }: Pick<Snapshot, 'analysed' | 'main'>, resolve: Resolver, request: RunRequest): CheckWork {
  const imports: Record<string, SourceFile> = {};
  for (const [index, module] of analysed.model.modules.entries()) {
    const importer = analysed.model.files[index];
    if (importer === undefined) continue;
    for (const { path } of module.imports) {
      const names = path.map(({ text }) => text);
      const file = resolve(names, importer);
      if (file !== null) imports[importKey(importer.path, names)] = file;
    }
  }
  return { main, imports, request };
}

/** Runs the checks in this thread, their searches also in threads that are started for them. */
export function runnerWith(spawn: Workers['spawn'] | null): Runner {
  return ({ main, imports, request }, signal, listener) => {
    const analysed = analyse(main, (path, importer) => imports[importKey(importer.path, path)] ?? null);
    return run(analysed, request, spawn, signal, listener);
  };
}

/** Runs the checks in this thread alone. */
export const runHere: Runner = runnerWith(null);
