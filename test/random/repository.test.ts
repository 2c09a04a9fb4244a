import { libraryText } from '@mmspec/library';
import { hasErrors } from '@mmspec/source';
import type { SourceFile } from '@mmspec/source';
import { plan, withStandIns } from '@mmspec/semantics';
import type { Resolver } from '@mmspec/semantics';
import type { PlannedCheck } from '@mmspec/system';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkLaws } from './law.ts';
import { analysed, enginesOf } from './pipeline.ts';

/*
 * The laws of the random specs over every spec of the repository, each check at its smallest settings.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

function specFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.mmspec') && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Modules beside the importing file first, then those of the library. */
const resolve: Resolver = (path, importer) => {
  const beside = join(dirname(importer.path), `${path.join('/')}.mmspec`);
  if (existsSync(beside)) return read(beside);
  const text = libraryText(path.join('.'));
  return text === null ? null : { path: `mmspec-library:/${path.join('/')}.mmspec`, text };
};

function read(path: string): SourceFile {
  return { path, text: readFileSync(path, 'utf8') };
}

/** One planned check for each declared one: of a matrix the cell with the smallest numbers. */
function smallest(checks: readonly PlannedCheck[]): readonly PlannedCheck[] {
  const size = (check: PlannedCheck): number =>
    Object.values(check.settings).reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : value === 'forever' ? 5 : 0), 0);
  const best = new Map<string, PlannedCheck>();
  for (const check of checks) {
    const known = best.get(check.matrix ?? check.name);
    if (known === undefined || size(check) < size(known)) best.set(check.matrix ?? check.name, check);
  }
  return [...best.values()];
}

describe.each(['specs', 'examples', 'test'].flatMap(specFiles).map((path) => [relative(root, path), path] as const))('%s', (_, path) => {
  const { text } = read(path);
  const { model, diagnostics } = analysed(text, resolve, path);
  const checks = hasErrors(diagnostics) ? [] : smallest(withStandIns(model, plan(model).checks));
  test('is analysed', () => expect(model.name).not.toBe(''));
  if (checks.length > 0) {
    test.each(checks.map((check) => [check.name, check] as const))(
      '%s',
      async (_name, check) => {
        const finding = await checkLaws(enginesOf(model, check.settings), { comparedMax: 400, statesMax: 300_000, countedMax: 0, readsMax: 400 });
        expect(finding.differences).toEqual([]);
      },
      120_000,
    );
  }
});
