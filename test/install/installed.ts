import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * What a stranger has: a folder outside of the repository, in which the packed packages were installed, and nothing else of it.
 * Nothing is fetched: the packages need no others, and Prettier is packed from where it is installed here.
 */

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process whose environment says nothing of the repository. */
export function ran(folder: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    input: '',
    env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder, ...env },
    timeout: 180_000,
  });
  return { code: status, stdout, stderr };
}

/** The Node of this process, and the oldest one that the packages say they work with, where it is installed. */
export const nodes: readonly (readonly [version: string, path: string])[] = [process.execPath, ...oldest()].map((path) => [
  execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
  path,
]);

function oldest(): string[] {
  try {
    return [createRequire(import.meta.url).resolve('node-22/bin/node')];
  } catch {
    return [];
  }
}

export interface Installed {
  readonly folder: string;
  /** The archives by the names of the packages. */
  readonly archives: Readonly<Record<'mmspec' | 'prettier-plugin-mmspec', string>>;
  readonly extension: string;
}

/** Packs everything, and installs it. */
export function installed(): Installed {
  const top = mkdtempSync(join(tmpdir(), 'mmspec-install-'));
  const [packed, folder] = [join(top, 'packed'), join(top, 'user')];
  mkdirSync(folder);
  execFileSync(process.execPath, [join(root, 'scripts/pack.js'), packed], { stdio: ['ignore', 'ignore', 'inherit'] });
  const prettier = dirname(createRequire(import.meta.url).resolve('prettier/package.json'));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', packed], { cwd: prettier, stdio: 'ignore' });
  writeFileSync(join(folder, 'package.json'), '{ "name": "somebody", "version": "1.0.0", "private": true, "type": "module" }\n');
  const archive = (name: string): string => join(packed, readdirSync(packed).find((file) => file.startsWith(`${name}-`) && file.endsWith('.tgz')) ?? '');
  const archives = { mmspec: archive('mmspec'), 'prettier-plugin-mmspec': archive('prettier-plugin-mmspec') };
  const ended = ran(folder, 'npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...Object.values(archives), archive('prettier')], {
    PATH: process.env['PATH'] ?? '',
  });
  if (ended.code !== 0) throw new Error(`npm install: ${ended.stderr}`);
  return { folder, archives, extension: join(packed, 'mmspec.vsix') };
}

/** What TypeScript has against the files of a folder, with the strictest options that a user may have, declarations of packages included. */
export function typeErrors(folder: string, files: readonly string[], lib: readonly string[], others: Readonly<Record<string, boolean>> = {}): string {
  const options = {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: false,
    target: 'es2023',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    lib,
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
    ...others,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
  return ran(folder, process.execPath, [tsc(), '-p', folder]).stdout;
}

function tsc(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly bin: { readonly tsc: string } };
  const path = join(folder, bin.tsc);
  if (!existsSync(path)) throw new Error(`${path} is not there`);
  return path;
}
