import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { describe, expect, test } from 'vitest';

/*
 * What is shipped carries the licences of all that others wrote in it: the list of each text is that of the packages in its bundles.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const { thirdParty } = (await import(new URL('../../scripts/third_party.js', import.meta.url).href)) as {
  readonly thirdParty: (...metafiles: readonly unknown[]) => string;
};

/** Packages with anything in the outputs of bundles; what a snapshot is made from is one script each. */
async function packagesOf(entryPoints: readonly string[], external: readonly string[]): Promise<string[]> {
  const isScript = (path: string): boolean => path.includes('/snapshots/');
  const common: BuildOptions & { readonly metafile: true } = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    outdir: 'out',
    logLevel: 'silent',
    external: ['vscode', ...external],
  };
  const builds = [
    await build({ ...common, format: 'esm', splitting: true, entryPoints: entryPoints.filter((path) => !isScript(path)) }),
    await build({ ...common, format: 'cjs', entryPoints: entryPoints.filter(isScript) }),
  ];
  const inputs = builds
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const names = inputs.flatMap(([path]) => [...path.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\//gu)].at(-1)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** The names in a text's list, and those that have a licence below it. */
function listed(text: string): { readonly names: string[]; readonly titled: string[] } {
  const [, list = '', rest = ''] = /^This program contains[^\n]*\n\n((?: {2}[^\n]+\n)+)\n([^]*)$/u.exec(text) ?? [];
  const name = (line: string): string => /^ *(\S+) \d/u.exec(line)?.[1] ?? line;
  const titled = [...rest.matchAll(/^(\S+ \d\S* \([^\n]+\))\n=+\n\n\S[^]{200}/gmu)].map((match) => name(match[1] ?? ''));
  return { names: [...new Set(list.trimEnd().split('\n').map(name))].sort(), titled: [...new Set(titled)].sort() };
}

describe.each<[string, readonly string[], string, readonly string[]]>([
  [
    'the command line',
    [
      'packages/cli/dist/main.js',
      'packages/cli/dist/files/mails.js',
      'packages/cli/dist/format_typescript.js',
      'packages/cli/dist/check_thread.js',
      'packages/cli/dist/search_thread.js',
      'packages/cli/dist/spec_thread.js',
      'packages/cli/dist/index.js',
      'packages/cli/dist/snapshots/check.js',
      'packages/cli/dist/snapshots/others.js',
    ],
    'packages/cli/dist/bundle/THIRD_PARTY.txt',
    [],
  ],
  ['compiled checkers', ['packages/cli/dist/runtime.js'], 'packages/cli/dist/bundle/mmspec-runtime.THIRD_PARTY.txt', []],
  ['the plugin for Prettier', ['packages/prettier-plugin/dist/compiled/index.js'], 'packages/prettier-plugin/dist/THIRD_PARTY.txt', ['prettier', 'prettier/*']],
])('%s', (_, entryPoints, path, external) => {
  test('has the licences of its packages', async () => {
    const { names, titled } = listed(readFileSync(join(root, path), 'utf8'));
    expect(names).toEqual(await packagesOf(entryPoints, external));
    expect(names).toContain('chevrotain');
    expect(titled).toEqual(names);
  });
});

test('the page of races has nothing of others in it', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'packages/report/package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  expect(Object.keys(dependencies).filter((name) => !name.startsWith('@mmspec/'))).toEqual([]);
  const folder = join(root, 'packages/report/src/page');
  const imported = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/gu)].map((match) => match[1] ?? ''),
  );
  expect(imported.filter((name) => !name.startsWith('.') && !name.startsWith('@mmspec/'))).toEqual([]);
});

test('a package without a licence text fails the build', () => {
  const metafile = { outputs: { out: { inputs: { 'test/node_modules/@mmspec/source/dist/index.js': { bytesInOutput: 1 } } } } };
  expect(() => thirdParty(metafile)).toThrow('the package @mmspec/source is bundled, and has no licence text');
});
