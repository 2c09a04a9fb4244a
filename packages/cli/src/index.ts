import { analyse, type Spec } from '@mmspec/api';
import { renderDiagnostics } from '@mmspec/report';
import { join } from 'node:path';
import { withReason } from './files/broken_modules.ts';
import { readText } from './files/read_text.ts';
import { fileResolver } from './files/resolver.ts';

/*
 * The package as a module: all of `@mmspec/api`, and what needs files and threads.
 */

export * from '@mmspec/api';
export { searchThreads } from './search_threads.ts';

/**
 * Reads a spec from a file, and its imports from the folder of that file. Throws an `Error` where the file itself cannot be read;
 * what is wrong with its text, or with a file that it imports, is in the diagnostics.
 */
export async function readSpec(path: string): Promise<Spec> {
  const read = await readText(path);
  if (read.kind === 'problem') throw new Error(renderDiagnostics([read.problem.file], [read.problem.diagnostic]));
  const { resolve, broken } = fileResolver(join(path, '..'));
  const { model, diagnostics } = analyse(read.text, { path, imports: (module, importer) => resolve(module.split('.'), importer) });
  return { path, model, diagnostics: diagnostics.map((diagnostic) => withReason(diagnostic, model, broken)) };
}
