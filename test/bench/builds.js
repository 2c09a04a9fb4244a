import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * The builds that are measured: this one, and before it the one whose folder BENCH_BEFORE names, where it names one. Each is started
 * as its users start it.
 */

export const root = join(fileURLToPath(new URL('.', import.meta.url)), '../..');

const before = process.env.BENCH_BEFORE ?? '';

/** Name, folder and command of each build, the present one last. */
export const builds = [...(before === '' ? [] : [{ name: 'mmspec before', folder: resolve(before) }]), { name: 'mmspec', folder: root }].map((build) => ({
  ...build,
  command: join(build.folder, 'node_modules/.bin/mmspec'),
}));

/** The present build. */
export const present = builds.at(-1);

/** Why a build cannot be measured, and what to do; null where it can. */
export function whyUnusable({ name, folder, command }) {
  const isBefore = name !== present.name;
  const what = isBefore ? `BENCH_BEFORE is ${folder}` : `The present build is in ${folder}`;
  const help = isBefore
    ? 'It is the folder of a checkout of mmspec that was built: run `npm run build` there, or leave BENCH_BEFORE out.'
    : 'Run `npm run build`.';
  if (!existsSync(folder)) return `${what}, which does not exist. ${help}`;
  if (!existsSync(command)) return `${what}, which has no node_modules/.bin/mmspec. ${help}`;
  const { status, error, stderr } = spawnSync(command, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  if (status === 0) return null;
  const [line = ''] = (error?.message ?? stderr ?? '').trim().split('\n');
  return `${what}, whose mmspec does not start${line === '' ? '' : ` (${line})`}. ${help}`;
}
