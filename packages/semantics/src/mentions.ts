import { textOf } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { ActorDeclaration, Item, Node } from '@mmspec/syntax';
import type { Declarations } from './declare.ts';
import type { Loaded } from './load.ts';

/*
 * Who names whom. By texts alone, so it is known before anything is looked up: what a name means depends on the declarations of that name, and on nothing else.
 */

/** What an edit concerns. */
export interface Affected {
  /** Declarations that are no more. */
  readonly gone: ReadonlySet<Item>;
  /** Those that are there: new ones, and what names something that is new, gone, or affected itself. */
  readonly touched: ReadonlySet<Item>;
}

interface Names {
  /** What others may call it, or parts of it. */
  readonly declares: ReadonlySet<string>;
  readonly mentions: ReadonlySet<string>;
}

/** All actors, as the word `actor` means them. */
const allActors = 'actor';

/** Declarations from which sizes follow: values of constants, and members of enums. */
const counts: Readonly<Record<Item['kind'], boolean>> = {
  const: true,
  variant: true,
  define: true,
  enum: true,
  record: false,
  object: false,
  variable: false,
  operation: false,
  actor: false,
  action: false,
  invariant: false,
  temporal: false,
  possible: false,
  reachable: false,
  check: false,
  scenario: false,
};

/** Follows the declarations of a spec from text to text. */
export class Mentions {
  private names = new Map<Item, Names>();
  private mentioning = new Map<string, Set<Item>>();
  private globals = new Map<string, object>();
  private actors = '';
  private imports = '';

  /** What is affected since the last time; null where everything is. */
  affected(loaded: Loaded, declarations: Declarations): Affected | null {
    const items = new Set(loaded.modules.flatMap((module) => module.items));
    const gone = new Set([...this.names.keys()].filter((item) => !items.has(item)));
    const fresh = [...items].filter((item) => !this.names.has(item));
    const changed = new Set<string>([...this.changedGlobals(declarations), ...this.changedActors(loaded, [...gone, ...fresh])]);
    for (const item of gone) for (const name of this.names.get(item)?.declares ?? []) changed.add(name);
    const isAnew = this.names.size === 0 || this.haveImportsChanged(loaded) || declarations.hidden.size > 0;
    for (const item of gone) this.remove(item);
    for (const item of fresh) for (const name of this.add(item).declares) changed.add(name);
    return isAnew ? null : { gone, touched: this.reached(fresh, changed) };
  }

  /** The items, and all that name one of the names or something that is reached. */
  private reached(items: readonly Item[], changed: Set<string>): ReadonlySet<Item> {
    const touched = new Set(items);
    // What is added to the set while it is walked is walked too.
    for (const name of changed) {
      for (const item of this.mentioning.get(name) ?? []) {
        if (touched.has(item)) continue;
        touched.add(item);
        for (const own of this.names.get(item)?.declares ?? []) changed.add(own);
      }
    }
    return touched;
  }

  private add(item: Item): Names {
    const names = namesIn(item);
    this.names.set(item, names);
    for (const name of names.mentions) {
      const known = this.mentioning.get(name);
      if (known === undefined) this.mentioning.set(name, new Set([item]));
      else known.add(item);
    }
    return names;
  }

  private remove(item: Item): void {
    for (const name of this.names.get(item)?.mentions ?? []) {
      const known = this.mentioning.get(name);
      known?.delete(item);
      if (known?.size === 0) this.mentioning.delete(name);
    }
    this.names.delete(item);
  }

  /** Names that mean another declaration than before: of several of one name the first counts. */
  private changedGlobals({ globals }: Declarations): string[] {
    const before = this.globals;
    const now = new Map<string, object>();
    const changed: string[] = [];
    for (const [name, { meaning }] of globals) {
      const declaration = 'declaration' in meaning ? meaning.declaration : meaning;
      now.set(name, declaration);
      if (before.get(name) !== declaration) changed.push(name);
    }
    for (const name of before.keys()) if (!now.has(name)) changed.push(name);
    this.globals = now;
    return changed;
  }

  /** Who there is, how often and where: told by the heads of the actors, and by what may be a number there. */
  private changedActors({ modules, files }: Loaded, edited: readonly Item[]): string[] {
    const heads = modules.flatMap(({ items }) => items).flatMap((item) => (item.kind === 'actor' ? [headOf(item, files)] : []));
    const actors = heads.join('\n');
    const mayCount = edited.some(({ kind }) => counts[kind]);
    if (actors === this.actors && !mayCount) return [];
    this.actors = actors;
    return [allActors];
  }

  private haveImportsChanged({ files, visible, imports: own, order }: Loaded): boolean {
    const sets = (all: readonly Iterable<number>[]): string => all.map((each) => [...each].join(' ')).join(', ');
    const imports = [files.map(({ path }) => path).join('\n'), sets(visible), sets(own), order.join(' ')].join('\n');
    const isChanged = imports !== this.imports;
    this.imports = imports;
    return isChanged;
  }
}

function headOf({ name, body, span }: ActorDeclaration, files: Loaded['files']): string {
  const file = files[span.file];
  return file === undefined ? name.text : textOf(file, { ...span, end: body.span.start }).replace(/\/\/[^\n\r]*|\s+/gu, ' ');
}

function namesIn(item: Item): Names {
  const declares = new Set<string>([item.name.text]);
  const mentions = new Set<string>();
  const isCode = item.kind === 'actor' || item.kind === 'operation' || item.kind === 'action';
  walk(item, (node: Node) => {
    if (node.kind === 'name') mentions.add(node.text);
    // Paths mean labels, whoever has them.
    if (node.kind === 'step_path') for (const { text } of node.parts) mentions.add(labelled(text));
    if (isCode && node.kind === 'label') declares.add(labelled(node.name.text));
    if (node.kind === 'operation') declares.add(labelled(node.name.text));
    for (const tag of tagsOf(node)) declares.add(tag);
    if (item.kind === 'object' && node.kind === 'invariant') declares.add(node.name.text);
  });
  if (item.kind === 'actor' && item.cpu !== null) mentions.add(allActors);
  return { declares, mentions };
}

const labelled = (text: string): string => `${text}:`;

function tagsOf(node: Node): readonly string[] {
  if (node.kind === 'enum') return node.members.map(({ text }) => text);
  return node.kind === 'tags_type' ? node.tags.map(({ text }) => text) : [];
}
