import type { Edit } from '@mmspec/source';
import type { Item, Module } from '@mmspec/syntax';
import type { Snapshot } from '../names/snapshot.ts';

/** A module that a file may import: it is found under this name, and closes no cycle. */
export interface Importable {
  /** Dotted, as an import names it. */
  readonly name: string;
  readonly module: Module;
  /** One of those that mmspec brings. */
  readonly isLibrary: boolean;
}

/** Modules that the file does not import yet, but for what stands at the offset, the library first; what has checks is a spec of its own, and comes last. */
export function notImported({ module }: Snapshot, importable: () => readonly Importable[], offset: number = -1): Importable[] {
  const others = module.imports.filter(({ span }) => offset < span.start || span.end < offset);
  const there = new Set(others.map(({ path }) => path.map(({ text }) => text).join('.')));
  const rank = (each: Importable): number => (each.isLibrary ? 0 : isSpec(each) ? 2 : 1);
  return importable()
    .filter(({ name }) => !there.has(name))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Has it checks of its own? Its names are not meant for others. */
export function isSpec({ module }: Importable): boolean {
  return module.items.some(({ kind }) => kind === 'check' || kind === 'scenario');
}

/** Something that a module declares for others. */
export interface Offered {
  readonly home: Importable;
  readonly item: Item;
}

/** What modules declare that the file does not see yet. A module with a name that the file has already is left out: both could not be meant. */
export function offeredBy(snapshot: Snapshot, importable: () => readonly Importable[]): Offered[] {
  const { model } = snapshot.analysed;
  const seen = new Set(model.modules.flatMap(({ items }) => items.map(({ name }) => name.text)));
  return notImported(snapshot, importable).flatMap((home): Offered[] =>
    isSpec(home) || home.module.items.some(({ name }) => seen.has(name.text)) ? [] : home.module.items.map((item) => ({ home, item })),
  );
}

/** Writes an import below the others, or below the name of the module; null where the file has neither. */
export function importEdit({ module }: Snapshot, home: string): Edit | null {
  const last = module.imports.at(-1)?.span ?? module.name.at(-1)?.span;
  if (last === undefined) return null;
  return { span: { file: 0, start: last.end, end: last.end }, text: `${module.imports.length === 0 ? '\n\n' : '\n'}import ${home}` };
}
