import { isExpression, walk } from '@mmspec/syntax';
import type { Item, Node } from '@mmspec/syntax';
import { forgetTexts } from './contexts.ts';
import type { Declarations } from './declare.ts';
import type { Loaded } from './load.ts';
import { Mentions } from './mentions.ts';
import type { GenericCall, Tables } from './typing/context.ts';

/*
 * What stays known of a spec from one text to the next. What is found out about a declaration depends on its text, and on the declarations that it
 * names, and those that they name: it stays until one of these changes. Only where there was nothing to say it stays; a diagnostic is found anew.
 */

/** A declaration, as far as it was looked at. */
interface Known {
  /** No other has it, whatever becomes of the declaration. */
  readonly version: number;
  /** Typing had something to say. */
  isWrong: boolean;
  /** What was typed without a mistake, with the calls that are to be judged when all types are known. */
  readonly typed: Map<string, readonly GenericCall[]>;
  /** The rules that found nothing wrong. */
  readonly quiet: Set<string>;
  readonly values: Map<string, unknown>;
  readonly texts: Map<string, unknown>;
}

/** What the passes ask. A memory that keeps nothing lets them find out everything. */
export interface Memory {
  /** What a rule says about a declaration. */
  readonly say: <T>(item: Item, rule: string, find: () => readonly T[]) => readonly T[];
  /** What a rule says about each of several declarations by itself. */
  readonly each: <T, I extends Item>(items: readonly I[], rule: string, find: (item: I, found: T[]) => void) => T[];
  /** The declarations of which a rule may have something to say, and a function that takes down those of which it had nothing to say. */
  readonly loud: <T extends Item>(items: readonly T[], rule: string) => { readonly items: readonly T[]; readonly isQuiet: (item: T) => void };
  /** Types something of a declaration, into the tables. */
  readonly type: (tables: Tables, item: Item, part: string, run: () => void) => void;
  /** Something that follows from a declaration and what it names; it has no span that is no node's. */
  readonly value: <T>(item: Item, what: string, find: () => T) => T;
  /** The same of what follows from its text alone. */
  readonly text: <T>(item: Item, what: string, find: () => T) => T;
  /** Another one each time that a declaration or something that it names changes. */
  readonly version: (item: Item) => number;
}

/** Keeps nothing. */
export const forgetful: Memory = {
  say: (_item, _rule, find) => find(),
  each: <T, I extends Item>(items: readonly I[], _rule: string, find: (item: I, found: T[]) => void): T[] => {
    const found: T[] = [];
    for (const item of items) find(item, found);
    return found;
  },
  loud: (items) => ({ items, isQuiet: () => undefined }),
  type: (_tables, _item, _part, run) => run(),
  value: (_item, _what, find) => find(),
  text: (_item, _what, find) => find(),
  version: () => 0,
};

/** Remembers one spec. */
export class Remembered implements Memory {
  private known = new Map<Item, Known>();
  private readonly mentions = new Mentions();
  private settings = '';
  private versions = 0;
  /** The objects of fields. */
  private owners = new Map<Item, Item>();
  private tables: Tables | null = null;

  /** Begins with the next text: forgets what may not be true any more. */
  begin(loaded: Loaded, declarations: Declarations): void {
    const before = this.tables;
    this.owners = ownersIn(loaded);
    const affected = this.mentions.affected(loaded, declarations);
    if (before === null || affected === null) {
      this.forget();
      return;
    }
    for (const item of affected.gone) {
      drop(before, item);
      this.known.delete(item);
    }
    const isMost = affected.touched.size > this.known.size / 2;
    for (const [item, { isWrong, texts }] of this.known) {
      if (!isMost && !isWrong && !affected.touched.has(item)) continue;
      if (!isMost) drop(before, item);
      this.known.set(item, this.fresh(texts));
    }
    // To take most of it out would cost more than to fill new tables.
    if (isMost) this.tables = null;
    forgetTexts(before.meanings);
  }

