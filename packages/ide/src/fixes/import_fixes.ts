import { suggest, type Diagnostic } from '@mmspec/source';
import type { CodeAction } from './code_actions.ts';
import { importEdit, isSpec, notImported, type Importable } from './importable.ts';
import type { Snapshot } from '../names/snapshot.ts';

/** A name, a type, an operation that is not there. */
const unknownNames: ReadonlySet<string> = new Set(['MM0205', 'MM0206', 'MM0208', 'MM0209']);
const missingModule = 'MM0201';

/** Imports that would bring an unknown name in a range, and the modules that an import of a missing one may have meant. */
export function importFixes(snapshot: Snapshot, from: number, to: number, importable: () => readonly Importable[]): CodeAction[] {
  const touching = snapshot.analysed.diagnostics.filter(({ span }) => span.file === 0 && span.start <= to && from <= span.end);
  let known: readonly Importable[] | null = null;
  const free = (): readonly Importable[] => (known ??= notImported(snapshot, importable));
  return touching.flatMap((diagnostic) => {
    if (diagnostic.code === missingModule) return respelt(snapshot, diagnostic, free());
    return unknownNames.has(diagnostic.code) ? homesOf(snapshot, diagnostic, free()) : [];
  });
}

function homesOf(snapshot: Snapshot, diagnostic: Diagnostic, free: readonly Importable[]): CodeAction[] {
  const name = snapshot.main.text.slice(diagnostic.span.start, diagnostic.span.end);
  const homes = free.filter((home) => !isSpec(home) && home.module.items.some((item) => item.name.text === name));
  return homes.flatMap(({ name: home }): CodeAction[] => {
    const edit = importEdit(snapshot, home);
    return edit === null ? [] : [{ title: `Import \`${home}\``, kind: 'quickfix', edits: [edit], diagnostic, preferred: homes.length === 1 }];
  });
}

/** Other spellings of a module that is not there, the nearest first. */
function respelt({ module }: Snapshot, diagnostic: Diagnostic, free: readonly Importable[]): CodeAction[] {
  const path = module.imports.find(({ span }) => span.start === diagnostic.span.start)?.path ?? [];
  const [first, last] = [path[0], path.at(-1)];
  if (first === undefined || last === undefined) return [];
  const span = { file: 0, start: first.span.start, end: last.span.end };
  const written = path.map(({ text }) => text).join('.');
  return likely(written, free).map((name, index): CodeAction => ({
    title: `Change to \`${name}\``,
    kind: 'quickfix',
    edits: [{ span, text: name }],
    diagnostic,
    preferred: index === 0,
  }));
}

/** Modules of another folder by the same last name, then those whose last name is spelt nearly so, of the same folder first. */
function likely(written: string, free: readonly Importable[]): string[] {
  const lastOf = (name: string): string => name.split('.').at(-1) ?? '';
  const folder = written.slice(0, -lastOf(written).length);
  const names = free.map(({ name }) => name).toSorted((a, b) => Number(b.startsWith(folder)) - Number(a.startsWith(folder)));
  const moved = names.filter((name) => lastOf(name) === lastOf(written));
  const near = suggest(lastOf(written), names.map(lastOf)).flatMap((last) => names.filter((name) => lastOf(name) === last));
  return [...new Set([...moved, ...near])].slice(0, 3);
}
