import type { Diagnostic } from '@mmspec/source';
import { isStatement, kindBits, walk } from '@mmspec/syntax';
import type { ActionDeclaration, ActorDeclaration, Block, Expression, Item, Node, OperationDeclaration, Statement } from '@mmspec/syntax';
import { constantsUnder, type Constants, type PartialSettings } from './world/constants.ts';
import type { Memory } from './memory.ts';
import type { Model } from './model.ts';
import type { Rule } from './rule.ts';
import { usedSettings } from './world/settings.ts';
import type { Tables } from './typing/context.ts';
import type { Instance } from './typing/generic_calls.ts';

/** What is known about a spec when the checks look at it. */
export interface Facts {
  readonly model: Model;
  readonly tables: Tables;
  /** The texts of operations with `object` parameters, once for each combination of types they are called with. */
  readonly instances: readonly Instance[];
  /** All settings of the checks of the spec, at least one. */
  readonly settings: readonly Setting[];
  readonly memory: Memory;
  /** Each check is compiled after this, and what is wrong under its setting is said then. */
  readonly areCompiled: boolean;
}

type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** Nodes listed once: most checks are about a few kinds of them. */
export interface NodeLists {
  /** Those of a kind, in the order of the text. */
  of<K extends Node['kind']>(kind: K): readonly NodeOf<K>[];
  /** Those of several kinds, one kind after the other. */
  ofAll<K extends Node['kind']>(kinds: KindSet<K>): readonly NodeOf<K>[];
  /** How many there are. */
  readonly size: number;
  /** Statements of all kinds. */
  readonly statements: readonly Statement[];
}

/** Kinds that a rule asks for at once. */
export interface KindSet<K extends Node['kind']> {
  readonly kinds: readonly K[];
  readonly bits: number;
}

/** Is made once: to ask for it takes a step where there are none. */
export function kindSet<K extends Node['kind']>(...kinds: readonly K[]): KindSet<K> {
  return { kinds, bits: kinds.reduce((bits, kind) => bits | kindBits[kind], 0) };
}

export interface Setting {
  readonly given: PartialSettings;
  readonly constants: Constants;
}

/** What a file of `checks/` exports as `lint`: rules with their codes, and the check that finds where they are broken. */
export interface Lint {
  readonly rules: readonly Rule[];
  readonly check: (facts: Facts) => readonly Diagnostic[];
  /** Left out where there are errors. */
  readonly needsNoErrors?: true;
}

export function gather(model: Model, tables: Tables, instances: readonly Instance[], areCompiled: boolean): Facts {
  const settings = usedSettings(model).map((given) => ({ given, constants: constantsUnder(model, given) }));
  return { model, tables, instances, settings, memory: tables.memory, areCompiled };
}

/** What a rule says about each declaration by itself. */
export function ofEach<T extends Item>({ memory }: Facts, rule: string, items: readonly T[], find: (item: T, found: Diagnostic[]) => void): Diagnostic[] {
  return memory.each(items, rule, find);
}

/** The declarations of all modules, those of checks last. */
export function itemsOf({ modules }: Model): readonly Item[] {
  const items = modules.flatMap((module) => module.items);
  return [...items.filter(({ kind }) => kind !== 'check'), ...items.filter(({ kind }) => kind === 'check')];
}

const lists = new WeakMap<Item, NodeLists>();

/** The nodes of one declaration, which never change. */
export function nodesIn(item: Item): NodeLists {
  let known = lists.get(item);
  if (known === undefined) {
    known = new Listed(item);
    lists.set(item, known);
  }
  return known;
}

const none: readonly never[] = [];

/** Fewer nodes than this are looked through each time. */
const fewNodes = 40;

class Listed implements NodeLists {
  private readonly nodes: Node[] = [];
  /** Of all kinds that there are: dozens of rules ask for one in each declaration, and most have none of it. */
  private readonly bits: number;
  private byKind: Map<Node['kind'], Node[]> | null = null;
  private ofStatements: readonly Statement[] | null = null;

