import { suggest, type Diagnostic, type SourceFile } from '@mmspec/source';
import {
  blocksOf,
  parse,
  walk,
  type ActorDeclaration,
  type Block,
  type Expression,
  type Module,
  type OperationDeclaration,
  type Statement,
} from '@mmspec/syntax';
import type { Analysis } from './analyse.ts';
import { effectPosition, lint as effectLint } from './checks/effect_position.ts';
import { lint as effort } from './checks/effort.ts';
import { lint as propertyAtoms, stepAtomRule as stepAtom, temporalOnly } from './checks/property_atoms.ts';
import { lint as stepPath } from './checks/step_path.ts';
import { gather } from './facts.ts';
import { forgetful } from './memory.ts';
import type { LocalNode, Meaning, Model } from './model.ts';
import { didYouMean } from './rule.ts';
import type { Scope, Tables } from './typing/context.ts';
import { home } from './typing/declarations.ts';
import { expectType, infer } from './typing/expressions.ts';
import { unknownOperation } from './typing/calls.ts';
import { unknownName } from './typing/names.ts';
import { unknown, type Type } from './types.ts';

/*
 * Expressions that stand in no file: what a debugger is asked about one state.
 */

/** Where something is asked: what its text may name beside the names of the modules. */
export interface AskedFrom {
  /** Whose `self` it is; null where there is none. */
  readonly self: ActorDeclaration | null;
  readonly locals: readonly LocalInScope[];
}

export interface LocalInScope {
  readonly node: LocalNode;
  readonly type: Type;
}

/** A checked expression, with what the names in it and in the spec mean. */
export interface AskedExpression {
  readonly expression: Expression;
  readonly type: Type;
  readonly meanings: Model['meanings'];
}

export type Asked =
  | { readonly kind: 'expression'; readonly asked: AskedExpression }
  /** What is wrong, and what to do about it. */
  | { readonly kind: 'wrong'; readonly message: string; readonly help: string };

/** Reads and checks an expression about one state, of the type that is wanted (null: any). It may say what properties say, but nothing about steps and runs. */
export function ask({ model, tables: given }: Analysis, text: string, from: AskedFrom, wanted: Type | null): Asked {
  const index = model.files.length;
  const file: SourceFile = { path: '', text: `${before}${text}\n` };
  const { module, diagnostics } = parse(file, index);
  const broken = diagnostics.find(isError);
  const expression = onlyExpression(module);
  if (text.trim() === '') return { kind: 'wrong', message: 'There is nothing to judge.', help: '' };
  if (broken !== undefined) return wrong(model, broken);
  if (expression === null) return { kind: 'wrong', message: 'This is more than one expression.', help: 'Ask for one at a time.' };
  const tables = tablesFor(given, index, from.locals);
  const context = { ...home(tables, module, 'property'), scope: scopeOf(from.locals), self: selfOf(from) };
  const type = wanted === null ? infer(context, expression, null) : expectType(context, expression, wanted);
  const found = [...tables.diagnostics, ...lintsOf(model, tables, module, expression)].find((each) => isError(each) && each.span.file === index);
  return found === undefined ? { kind: 'expression', asked: { expression, type, meanings: tables.meanings } } : wrong(model, found);
}

/** What a diagnostic of a file says, in the words of who asks: a question declares nothing, and is about one state. */
function wrong(model: Model, { code, message, help, fixes }: Diagnostic): Asked {
  const says = (text: string, instead = ''): Asked => ({ kind: 'wrong', message: text, help: instead });
  const [quoted = '', name = ''] = /`([^`]*)`/u.exec(message) ?? [];
  const subject = message.startsWith('A primed') ? 'A primed variable' : quoted;
  if (code === stepAtom.code) return says(`${subject} is about a step, and this is asked about a state.`);
  if (code === temporalOnly.code) return says('This is about a whole run, and it is asked about one state.');
  if (code === effectPosition.code) return says(`${quoted} changes something or takes steps, and a question only looks.`);
  if (/^Expected an? (?:declaration|operator), found/u.test(message)) return says(`${quoted} cannot follow here.`, 'Ask for one expression.');
  if (code === unknownOperation.code && fixes.length === 0) return says(message, didYouMean(suggest(name, askedCalls)));
  if (code !== unknownName.code) return says(message, help);
  // A question declares nothing.
  return says(message, whereElse(model, name) || (fixes.length > 0 || help.startsWith('It is a label') ? help : ''));
}

/** What is called in questions alone. */
const askedCalls: readonly string[] = ['holders', 'refs', 'rest', 'enabled', 'index', 'sum'];

/** Whose variable a name is that is none here; empty where it is nobody's. */
function whereElse({ actors, operations }: Model, name: string): string {
  const isNamed = (node: LocalNode): boolean => nameOfLocal(node) === name;
  const actor = actors.find(({ body }) => declaredIn(body.statements).some(isNamed));
  if (actor !== undefined) return `It is a variable of \`${actor.name.text}\`: \`${actor.name.text}${actor.count === null ? '' : '[0]'}.${name}\`.`;
  const operation = [...operations, ...actors.flatMap((each) => each.operations)].find(({ parameters, body }) => [...parameters, ...allIn(body)].some(isNamed));
  return operation === undefined ? '' : `It is a variable of \`${operation.name.text}\`, seen only by who is in there.`;
}

