import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../syntax/corpus.ts';

/*
 * The extension as it is installed: what is in the archive, and that its server serves.
 */

execFileSync(process.execPath, [join(root, 'scripts/vsix.js')], { stdio: 'ignore' });
const archive = readFileSync(join(root, 'packages/vscode/mmspec.vsix'));

/** The files of the archive, read by its directory. */
function unpacked(): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    const packed = archive.readUInt32LE(at + 20);
    const length = archive.readUInt16LE(at + 28);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    found.set(archive.subarray(at + 46, at + 46 + length).toString(), inflateRawSync(archive.subarray(start, start + packed)));
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return found;
}

const files = unpacked();
interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly main: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly description?: string; readonly markdownDescription?: string; readonly default: unknown }>>;
    };
    readonly problemMatchers: readonly { readonly owner: string; readonly applyTo: string; readonly pattern: { readonly regexp: string } }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly markdown: string } }[] }[];
  };
}
const manifest = JSON.parse(files.get('extension/package.json')?.toString() ?? '') as Manifest;

test('the archive is below 5 MB and has what its manifest names', () => {
  expect(statSync(join(root, 'packages/vscode/mmspec.vsix')).size).toBeLessThan(5_000_000);
  const named = [
    manifest.main,
    ...manifest.contributes.grammars.map(({ path }) => path),
    ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  expect(named.filter((path) => !files.has(join('extension', path)))).toEqual([]);
  expect(`${manifest.publisher}.${manifest.name}`).toBe('mmspec.mmspec');
  expect(manifest.contributes.walkthroughs[0]?.steps).toHaveLength(4);
});

test('the archive has the licences of the packages in its bundles', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    outdir: 'out',
    logLevel: 'silent',
    external: ['vscode'],
    mainFields: ['module', 'main'],
    conditions: ['node', 'import'],
    entryPoints: ['extension', 'server', 'check_thread', 'search_thread'].map((name) => `packages/vscode/dist/${name}.js`),
  });
  const inputs = Object.values(metafile.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const packages = inputs.flatMap(([path]) => [...path.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\//gu)].at(-1)?.[1] ?? []);
  const text = files.get('extension/THIRD_PARTY.txt')?.toString() ?? '';
  const titles = [...text.matchAll(/^(\S+) \d\S* \([^\n]+\)\n=+\n\n\S[^]{200}/gmu)].map((match) => match[1]);
  expect(new Set(titles)).toEqual(new Set(packages));
  expect(packages).toContain('vscode-jsonrpc');
});

test('every command of the palette is there, and every setting is described and read', () => {
  const sources = readdirSync(join(root, 'packages/vscode/src')).map((name) => readFileSync(join(root, 'packages/vscode/src', name), 'utf8'));
  const source = sources.join('\n');
  const registered = [...source.matchAll(/command\('(\w+)'/gu)].map((match) => `mmspec.${match[1]}`);
  expect(manifest.contributes.commands.map(({ command }) => command).filter((command) => !registered.includes(command))).toEqual([]);
  const settings = Object.entries(manifest.contributes.configuration.properties);
  expect(settings.filter(([, { description, markdownDescription }]) => (description ?? markdownDescription ?? '') === '')).toEqual([]);
  // The language client reads `trace.server` itself.
  const names = settings.map(([name]) => name.replace(/^mmspec\./u, ''));
  expect(names.filter((name) => name !== 'trace.server' && !source.includes(`'${name}'`))).toEqual([]);
  const page = readFileSync(join(root, 'docs/editors.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `mmspec\.([\w.]+)` \| `([^`]*)` \|/gmu)].map((match) => [match[1], match[2]]);
  expect(rows).toEqual(settings.map(([name, { default: value }]) => [name.replace(/^mmspec\./u, ''), JSON.stringify(value)]));
});

test('the problem matcher reads what `mmspec check` prints, and takes nothing away that the editor has found', () => {
  const [matcher] = manifest.contributes.problemMatchers;
  // Problems of one owner are replaced by those that a task finds.
  expect(matcher?.owner).not.toBe(manifest.name);
  expect(matcher?.applyTo).toBe('closedDocuments');
  expect(new RegExp(matcher?.pattern.regexp ?? '', 'u').exec('specs/a.mmspec:3:7: error[MM0203]: There is no `x`.')?.slice(1)).toEqual([
    'specs/a.mmspec',
    '3',
    '7',
    'error',
    'MM0203',
    'There is no `x`.',
  ]);
});

/** The server of the extension, and that of the command, which has the extension's thread for checks. */
const servers = [
  ['the extension', ['dist/server.js'], /^extension\/dist\/(?:server|check_thread|search_thread)\.js$/u],
  ['the command', ['command/bin/mmspec.js', 'lsp'], /^extension\/(?:command\/.*|dist\/(?:check_thread|search_thread)\.js|package\.json)$/u],
] as const;

test.each(servers)('the server of %s runs from the archive alone', async (_, call, needed) => {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-vsix-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of files) {
    if (!needed.test(name)) continue;
    const path = join(folder, name.slice('extension/'.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const [file, ...words] = call;
  const child = spawn(process.execPath, [join(folder, file), ...words, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {}, initializationOptions: { workers: 2 } });
  await connection.sendNotification('initialized', {});
  const uri = 'untitled:a.mmspec';
  const text =
    'module m\nshared x: 0..900 = 0\nshared y: 0..900 = 0\nactor a { loop { atomic { x = (x + 1) % 901 } } }\nactor b { loop { atomic { y = (y + 1) % 901 } } }\ninvariant p: x < 9\ncheck c { }\n';
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'mmspec', version: 1, text } });
  const ran = await connection.sendRequest<{ readonly results: readonly { readonly verdict: string; readonly workers: number }[] }>(
    'workspace/executeCommand',
    { command: 'mmspec.server.run', arguments: [{ uri, names: null }] },
  );
  expect(ran.results.map(({ verdict, workers }) => [verdict, workers])).toEqual([['violated', 2]]);
  expect(await connection.sendRequest('textDocument/formatting', { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } })).toEqual([]);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});
