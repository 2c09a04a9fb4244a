import { libraryModules } from '@mmspec/library';
import { describe, expect, test } from 'vitest';
import { filesIn, read, runPlanned, textOf, verdicts } from './spec_files.ts';

/*
 * The kernel library: each operation cites its source and is called by a spec of this folder, whose checks say what it does.
 */

const modules = filesIn('specs/kernel', '.mmspec');
const specs = filesIn('test/kernel', '.mmspec');

async function check(path: string): Promise<void> {
  const spec = read(path);
  expect(spec.errors).toEqual([]);
  expect(spec.planned.length).toBeGreaterThan(0);
  const unmet: string[] = [];
  for (const planned of spec.planned) {
    expect(planned.expectation, `${planned.name} is a question`).not.toBeNull();
    const result = await runPlanned(spec, planned);
    if (!result.met) unmet.push(verdicts(result));
  }
  expect(unmet).toEqual([]);
}

describe('semantics', () => {
  test.each(specs)('%s', (name) => check(`test/kernel/${name}`));
});

describe('every module', () => {
  test.each(modules)('%s is a spec without mistakes', (name) => {
    const { model, errors, warnings } = read(`specs/kernel/${name}`);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
    expect(model.name).toBe(`kernel.${name.replace('.mmspec', '')}`);
  });

  test.each(modules)('each operation of %s cites the source that it follows', (name) => {
    const { model } = read(`specs/kernel/${name}`);
    const own = model.modules[0]?.items.filter((item) => item.kind === 'operation') ?? [];
    for (const { name: operation, doc } of own) expect(doc.join(' '), operation.text).toMatch(/\b(include|kernel|mm|lib|virt)\/[\w/-]+\.[ch]\b/u);
  });

  test('each operation is called, by a spec of this folder or by another operation', () => {
    const texts = [...specs.map((name) => textOf(`test/kernel/${name}`)), ...modules.map((name) => textOf(`specs/kernel/${name}`))];
    const calls = texts
      .join('\n')
      .replaceAll(/\bop \w+\(/gu, '')
      .replaceAll(/^\/\/\/.*$/gmu, '');
    const uncalled: string[] = [];
    for (const name of modules) {
      for (const item of read(`specs/kernel/${name}`).model.modules[0]?.items ?? []) {
        if (item.kind === 'operation' && !new RegExp(`\\b${item.name.text}\\(`, 'u').test(calls)) uncalled.push(item.name.text);
      }
    }
    expect(uncalled).toEqual([]);
  });

  test('the library carries exactly these modules', () => {
    expect(libraryModules).toEqual(modules.map((name) => `kernel.${name.replace('.mmspec', '')}`));
  });
});
