import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileModule } from '@mmspec/compiler';
import type { CompiledModule } from '@mmspec/compiler';
import { libraryText } from '@mmspec/library';
import { analyse, plan, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';

/*
 * The specs of the repository that have checks, and texts of tests, as compiled modules.
 */

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface CompiledSpec {
  readonly path: string;
  readonly module: CompiledModule;
}

/** Paths of all specs of the repository, from its root, in alphabetical order. */
export const specPaths: readonly string[] = ['specs', 'examples', 'test']
  .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.mmspec') && !entry.parentPath.includes('node_modules'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .sort();

/** The model of a text without errors; a text of a test needs no `module`. A wrong text fails with its messages. */
export function modelOf(given: string, path = 'test.mmspec'): Model {
  const text = /^module\b/mu.test(given) ? given : `module test\n${given}`;
  const { model, diagnostics } = analyse({ path, text }, (parts) => {
    const found = libraryText(parts.join('.'));
    return found === null ? null : { path: `mmspec-library:/${parts.join('/')}.mmspec`, text: found };
  });
  if (hasErrors(diagnostics)) throw new Error(`${path}: ${diagnostics.map((diagnostic) => diagnostic.message).join('\n')}`);
  return model;
}

export function compiled(text: string, path?: string): CompiledModule {
  const model = modelOf(text, path);
  return compileModule(model, withStandIns(model, plan(model).checks));
}

/** Every spec of the repository with a check, compiled. */
export function compiledSpecs(): CompiledSpec[] {
  return specPaths.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return /^check\b/mu.test(text) ? [{ path, module: compiled(text, path) }] : [];
  });
}
