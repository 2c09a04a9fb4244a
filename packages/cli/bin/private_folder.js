import { builtin } from './builtin.js';

const { lstatSync, mkdirSync, realpathSync } = builtin('node:fs');
const { dirname, isAbsolute, join } = builtin('node:path');

/**
 * The folder for what is kept from one start to the next and then run as code: `mmspec` below XDG_CACHE_HOME or ~/.cache.
 * Nobody but this user may be able to put anything there: it is a folder and no link, belongs to the user with mode 0700,
 * and nobody else may rename a folder on the way to it. Null where it is not so, and where the system does not tell.
 */
export function privateFolder(env = process.env, user = process.getuid?.()) {
  if (user === undefined) return null;
  try {
    const given = env.XDG_CACHE_HOME;
    const caches = given !== undefined && isAbsolute(given) ? given : join(env.HOME ?? builtin('node:os').homedir(), '.cache');
    makeFolder(caches);
    const top = realpathSync(caches);
    for (let folder = top; ; folder = dirname(folder)) {
      if (!isKept(lstatSync(folder), user)) return null;
      if (dirname(folder) === folder) break;
    }
    const own = join(top, 'mmspec');
    makeFolder(own);
    const stat = lstatSync(own);
    return stat.isDirectory() && stat.uid === user && (stat.mode & 0o077) === 0 ? own : null;
  } catch {
    return null;
  }
}

/** Whether only the user and the superuser can rename what is in a folder. */
function isKept({ mode, uid }, user) {
  const othersWrite = (mode & 0o022) !== 0;
  const isSticky = (mode & 0o1000) !== 0;
  return (uid === user || uid === 0) && (!othersWrite || isSticky);
}

function makeFolder(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}
