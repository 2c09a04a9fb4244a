import type { Diagnostic } from '@mmspec/source';
import { isStatement, isTypeNode, walk } from '@mmspec/syntax';
import type { ActionDeclaration, ActorDeclaration, Block, Item, Node, OperationDeclaration, Statement, TypeNode } from '@mmspec/syntax';
import { constantsUnder, type Constants, type PartialSettings } from './world/constants.ts';
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
  readonly nodes: NodesOfSpec;
  /** Each check is compiled after this, and what is wrong under its setting is said then. */
  readonly areCompiled: boolean;
}

type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** Nodes listed once: most checks are about a few kinds of them. */
export interface NodeLists {
  /** Those of these kinds, in the order of the text; of several kinds one kind after the other. */
  of<K extends Node['kind']>(...kinds: readonly K[]): readonly NodeOf<K>[];
  /** Statements of all kinds. */
  readonly statements: readonly Statement[];
  /** Types of all kinds. */
  readonly types: readonly TypeNode[];
}

/** The nodes of all modules. */
export interface NodesOfSpec extends NodeLists {
  readonly outsideChecks: NodeLists;
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
  return { model, tables, instances, settings, nodes: nodesOf(model), areCompiled };
}

function nodesOf({ modules }: Model): NodesOfSpec {
  const items = modules.flatMap((module) => module.items);
  const outsideChecks = listed(items.filter(({ kind }) => kind !== 'check'));
  const inChecks = listed(items.filter(({ kind }) => kind === 'check'));
  return {
    of: (...kinds) => [...outsideChecks.of(...kinds), ...inChecks.of(...kinds)],
    statements: [...outsideChecks.statements, ...inChecks.statements],
    types: [...outsideChecks.types, ...inChecks.types],
    outsideChecks,
  };
}

function listed(items: readonly Item[]): NodeLists {
  const found = new Map<Node['kind'], Node[]>();
  const statements: Statement[] = [];
  const types: TypeNode[] = [];
  for (const item of items) {
    walk(item, (node) => {
      const known = found.get(node.kind);
      if (known === undefined) found.set(node.kind, [node]);
      else known.push(node);
      if (isStatement(node)) statements.push(node);
      else if (isTypeNode(node)) types.push(node);
    });
  }
  return { of: <K extends Node['kind']>(...kinds: readonly K[]) => kinds.flatMap((kind) => (found.get(kind) ?? []) as NodeOf<K>[]), statements, types };
}

/** A text of statements: that of an actor, an operation or an action. */
export interface Body {
  readonly block: Block;
  readonly actor: ActorDeclaration | null;
  readonly operation: OperationDeclaration | null;
  readonly action: ActionDeclaration | null;
  /** True where all of it is one step: an atomic operation or an action. */
  readonly atomic: boolean;
}

/** All texts of statements of a spec. */
export function bodiesOf(model: Model): Body[] {
  const operation = (declaration: OperationDeclaration, actor: ActorDeclaration | null): Body => {
    return { block: declaration.body, actor, operation: declaration, action: null, atomic: declaration.atomic };
  };
  return [
    ...model.operations.map((declaration) => operation(declaration, null)),
    ...model.actors.flatMap((actor) => [
      { block: actor.body, actor, operation: null, action: null, atomic: false },
      ...actor.operations.map((declaration) => operation(declaration, actor)),
    ]),
    ...model.actions.map((action) => ({ block: action.body, actor: null, operation: null, action, atomic: true })),
  ];
}
