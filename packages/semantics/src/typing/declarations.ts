import type { ActionDeclaration, ActorDeclaration, ObjectDeclaration, OperationDeclaration, Parameter, VariableDeclaration } from '@mmspec/syntax';
import { bool, int, type Type } from '../types.ts';
import type { DeclaredProperty, Meaning } from '../model.ts';
import { report, type Context, type Scope, type Tables } from './context.ts';
import { takesAnyObject } from './calls.ts';
import { typeBeginning, typeInitialValue, withoutArrays } from './beginnings.ts';
import { typeOfDefine } from './defines.ts';
import { bind, declareLocal, expectType, expectSet } from './expressions.ts';
import { typeBlock, typeStatements } from './statements.ts';
import { expectTypeOf } from './type_needed.ts';
import { typeOfConstant, typeOfNode, typeOfVariable } from './types.ts';
import { actorGuard, localInGuard } from './actor_guard.ts';
import { duplicateName } from '../declare.ts';
import { rule, type Rule } from '../rule.ts';

/** Every variable has an initial value, unless it is an object. */
export const missingInitial: Rule = rule({
  code: 'MM0224',
  title: 'no initial value',
  why: 'There is no value that would be a harmless default.',
  text: 'Objects have none of their own: their fields do. An array gives its initial value to every element, unless each gets its own, `= [1, 2]` or `= [k: k + 1]`. `in 0..3` in its place begins with any of them.',
  example: `module m
shared n: 0..3
actor a { set: n = 1 }
`,
  fix: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
`,
});

/** Types every declaration of the model. Actors come before properties, which may name their variables. */
export function typeDeclarations(tables: Tables): void {
  const { model } = tables.declarations;
  const { type } = tables.memory;
  for (const declaration of model.constants)
    type(
      tables,
      declaration,
      'value',
      () => void expectType(home(tables, declaration), declaration.value, typeOfConstant(home(tables, declaration), declaration)),
    );
  for (const record of model.records)
    type(tables, record, 'fields', () => {
      for (const field of record.fields) typeOfNode(home(tables, record), field.type, 'element');
    });
  for (const variable of model.variables) type(tables, variable, 'value', () => typeVariable(home(tables, variable), variable));
  for (const object of model.objects) type(tables, object, 'fields', () => typeFields(tables, object));
  for (const operation of model.operations) type(tables, operation, 'text', () => typeOperation(home(tables, operation), operation, null));
  for (const actor of model.actors) type(tables, actor, 'text', () => typeActor(home(tables, actor), actor));
  for (const action of model.actions) type(tables, action, 'text', () => typeAction(home(tables, action), action));
  // Defines that no code uses may name the variables of actors.
  for (const define of model.defines) {
    typeOfDefine(home(tables, define), define);
    type(tables, define, 'type', () => undefined);
  }
  for (const object of model.objects) type(tables, object, 'properties', () => typeProperties(tables, object));
  for (const { object, declaration } of model.properties) if (object === null) type(tables, declaration, 'property', () => typeProperty(tables, declaration));
}

function typeAction(context: Context, action: ActionDeclaration): void {
  const inside = withScope(context, null);
  for (const binder of action.parameters) bindIn(inside, binder);
  if (action.guard !== null) expectType(inside, action.guard, bool);
  typeBlock(inside, action.body);
}

function typeProperty(tables: Tables, declaration: DeclaredProperty['declaration']): void {
  expectType(home(tables, declaration, 'property'), declaration.body, bool);
  if (declaration.kind === 'reachable' && declaration.when !== undefined) expectType(home(tables, declaration), declaration.when, bool);
}

/** The context of a declaration of a module. */
export function home(tables: Tables, declaration: { readonly span: { readonly file: number } }, role: Context['role'] = 'code'): Context {
  return { tables, scope: null, file: declaration.span.file, role, self: null, object: null, operation: null, generic: false };
}

function withScope(context: Context, parent: Scope | null): Context & { readonly scope: Scope } {
  return { ...context, scope: { names: new Map(), parent } };
}

/** Binders of one declaration see those before them. */
function bindIn(context: Context, binder: Parameters<typeof bind>[1]): void {
  const type = expectSet(context, binder.domain, null);
  declareLocal(context, binder.name, { kind: 'local', declaration: binder }, type);
  expectTypeOf(context, binder, type);
}

function typeVariable(context: Context, variable: VariableDeclaration): void {
  const type = typeOfVariable(context, variable);
  const element = withoutArrays(type);
  if (variable.initial !== null) typeInitialValue(context, variable.initial, type, variable);
  else if (variable.beginning !== null) typeBeginning(context, variable.beginning, type, variable);
  else if (element.kind !== 'object' && element.kind !== 'unknown') {
    report(context, missingInitial, variable.name.span, `\`${variable.name.text}\` has no initial value.`, 'Write `= …` after the type.');
  }
}

