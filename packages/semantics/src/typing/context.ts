import type { Diagnostic, Span } from '@mmspec/source';
import type {
  ActorDeclaration,
  CallExpression,
  ConstDeclaration,
  DefineDeclaration,
  Expression,
  FieldExpression,
  Name,
  ObjectDeclaration,
  OperationDeclaration,
  VariableDeclaration,
  VariantDeclaration,
} from '@mmspec/syntax';
import type { Declarations } from '../declare.ts';
import type { Memory } from '../memory.ts';
import type { Type } from '../types.ts';
import type { FieldMeaning, LocalNode, Meaning } from '../model.ts';
import { violation, type Extra, type Rule } from '../rule.ts';

/** A call of an operation with `object` parameters, to be checked when all types are known. */
export interface GenericCall {
  readonly call: CallExpression;
  readonly operation: OperationDeclaration;
  readonly actor: ActorDeclaration | null;
  /** For each parameter its type in this call. */
  readonly types: readonly Type[];
}

/** What typing finds out; filled while it runs, and only then. */
export interface Tables {
  readonly declarations: Declarations;
  readonly visible: readonly ReadonlySet<number>[];
  readonly meanings: Map<Name, Meaning>;
  readonly types: Map<Expression, Type>;
  readonly fields: Map<FieldExpression, FieldMeaning>;
  readonly locals: Map<LocalNode, Type>;
  readonly variables: Map<VariableDeclaration, Type>;
  readonly constants: Map<ConstDeclaration | VariantDeclaration, Type>;
  readonly defines: Map<DefineDeclaration, Type>;
  /** Top-level variables of each actor. */
  readonly actorScopes: Map<ActorDeclaration, Scope>;
  readonly genericCalls: GenericCall[];
  readonly diagnostics: Diagnostic[];
  readonly memory: Memory;
}

/** Names in scope; a block sees those of the blocks around it. */
export interface Scope {
  readonly names: Map<string, Meaning>;
  readonly parent: Scope | null;
}

/** Where an expression or statement stands. */
export interface Context {
  readonly tables: Tables;
  readonly scope: Scope | null;
  /** Index of the file: it sees its own names and those of its imports. */
  readonly file: number;
  readonly role: 'code' | 'property';
  /** The type of `self`; null where there is none. */
  readonly self: Type | null;
  /** The object around an invariant or `live when`. */
  readonly object: ObjectDeclaration | null;
  /** The operation around a statement. */
  readonly operation: OperationDeclaration | null;
  /** True in the text of an operation whose `object` parameters stand for any object. */
  readonly generic: boolean;
}

export function inner(context: Context): Context {
  return { ...context, scope: { names: new Map(), parent: context.scope } };
}

export function report(context: Context, rule: Rule, span: Span, message: string, help: string, extra: Extra = {}): void {
  context.tables.diagnostics.push(violation(rule, span, message, help, extra));
}

/** The local of that name, seen from the inside out. */
export function localNamed(scope: Scope | null, text: string): Meaning | null {
  for (let at = scope; at !== null; at = at.parent) {
    const meaning = at.names.get(text);
    if (meaning !== undefined) return meaning;
  }
  return null;
}

/** All names that an expression may use here, for suggestions. */
export function namesInScope(context: Context): string[] {
  const names: string[] = [];
  for (let at = context.scope; at !== null; at = at.parent) names.push(...at.names.keys());
  if (context.object !== null) for (const member of context.object.members) if (member.kind === 'variable') names.push(member.name.text);
  for (const [text, global] of context.tables.declarations.globals) if (sees(context, global.name)) names.push(text);
  return names;
}

/** True if the file of the context imports, perhaps through others, the file of a name. */
function sees(context: Pick<Context, 'tables' | 'file'>, name: Name): boolean {
  return name.span.file < 0 || (context.tables.visible[context.file]?.has(name.span.file) ?? false);
}

/** What a name of a module means in the file of the context. */
export function globalNamed(context: Pick<Context, 'tables' | 'file'>, text: string): Meaning | null {
  const { globals, hidden } = context.tables.declarations;
  const known = globals.get(text);
  const all = known === undefined ? [] : [known, ...(hidden.get(text) ?? [])];
  return all.find(({ name }) => sees(context, name))?.meaning ?? null;
}

/** Tables before anything was typed. */
export function emptyTables(declarations: Declarations, visible: readonly ReadonlySet<number>[], memory: Memory): Tables {
  return {
    declarations,
    visible,
    meanings: new Map(),
    types: new Map(),
    fields: new Map(),
    locals: new Map(),
    variables: new Map(),
    constants: new Map(),
    defines: new Map(),
    actorScopes: new Map(),
    genericCalls: [],
    diagnostics: [],
    memory,
  };
}
