import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLater, numbersOf, withRelease, withVersion } from './release_texts.js';
import { root, run } from './run.js';

/*
 * Makes a release: `npm run release -- 0.2.0`. It runs all tests, writes the version and the list of changes, builds and packs
 * what is shipped into `dist/`, tries what was packed, commits and tags. It pushes and publishes nothing; pushing the tag does,
 * in `.github/workflows/release.yml`. With `--dry-run` it says what stands in the way, and changes nothing.
 */

const [version = '', ...options] = process.argv.slice(2);
const isDry = options.includes('--dry-run');

const read = (path) => readFileSync(join(root, path), 'utf8');

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) refuse(`git ${args[0]}: ${stderr.trim()}`);
  return stdout.trim();
}

function refuse(why) {
  console.error(`No release: ${why}`);
  process.exit(1);
}

const old = JSON.parse(read('package.json')).version;
if (numbersOf(version) === null) refuse('name the version, as in `npm run release -- 0.2.0`.');
if (!isLater(version, old)) refuse(`${version} is not later than ${old}.`);
if (git('tag', '--list', `v${version}`) !== '') refuse(`there is a tag v${version}.`);
if (git('rev-parse', '--abbrev-ref', 'HEAD') !== 'main') refuse('this is not the branch main.');
if (git('status', '--porcelain') !== '') refuse('there are changes that are not committed.');
const changes = withRelease(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10));
if (changes === null) refuse('CHANGELOG.md says nothing under `## Next`.');
if (isDry) {
  console.log(`Nothing stands in the way of ${version} (now ${old}).`);
  process.exit(0);
}

run('npm', ['test']);

const versioned = [
  'package.json',
  'test/package.json',
  'packages/cli/src/version.ts',
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/package.json`),
];
for (const path of versioned) writeFileSync(join(root, path), withVersion(read(path), old, version));
writeFileSync(join(root, 'CHANGELOG.md'), changes);

run('node', ['scripts/build.js']);
run('node', ['scripts/pack.js', join(root, 'dist')]);
run('vitest', ['run', 'test/install', 'test/vscode', 'test/cli/commands']);

git('add', 'CHANGELOG.md', ...versioned);
git('commit', '--quiet', '--message', `Version ${version}`);
git('tag', '--annotate', `v${version}`, '--message', `Version ${version}`);
console.log(`v${version} is committed, tagged and packed in dist/. \`git push --follow-tags\` publishes it.`);