function typeFields(tables: Tables, object: ObjectDeclaration): void {
  for (const member of object.members)
    if (member.kind === 'variable') typeVariable({ ...home(tables, object), object: member.beginning?.kind === 'choice_beginning' ? object : null }, member);
}

function typeProperties(tables: Tables, object: ObjectDeclaration): void {
  const context: Context = { ...home(tables, object, 'property'), object };
  for (const member of object.members) {
    if (member.kind === 'live') expectType(context, member.condition, bool);
    if (member.kind === 'invariant') expectType(context, member.body, bool);
  }
}

/** Types an operation; `types` are those of its parameters at a call, where its text is typed once more for it. */
export function typeOperation(context: Context, operation: OperationDeclaration, actor: ActorDeclaration | null, types: readonly Type[] | null = null): void {
  const outer = withScope(context, context.scope);
  const body: Context = {
    ...outer,
    operation,
    self: { kind: 'actor', declaration: actor },
    generic: types === null && operation.parameters.some(takesAnyObject),
  };
  operation.parameters.forEach((parameter: Parameter, index) => {
    const type = types?.[index] ?? typeOfNode(context, parameter.type, 'parameter');
    declareLocal(body, parameter.name, { kind: 'local', declaration: parameter }, type);
  });
  if (operation.result !== null) typeOfNode(context, operation.result, 'parameter');
  typeBlock(body, operation.body);
}

function typeActor(context: Context, actor: ActorDeclaration): void {
  if (actor.count !== null) expectType(context, actor.count, int);
  typeHead({ ...context, self: { kind: 'actor', declaration: actor } }, actor);
  const scope: Scope = { names: operationsOf(context, actor), parent: null };
  const body: Context = { ...context, scope: { names: new Map(), parent: scope }, self: { kind: 'actor', declaration: actor } };
  context.tables.actorScopes.set(actor, body.scope as Scope);
  typeStatements(body, actor.body.statements);
  for (const operation of actor.operations) typeOperation({ ...body, self: null }, operation, actor);
}

/** Where an actor runs, and what its steps wait for. */
function typeHead(context: Context, actor: ActorDeclaration): void {
  if (actor.cpu !== null) expectType(context, actor.cpu, int);
  const local = localInGuard(actor);
  if (local !== null) {
    report(
      context,
      actorGuard,
      local.span,
      `\`${local.name}\` is a variable of the actor, which only its own steps see.`,
      'Use a shared variable, or `await` in the text.',
    );
  } else if (actor.guard !== null) expectType(context, actor.guard, bool);
}

function operationsOf(context: Context, actor: ActorDeclaration): Map<string, Meaning> {
  const names = new Map<string, Meaning>();
  for (const declaration of actor.operations) {
    const { name } = declaration;
    const earlier = names.get(name.text);
    if (earlier?.kind === 'operation') reportTwice(context, name, earlier.declaration.name.span);
    else names.set(name.text, { kind: 'operation', declaration, actor });
  }
  return names;
}

function reportTwice(context: Context, name: OperationDeclaration['name'], earlier: OperationDeclaration['name']['span']): void {
  if (name.text === '') return;
  report(context, duplicateName, name.span, `\`${name.text}\` is declared twice.`, 'Give one of them another name.', {
    related: [{ span: earlier, message: `\`${name.text}\` is declared here already` }],
  });
}