/** Every local of a text. */
function allIn(body: Block): LocalNode[] {
  const found: LocalNode[] = [];
  walk(body, (node) => {
    if (node.kind === 'local' || node.kind === 'choose') found.push(node);
  });
  return found;
}

const before = 'module asked\ndefine asked = ';

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

function onlyExpression({ imports, items }: Module): Expression | null {
  const [only] = items;
  return imports.length === 0 && items.length === 1 && only?.kind === 'define' ? only.body : null;
}

/** The tables of a spec, with room for one more file that sees what the spec sees. */
function tablesFor(tables: Tables, index: number, locals: readonly LocalInScope[]): Tables {
  const visible = [...tables.visible];
  visible[index] = new Set([...(tables.visible[0] ?? []), index]);
  return {
    ...tables,
    visible,
    meanings: new Map(tables.meanings),
    types: new Map(),
    fields: new Map(),
    locals: new Map([...tables.locals, ...locals.map(({ node, type }) => [node, type] as const)]),
    genericCalls: [],
    diagnostics: [],
    memory: forgetful,
  };
}

function scopeOf(locals: readonly LocalInScope[]): Scope {
  const names = new Map<string, Meaning>();
  for (const { node } of locals) names.set(nameOfLocal(node), { kind: 'local', declaration: node });
  return { names, parent: null };
}

function selfOf({ self }: AskedFrom): Type | null {
  return self === null ? null : { kind: 'actor', declaration: self };
}

/** What is said of a property of kind `possible` with this body, which is about one state. */
function lintsOf(model: Model, tables: Tables, module: Module, body: Expression): Diagnostic[] {
  const name = { kind: 'name' as const, text: 'asked', span: module.span };
  const declaration = { kind: 'possible' as const, doc: [], name, body, expectViolated: false, span: module.span };
  const asked: Model = {
    ...model,
    modules: [module],
    meanings: tables.meanings,
    properties: [{ name: 'asked', declaration, object: null, overSteps: false }],
    objects: [],
    variables: [],
    actions: [],
    checks: [],
    scenarios: [],
  };
  const facts = gather(asked, tables, [], false);
  return [effectLint, propertyAtoms, stepPath, effort].flatMap(({ check }) => check(facts));
}

/** The name that a local is used by; empty where it is no new one. */
export function nameOfLocal(node: LocalNode): string {
  if (node.kind !== 'choose') return node.name.text;
  return node.target.kind === 'name_expression' ? node.target.name.text : '';
}

/** The locals that the text of an actor or operation may name at an offset, with their types. */
export function localsAt({ tables, model }: Analysis, body: ActorDeclaration | OperationDeclaration, offset: number): LocalInScope[] {
  const owner = body.kind === 'operation' ? model.actors.find(({ operations }) => operations.includes(body)) : undefined;
  const nodes = [
    ...(owner === undefined ? [] : declaredIn(owner.body.statements)),
    ...(body.kind === 'operation' ? body.parameters : []),
    ...declaredBefore(body.body.statements, offset),
  ];
  return nodes.filter((node) => tables.locals.has(node)).map((node) => ({ node, type: tables.locals.get(node) ?? unknown }));
}

function declaredIn(statements: readonly Statement[]): LocalNode[] {
  return statements.flatMap((statement): LocalNode[] => (statement.kind === 'local' || statement.kind === 'choose' ? [statement] : []));
}

/** Those of a block, and of the blocks inside of it that the offset lies in. */
function declaredBefore(statements: readonly Statement[], offset: number): LocalNode[] {
  return statements.flatMap((statement): LocalNode[] => {
    const { start, end } = statement.span;
    if (offset >= end) return declaredIn([statement]);
    if (offset < start) return [];
    const binder = statement.kind === 'for' ? [statement.binder] : [];
    const around = blocksOf(statement).filter(({ span }) => offset >= span.start && offset < span.end);
    return [...binder, ...around.flatMap((block) => declaredBefore(block.statements, offset))];
  });
}
