import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, run } from './run.js';

/*
 * Packs what is shipped into a folder (`dist/` where none is named): the two packages for npm, and the extension.
 * What they hold was built before; nothing of it is built when they are installed.
 */

const folder = resolve(process.argv[2] ?? join(root, 'dist'));
mkdirSync(folder, { recursive: true });
for (const name of ['cli', 'prettier-plugin'])
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: join(root, 'packages', name) });
run('node', ['scripts/vsix.js']);
copyFileSync(join(root, 'packages/vscode/mmspec.vsix'), join(folder, 'mmspec.vsix'));