  constructor(item: Item) {
    const { nodes } = this;
    let bits = 0;
    walk(item, (node) => {
      nodes.push(node);
      bits |= kindBits[node.kind];
    });
    this.bits = bits;
  }

  of<K extends Node['kind']>(kind: K): readonly NodeOf<K>[] {
    return (this.bits & kindBits[kind]) === 0 ? none : this.one(kind);
  }

  ofAll<K extends Node['kind']>({ kinds, bits }: KindSet<K>): readonly NodeOf<K>[] {
    if ((this.bits & bits) === 0 || (this.nodes.length < fewNodes && !this.has(kinds))) return none;
    return kinds.flatMap((kind) => this.of(kind));
  }

  private has(kinds: readonly Node['kind'][]): boolean {
    for (const { kind } of this.nodes) if (kinds.includes(kind)) return true;
    return false;
  }

  private one<K extends Node['kind']>(kind: K): readonly NodeOf<K>[] {
    const isOne = (node: Node): node is NodeOf<K> => node.kind === kind;
    if (this.nodes.length < fewNodes) return this.nodes.filter(isOne);
    return ((this.byKind ??= groupedByKind(this.nodes)).get(kind) ?? none) as readonly NodeOf<K>[];
  }

  get size(): number {
    return this.nodes.length;
  }

  get statements(): readonly Statement[] {
    return (this.ofStatements ??= this.nodes.filter(isStatement));
  }
}

function groupedByKind(nodes: readonly Node[]): Map<Node['kind'], Node[]> {
  const groups = new Map<Node['kind'], Node[]>();
  for (const node of nodes) {
    const known = groups.get(node.kind);
    if (known === undefined) groups.set(node.kind, [node]);
    else known.push(node);
  }
  return groups;
}

/** A text of statements: that of an actor, an operation or an action. */
export interface Body {
  /** The declaration that it belongs to. */
  readonly item: OperationDeclaration | ActorDeclaration | ActionDeclaration;
  /** Which one of it: 0 its own, then those of its operations. */
  readonly part: number;
  readonly block: Block;
  readonly actor: ActorDeclaration | null;
  readonly operation: OperationDeclaration | null;
  readonly action: ActionDeclaration | null;
  /** True where all of it is one step: an atomic operation or an action. */
  readonly atomic: boolean;
}

/** All texts of statements of a spec. */
export function bodiesOf(model: Pick<Model, 'operations' | 'actors' | 'actions'>): Body[] {
  const operation = (declaration: OperationDeclaration, actor: ActorDeclaration | null, part: number): Body => {
    return { item: actor ?? declaration, part, block: declaration.body, actor, operation: declaration, action: null, atomic: declaration.atomic };
  };
  return [
    ...model.operations.map((declaration) => operation(declaration, null, 0)),
    ...model.actors.flatMap((actor) => [
      { item: actor, part: 0, block: actor.body, actor, operation: null, action: null, atomic: false },
      ...actor.operations.map((declaration, at) => operation(declaration, actor, at + 1)),
    ]),
    ...model.actions.map((action) => ({ item: action, part: 0, block: action.body, actor: null, operation: null, action, atomic: true })),
  ];
}

/** What a rule says about each text of statements by itself. */
export function ofEachBody({ model, memory }: Facts, rule: string, find: (body: Body, found: Diagnostic[]) => void): Diagnostic[] {
  return bodiesOf(model).flatMap((body) =>
    memory.say(body.item, `${rule} ${body.part}`, () => {
      const found: Diagnostic[] = [];
      find(body, found);
      return found;
    }),
  );
}

/** The formulas of properties and defines: the declaration that each belongs to, and its name in there. */
export function formulasOf({ properties, defines }: Model): readonly [Item, string, Expression][] {
  return [
    ...properties.map(({ object, declaration }): [Item, string, Expression] => [object ?? declaration, declaration.name.text, declaration.body]),
    ...defines.map((define): [Item, string, Expression] => [define, '', define.body]),
  ];
}