  /** The tables of before, for the declarations of now; empty ones where there are none. */
  tablesFor(empty: Tables): Tables {
    const { declarations: model, visible, memory, genericCalls, diagnostics } = empty;
    this.tables = { ...(this.tables ?? empty), declarations: model, visible, memory, genericCalls, diagnostics };
    return this.tables;
  }

  /** What the rules found under other settings is not known any more. */
  setSettings(settings: string): void {
    if (settings === this.settings) return;
    this.settings = settings;
    for (const known of this.known.values()) {
      known.quiet.clear();
      known.values.clear();
    }
  }

  /** Nothing is known. */
  forget(): void {
    this.known = new Map();
    this.tables = null;
  }

  private fresh(texts: Known['texts'] = new Map()): Known {
    return { version: ++this.versions, isWrong: false, typed: new Map(), quiet: new Set(), values: new Map(), texts };
  }

  private of(part: Item): Known {
    const item = this.owners.get(part) ?? part;
    const known = this.known.get(item) ?? this.fresh();
    this.known.set(item, known);
    return known;
  }

  readonly say = <T>(item: Item, rule: string, find: () => readonly T[]): readonly T[] => {
    const { quiet } = this.of(item);
    if (quiet.has(rule)) return [];
    const found = find();
    if (found.length === 0) quiet.add(rule);
    return found;
  };

  readonly each = <T, I extends Item>(items: readonly I[], rule: string, find: (item: I, found: T[]) => void): T[] => {
    const all: T[] = [];
    for (const item of items) {
      const { quiet } = this.of(item);
      if (quiet.has(rule)) continue;
      const said = all.length;
      find(item, all);
      if (all.length === said) quiet.add(rule);
    }
    return all;
  };

  readonly loud = <T extends Item>(items: readonly T[], rule: string): { readonly items: readonly T[]; readonly isQuiet: (item: T) => void } => ({
    items: items.filter((item) => !this.of(item).quiet.has(rule)),
    isQuiet: (item) => void this.of(item).quiet.add(rule),
  });

  readonly type = (tables: Tables, item: Item, part: string, run: () => void): void => {
    const known = this.of(item);
    const { typed } = known;
    const before = typed.get(part);
    if (before !== undefined) {
      tables.genericCalls.push(...before);
      return;
    }
    const [said, calls] = [tables.diagnostics.length, tables.genericCalls.length];
    run();
    if (tables.diagnostics.length === said) typed.set(part, tables.genericCalls.slice(calls));
    else known.isWrong = true;
  };

  readonly version = (item: Item): number => this.of(item).version;

  readonly value = <T>(item: Item, what: string, find: () => T): T => foundIn(this.of(item).values, what, find);

  readonly text = <T>(item: Item, what: string, find: () => T): T => foundIn(this.of(item).texts, what, find);
}

function foundIn<T>(values: Map<string, unknown>, what: string, find: () => T): T {
  if (values.has(what)) return values.get(what) as T;
  const found = find();
  values.set(what, found);
  return found;
}

/** Takes what is known of the nodes of a declaration out of tables. */
function drop(tables: Tables, item: Item): void {
  const { meanings, types, fields, locals, variables, constants, defines, actorScopes } = tables;
  const declared: readonly Pick<Map<Node, unknown>, 'delete'>[] = [locals, variables, constants, defines, actorScopes];
  walk(item, (node) => {
    if (node.kind === 'name') meanings.delete(node);
    else if (isExpression(node)) {
      types.delete(node);
      if (node.kind === 'field') fields.delete(node);
    } else for (const table of declared) table.delete(node);
  });
}

function ownersIn({ modules }: Loaded): Map<Item, Item> {
  const owners = new Map<Item, Item>();
  for (const { items } of modules) {
    for (const item of items) if (item.kind === 'object') for (const member of item.members) if (member.kind === 'variable') owners.set(member, item);
  }
  return owners;
}
