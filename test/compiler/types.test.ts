import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { formatTypeScript } from '../../packages/cli/src/format_typescript.ts';
import { compiledSpecs } from './specs.ts';

/*
 * The TypeScript that people get type-checks on its own, and looks the same when it is formatted again.
 */

const folder = mkdtempSync(join(tmpdir(), 'mmspec-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('every compiled spec type-checks with all strictness, with nothing beside it', async () => {
  const specs = compiledSpecs();
  expect(specs.length).toBeGreaterThan(20);
  for (const [index, { path, module }] of specs.entries()) {
    // Formatting takes most of the time: a third of the specs has all that is written.
    const formatted = index % 3 === 0 ? await formatTypeScript(module.typescript) : module.typescript;
    if (index % 3 === 0) expect(await formatTypeScript(formatted)).toBe(formatted);
    writeFileSync(join(folder, path.replaceAll('/', '_').replace(/\.mmspec$/u, '.ts')), formatted);
  }
  const options = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'es2022',
    lib: ['es2022'],
    types: [],
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
  expect(tsc()).toBe('');
});

function tsc(): string {
  try {
    return execFileSync('tsc', ['-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}
