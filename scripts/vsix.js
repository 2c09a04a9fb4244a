import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.js';
import { thirdParty } from './third_party.js';
import { zip } from './zip.js';

/*
 * Writes packages/vscode/mmspec.vsix: the manifest, the bundles for machines and for browsers, the command, the licences of what is in them, the grammars, the texts.
 */

const folder = join(root, 'packages/vscode');
const read = (path) => readFileSync(join(root, path));

const { outputFiles, metafile } = await build({
  write: false,
  metafile: true,
  entryPoints: {
    extension: join(folder, 'dist/extension.js'),
    server: join(folder, 'dist/server.js'),
    check_thread: join(folder, 'dist/check_thread.js'),
    search_thread: join(folder, 'dist/search_thread.js'),
  },
  outdir: join(folder, 'dist/bundle'),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  minify: true,
  keepNames: false,
  legalComments: 'none',
  logLevel: 'warning',
  mainFields: ['module', 'main'],
  conditions: ['node', 'import'],
  absWorkingDir: root,
});

/** For a browser: nothing of Node is left in them, or nothing is written. */
const web = {
  write: false,
  metafile: true,
  outdir: join(folder, 'dist/bundle'),
  bundle: true,
  platform: 'browser',
  target: 'es2023',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  logLevel: 'warning',
  mainFields: ['browser', 'module', 'main'],
  conditions: ['browser', 'import'],
  absWorkingDir: root,
};
const browser = [
  await build({ ...web, format: 'cjs', external: ['vscode', 'node:*', '*/node'], entryPoints: { web: join(folder, 'dist/web.js') } }),
  await build({ ...web, format: 'iife', external: ['node:*', '*/node'], entryPoints: { web_server: join(folder, 'dist/web_server.js') } }),
];
const ofNode = browser.flatMap(({ metafile: { outputs } }) => Object.values(outputs).flatMap(({ imports }) => imports.filter(({ path }) => path !== 'vscode')));
if (ofNode.length > 0) throw new Error(`The extension for browsers needs ${ofNode.map(({ path }) => path).join(', ')}.`);

/** The command, without what is for programs that import it or read its JSON, and without the fast start, which needs a Node of its own. */
const command = join(root, 'packages/cli');
const isOfCommand = (name) => !/^(?:index|browser|snapshot_|types_|specs\/|schema\/)|\.d\.ts$/u.test(name);
const bundle = readdirSync(join(command, 'dist/bundle'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(join(command, 'dist/bundle').length + 1))
  .filter(isOfCommand)
  .sort();
/** The thread of `mmspec lsp` that checks is that of the extension, which is beside it. */
const isThread = (name) => name === 'check_thread.js';
const thread = "import { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('../../../dist/check_thread.js');\n";
const commandFiles = [
  ['package.json', read('packages/cli/package.json')],
  ...readdirSync(join(command, 'bin')).map((name) => [`bin/${name}`, read(`packages/cli/bin/${name}`)]),
  ...bundle.map((name) => [`dist/bundle/${name}`, isThread(name) ? thread : read(`packages/cli/dist/bundle/${name}`)]),
  ...readdirSync(join(folder, 'command')).map((name) => [`path/${name}`, read(`packages/vscode/command/${name}`), 0o755]),
];

const manifest = JSON.parse(read('packages/vscode/extension.json').toString());
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const vsixManifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}" />
    <DisplayName>${escaped(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(manifest.description)}</Description>
    <Tags>${escaped(manifest.keywords.join(','))},mmspec,__ext_mmspec</Tags>
    <Categories>${escaped(manifest.categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escaped(manifest.engines.vscode)}" />
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace" />
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/media/icon.png</Icon>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code" /></Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/media/icon.png" Addressable="true" />
  </Assets>
</PackageManifest>
`;

const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  ${['json', 'js', 'md', 'txt', 'png', 'cmd', 'vsixmanifest'].map((extension) => `<Default Extension="${extension}" ContentType="${extension === 'png' ? 'image/png' : extension === 'json' ? 'application/json' : 'text/plain'}" />`).join('\n  ')}
</Types>
`;

const media = readdirSync(join(folder, 'media')).sort();
const files = [
  ['extension.vsixmanifest', Buffer.from(vsixManifest)],
  ['[Content_Types].xml', Buffer.from(contentTypes)],
  ['extension/package.json', read('packages/vscode/extension.json')],
  ['extension/README.md', read('packages/vscode/README.md')],
  ['extension/LICENSE.txt', read('LICENSE')],
  ['extension/THIRD_PARTY.txt', Buffer.from(thirdParty(metafile, ...browser.map((each) => each.metafile)))],
  ['extension/language-configuration.json', read('grammar/language-configuration.json')],
  ['extension/mmspec.tmLanguage.json', read('grammar/mmspec.tmLanguage.json')],
  ['extension/mmspec.markdown.tmLanguage.json', read('grammar/mmspec.markdown.tmLanguage.json')],
  ...[...outputFiles, ...browser.flatMap((each) => each.outputFiles)].map(({ path, contents }) => [`extension/dist/${basename(path)}`, Buffer.from(contents)]),
  ...commandFiles.map(([name, contents, mode]) => [`extension/command/${name}`, contents, mode]),
  ...media.map((name) => [`extension/media/${name}`, read(`packages/vscode/media/${name}`)]),
];

const output = join(folder, 'mmspec.vsix');
// Whole or not at all: two tests may write it at the same time.
writeFileSync(`${output}.${process.pid}`, zip(files));
renameSync(`${output}.${process.pid}`, output);
console.log(`Wrote packages/vscode/mmspec.vsix, ${Math.round(statSync(output).size / 1024)} kB.`);
