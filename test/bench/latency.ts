import { completions, diagnosticsOf, hover, parseCache, snapshotOf } from '@mmspec/ide';
import { libraryText } from '@mmspec/library';
import type { SourceFile } from '@mmspec/source';

/*
 * CPU time of the server for one keystroke, one completion and one hover on a spec of 2,000 lines: `node test/bench/latency.ts`.
 */

const actor = (number: number): string => `
actor worker${number} {
  var seen${number}: 0..3 = 0
  loop {
    get${number}:  if not folio_try_get(folio) { continue }
    lock${number}: folio_lock(folio)
    map${number}:  seen${number} = folio.safe
          if seen${number} < 3 { folio.safe = seen${number} + 1 }
          folio_unlock(folio)
    use${number}:  touch(folio)
    put${number}:  folio_put(folio)
  }
}

invariant safe${number}: worker${number} at use${number} implies folio.refcount > 0
`;

const head =
  'module big\n\nimport kernel.folio\nimport kernel.lock\n\nobject Folio {\n  refcount: ref = 1\n  safe: 0..3 = 0\n  lock: Lock\n}\nshared folio: Folio\n';
const text = head + Array.from({ length: 125 }, (_, number) => actor(number)).join('') + '\ncheck c { }\n';

const library = new Map<string, SourceFile>();
function resolve(path: readonly string[]): SourceFile | null {
  const name = path.join('.');
  const found = libraryText(name);
  const known = library.get(name) ?? (found === null ? null : { path: `mmspec-library:/${path.join('/')}.mmspec`, text: found });
  if (known !== null) library.set(name, known);
  return known;
}

function milliseconds(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const percentile = (times: readonly number[], share: number): number => times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0;

const { read } = parseCache();
const times: Record<'diagnostics' | 'completion' | 'hover', number[]> = { diagnostics: [], completion: [], hover: [] };
const limits = { diagnostics: 50, completion: 30, hover: 15 };
const at = text.indexOf('worker60') + 100;
for (let round = 0; round < 60; round++) {
  const typed = text.slice(0, at) + ' '.repeat(round % 2) + text.slice(at);
  let snapshot = snapshotOf({ path: 'big.mmspec', text: typed }, resolve, read);
  const diagnostics = milliseconds(() => {
    snapshot = snapshotOf({ path: 'big.mmspec', text: typed }, resolve, read);
    diagnosticsOf(snapshot);
  });
  const completion = milliseconds(() => void completions(snapshot, at));
  const shown = milliseconds(() => void hover(snapshot, typed.indexOf('folio_try_get', at)));
  // The first rounds warm the machine up.
  if (round < 10) continue;
  times.diagnostics.push(diagnostics);
  times.completion.push(completion);
  times.hover.push(shown);
}

console.log(`${text.split('\n').length} lines\n\nrequest       median ms   95th ms   limit`);
for (const name of ['diagnostics', 'completion', 'hover'] as const) {
  console.log(
    `${name.padEnd(12)} ${percentile(times[name], 0.5).toFixed(1).padStart(10)} ${percentile(times[name], 0.95).toFixed(1).padStart(9)} ${String(limits[name]).padStart(7)}`,
  );
}
