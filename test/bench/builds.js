import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * The builds that are measured: this one, and before it the one whose folder BENCH_BEFORE names, where it names one. Each is started
 * as its users start it.
 */

export const root = join(fileURLToPath(new URL('.', import.meta.url)), '../..');

const before = process.env.BENCH_BEFORE ?? '';

/** Name, folder and command of each build, the present one last. */
export const builds = [...(before === '' ? [] : [{ name: 'mmspec before', folder: before }]), { name: 'mmspec', folder: root }].map((build) => ({
  ...build,
  command: join(build.folder, 'node_modules/.bin/mmspec'),
}));

/** The present build. */
export const present = builds.at(-1);
