import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { root } from './run.js';

/*
 * The types of what is shipped, rolled up: packages that are bundled are not there where somebody installs mmspec.
 */

/** Packages of this repository are found by their declarations. */
const ours = {
  name: 'own-declarations',
  resolveId(source) {
    const name = /^@mmspec\/([a-z-]+)$/u.exec(source)?.[1];
    return name === undefined ? undefined : join(root, 'packages', name, 'dist/index.d.ts');
  },
};

/** Writes `NAME.d.ts` to a folder for each entry, with the path of a declaration as `tsc` writes it; what is outside the repository stays an import. */
export async function rollUpTypes(entries, folder, external = []) {
  const build = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [`${name}.d`, join(root, path)])),
    external: [/^node:/u, ...external],
    plugins: [ours, dts({ dtsOnly: true, generator: 'oxc', tsconfig: false, sourcemap: false, resolver: 'oxc' })],
    logLevel: 'warn',
  });
  const { output } = await build.write({
    dir: folder,
    format: 'es',
    entryFileNames: '[name].ts',
    chunkFileNames: 'types_[hash].d.ts',
    minifyInternalExports: false,
  });
  await build.close();
  return output.map(({ fileName }) => fileName);
}
