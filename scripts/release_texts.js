/*
 * What a release changes in texts.
 */

/** Numbers of a version, or null where it is none. */
export function numbersOf(version) {
  const found = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  return found === null ? null : found.slice(1).map(Number);
}

/** Is the first version later than the second? */
export function isLater(first, second) {
  const [a, b] = [numbersOf(first), numbersOf(second)];
  if (a === null || b === null) return false;
  const at = a.findIndex((number, index) => number !== b[index]);
  return at >= 0 && a[at] > b[at];
}

/** The list of changes, in which what comes next has become a version; null where nothing comes next. */
export function withRelease(changes, version, date) {
  const next = changesOf(changes, 'Next');
  if (next === null || next === '') return null;
  return changes.replace(/^## Next$/m, `## Next\n\n## ${version} (${date})`);
}

/** What a version changes, without its heading; null where the list has no such version. */
export function changesOf(changes, version) {
  const parts = changes.split(/^## /m).slice(1);
  const own = parts.find((part) => part.split('\n', 1)[0].split(' ')[0] === version);
  return own === undefined ? null : own.slice(own.indexOf('\n') + 1).trim();
}

/** A `package.json`, or another text with the version in quotes, with another version. */
export function withVersion(text, old, version) {
  return text.replaceAll(`"version": "${old}"`, `"version": "${version}"`).replaceAll(`version: string = '${old}'`, `version: string = '${version}'`);
}
