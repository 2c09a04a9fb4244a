import type { Diagnostic } from '@mmspec/source';
import type { ObjectDeclaration, OperationDeclaration } from '@mmspec/syntax';
import { describeType, type Type } from '../types.ts';
import { rule, type Rule, violation } from '../rule.ts';
import type { GenericCall, Tables } from './context.ts';
import { takesAnyObject } from './calls.ts';
import { home, typeOperation } from './declarations.ts';
import { unknownField } from './fields.ts';

/** An operation with `object` parameters is called with objects that have what its text uses. */
export const operationNeeds: Rule = rule({
  code: 'MM0226',
  title: 'the object lacks what the operation uses',
  why: 'A parameter of type `object` takes any object that has the fields the body uses; this is checked at each call.',
  text: 'Library operations never declare the objects of a spec: they say with `object` that any type with the right fields will do.',
  example: `module m
object Page { count: ref = 1 }
atomic op page_get(p: object) { get(p.refcount) }
shared page: Page
actor a { take: page_get(page) }
`,
  fix: `module m
object Page { refcount: ref = 1 }
atomic op page_get(p: object) { get(p.refcount) }
shared page: Page
actor a { take: page_get(page) }
`,
});

/** The text of an operation as one call means it. */
export interface Instance {
  readonly operation: OperationDeclaration;
  readonly tables: Tables;
}

interface Judged {
  /** The first mistake, wherever in the calls below it stands, and the operation whose text has it. */
  readonly mistake: { readonly diagnostic: Diagnostic; readonly operation: OperationDeclaration; readonly types: readonly Type[] } | null;
}

/**
 * Types the text of every operation with `object` parameters once for each combination of object types that it is
 * called with. A mistake stands at the call. Calls must not be recursive.
 */
export function typeGenericCalls(tables: Tables): Instance[] {
  const judged = new Map<OperationDeclaration, Map<string, Judged>>();
  const objectIds = new Map<ObjectDeclaration, number>(tables.declarations.model.objects.map((declaration, id) => [declaration, id]));
  const instances: Instance[] = [];

  const judge = (call: GenericCall): Judged => {
    const key = call.types.map((type) => (type.kind === 'object' ? String(objectIds.get(type.declaration)) : type.kind)).join(' ');
    const ofOperation = judged.get(call.operation) ?? new Map<string, Judged>();
    judged.set(call.operation, ofOperation);
    const known = ofOperation.get(key);
    if (known !== undefined) return known;
    ofOperation.set(key, { mistake: null });
    const own = typedAs(tables, call);
    instances.push({ operation: call.operation, tables: own });
    const first = own.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
    let result: Judged = { mistake: first === undefined ? null : { diagnostic: first, operation: call.operation, types: call.types } };
    for (const below of own.genericCalls) {
      const { mistake } = judge(below);
      if (result.mistake === null && mistake !== null) result = { mistake };
    }
    ofOperation.set(key, result);
    return result;
  };

  for (const call of tables.genericCalls) {
    const { mistake } = judge(call);
    if (mistake !== null) tables.diagnostics.push(atCall(call, mistake));
  }
  return instances;
}

/** The text of the operation with the types of a call; as long as both are as they were, what was found before. */
function typedAs(tables: Tables, call: GenericCall): Tables {
  const { memory } = tables;
  const run = (): Tables => {
    const own = forInstance(tables);
    const scope = call.actor === null ? null : (own.actorScopes.get(call.actor) ?? null);
    typeOperation({ ...home(own, call.operation), scope }, call.operation, call.actor, call.types);
    return own;
  };
  if (call.actor !== null) return run();
  const types = call.types.map((type) => (type.kind === 'object' ? `${type.declaration.name.text} ${memory.version(type.declaration)}` : type.kind));
  const what = `as ${types.join(', ')}`;
  const own = memory.value(call.operation, what, run);
  return own.diagnostics.length === 0 ? { ...own, declarations: tables.declarations } : run();
}

/** A table that takes from another one what it does not have itself. */
class Above<K, V> extends Map<K, V> {
  private readonly below: ReadonlyMap<K, V>;

  constructor(below: ReadonlyMap<K, V>) {
    super();
    this.below = below;
  }

  override get(key: K): V | undefined {
    return super.get(key) ?? this.below.get(key);
  }

  override has(key: K): boolean {
    return super.has(key) || this.below.has(key);
  }
}

function forInstance(tables: Tables): Tables {
  return {
    ...tables,
    meanings: new Above(tables.meanings),
    types: new Map(),
    fields: new Map(),
    locals: new Above(tables.locals),
    genericCalls: [],
    diagnostics: [],
  };
}

/** The reference counters of what an operation is given are called so in the library. */
const hasNoCounter = /no field `refcount`/u;

function countersOf(types: NonNullable<Judged['mistake']>['types']): readonly string[] {
  return types.flatMap((type) =>
    type?.kind !== 'object'
      ? []
      : type.declaration.members.flatMap((member) => (member.kind === 'variable' && member.type.kind === 'ref_type' ? [member.name.text] : [])),
  );
}

function atCall(call: GenericCall, mistake: NonNullable<Judged['mistake']>): Diagnostic {
  const { diagnostic, operation, types } = mistake;
  const name = operation.name.text;
  const related = [{ span: diagnostic.span, message: `\`${name}\` needs it here` }];
  if (diagnostic.code === unknownField.code) {
    const message = `${diagnostic.message.replace(/\.$/, '')}, which ${name} needs.`;
    const [counter, ...others] = hasNoCounter.test(diagnostic.message) ? countersOf(types) : [];
    const help =
      counter === undefined || others.length > 0
        ? 'Add the field, or call another operation.'
        : `Call the counter \`refcount\` in place of \`${counter}\`: the operations of the library know it by that name.`;
    return violation(operationNeeds, call.call.span, message, help, { related });
  }
  const index = operation.parameters.findIndex(takesAnyObject);
  const what = types[index] === undefined ? 'it' : describeType(types[index]);
  return violation(operationNeeds, call.call.span, `\`${name}\` cannot take ${what}: ${diagnostic.message}`, diagnostic.help, { related });
}
