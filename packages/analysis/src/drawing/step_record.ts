import { cellsOf, plainOf, textOf } from '@mmspec/interpreter';
import type { Done, Entry, Load, Machine, Outcome, Store, Value } from '@mmspec/interpreter';
import { constantsUnder } from '@mmspec/semantics';
import type { Constants, LocalNode, Model } from '@mmspec/semantics';
import { calledExpression } from '@mmspec/syntax';
import type { CallExpression, Expression, OperationDeclaration, Statement } from '@mmspec/syntax';
import type { CellStore, Deed, DeedKind, Frame, Plain, Settings, StepRecord } from '@mmspec/system';
import { expressionText, withoutBrackets } from './expression_text.ts';
import type { ExpressionText, TextScope } from './expression_text.ts';
import { statementText } from './statement_text.ts';

/*
 * What a step did, as data with texts: from what the interpreter noted while it took the step.
 */

/** A model under settings, for texts. */
export interface Wording {
  readonly model: Model;
  readonly constants: Constants;
}

export function wordingOf(model: Model, settings: Settings): Wording {
  return { model, constants: constantsUnder(model, settings) };
}

/** The record of a step that the interpreter has taken and noted. */
export function stepRecord(wording: Wording, machine: Machine, { actor, done = [], parameters, bound = new Map() }: Outcome): StepRecord {
  const context: RecordContext = { ...wording, declarationOf: (cell) => machine.declarationOf(cell), actor, bound };
  const step = done.filter(({ phase, kind }) => phase === 'step' && kind === 'statement');
  const stack = step[0]?.stack ?? [];
  const frames = framesOf(stack, context);
  const { left, returned } = leaving(done, frames);
  return {
    parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    deeds: deedsOf(step, context),
    after: deedsOf(
      done.filter(({ phase, kind }) => phase === 'local' && kind === 'statement'),
      context,
    ),
    frames,
    left,
    returned,
  };
}

interface RecordContext extends Wording, Pick<Machine, 'declarationOf'> {
  readonly actor: string | null;
  /** Parameters of an action. */
  readonly bound: ReadonlyMap<LocalNode, Value>;
}

/** What a loop did is shown in full up to so many rounds. */
const unfoldedMax = 3;

function deedsOf(done: readonly Done[], context: RecordContext): Deed[] {
  const deeds: Deed[] = [];
  for (let at = 0; at < done.length; at++) {
    const each = done[at]!;
    const loop = each.statement;
    if (loop?.kind !== 'for') {
      deeds.push(deedOf(each, context));
      continue;
    }
    let end = at + 1;
    while (end < done.length && done[end]!.stack.some((entry) => entry.kind === 'for' && entry.statement === loop)) end++;
    const inside = deedsOf(done.slice(at + 1, end), context);
    deeds.push(...(inside.length <= unfoldedMax ? inside : [{ ...deedOf(each, context), inside }]));
    at = end - 1;
  }
  return deeds;
}

function deedOf(done: Done, context: RecordContext): Deed {
  const { statement } = done;
  if (statement === null) throw new Error('a deed without a statement');
  const value = done.value === undefined ? undefined : plainOf(done.value);
  return {
    kind: kindOf(statement),
    text: statementText(statement, scopeOf(done.stack, context)),
    ...(done.outcome === null ? {} : { outcome: done.outcome }),
    ...(value === undefined ? {} : { value }),
    loads: done.loads.flatMap((load) => loadsOf(load, done.stack, context)),
    stores: done.stores.filter(({ local }) => local?.kind !== 'parameter').map((store) => storeOf(store, done.stack, context)),
    inside: deedsOf(done.inside, context),
  };
}

function kindOf({ kind }: Statement): DeedKind {
  switch (kind) {
    case 'if':
    case 'while':
      return 'condition';
    case 'local':
    case 'assign':
      return 'assign';
    case 'call_statement':
      return 'call';
    case 'break':
    case 'continue':
    case 'goto':
      return 'jump';
    case 'await':
    case 'assert':
    case 'choose':
    case 'return':
    case 'for':
    case 'skip':
      return kind;
    case 'label':
    case 'either':
    case 'atomic':
    case 'repeat':
    case 'error_statement':
      throw new Error(`${kind} is nothing that is done`);
  }
}

function loadsOf(load: Load, stack: readonly Entry[], context: RecordContext): (readonly [string, Plain])[] {
  return cellsOf(cellName(load, stack, context), load.value).map(([cell, value]) => [cell, plainOf(value)] as const);
}

function storeOf(store: Store, stack: readonly Entry[], context: RecordContext): CellStore {
  return {
    cell: cellName(store, stack, context),
    from: store.from === undefined ? null : plainOf(store.from),
    to: plainOf(store.to),
    aside: store.local === null ? isAside(context, store.name) : store.local.kind === 'local' && store.local.storage === 'ghost',
    local: store.local === null ? null : store.name,
  };
}

/** Locals are named as the rows of a state: by the actor, the operations around them, and their name. */
function cellName({ name, local }: Load | Store, stack: readonly Entry[], { actor }: RecordContext): string {
  if (local === null) return name;
  const calls: string[] = [];
  let known = '';
  for (const entry of stack) {
    if (entry.kind === 'call') calls.push(entry.operation.name.text);
    if ((entry.kind === 'block' && entry.locals.has(local)) || (entry.kind === 'call' && local.kind === 'parameter' && entry.arguments.has(local)))
      known = calls.map((call) => `${call}.`).join('');
  }
  return `${actor === null ? '' : `${actor}.`}${known}${name}`;
}

// ---------------------------------------------------------------- names

/** The call of an operation that stands around something, with its place in the stack. */
interface Call {
  readonly operation: OperationDeclaration;
  readonly call: CallExpression;
  readonly at: number;
}

function callsOf(stack: readonly Entry[]): Call[] {
  return stack.flatMap((entry, at): Call[] => {
    if (entry.kind !== 'call') return [];
    const caller = stack[at - 1];
    const statement = caller?.kind === 'while' ? caller.statement : caller?.kind === 'block' ? caller.block.statements[caller.index] : undefined;
    const call = statement === undefined ? null : callIn(statement);
    return call === null ? [] : [{ operation: entry.operation, call, at }];
  });
}

function callIn(statement: Statement): CallExpression | null {
  const called = calledExpression(statement);
  return called === null ? null : calledIn(called);
}

function calledIn(expression: Expression): CallExpression | null {
  if (expression.kind === 'unary') return calledIn(expression.operand);
  return expression.kind === 'call' ? expression : null;
}

/** Parameters are their arguments, variables of `for` and parameters of actions their values. */
function scopeOf(stack: readonly Entry[], context: RecordContext): TextScope {
  const named = new Map<LocalNode, ExpressionText>([...context.bound].map(([node, value]) => [node, valueText(value)]));
  const scope: TextScope = { model: context.model, constants: context.constants, named };
  const calls = callsOf(stack);
  stack.forEach((entry, at) => {
    if (entry.kind === 'for') named.set(entry.statement.binder, valueText(entry.items[entry.index] ?? null));
    const call = calls.find((each) => each.at === at);
    if (call === undefined) return;
    const texts = call.call.arguments.map(({ value }) => withoutBrackets(expressionText(value, scope)));
    call.operation.parameters.forEach((parameter, index) => {
      const text = texts[index];
      if (text !== undefined) named.set(parameter, text);
    });
  });
  return scope;
}

function valueText(value: Value): ExpressionText {
  return { text: textOf(value), isTight: typeof value !== 'number' || value >= 0 };
}

// ---------------------------------------------------------------- operations of several steps

function framesOf(stack: readonly Entry[], context: RecordContext): Frame[] {
  return callsOf(stack)
    .filter(({ operation }) => !operation.atomic)
    .map(({ operation, call, at }) => ({
      text: expressionText(call, scopeOf(stack.slice(0, at), context)).text,
      library: isLibraryFile(context.model, operation.span.file),
    }));
}

/** How many of the operations around the step it is the last step of, and what they returned. */
function leaving(done: readonly Done[], frames: readonly Frame[]): Pick<StepRecord, 'left' | 'returned'> {
  let entered = 0;
  let left = 0;
  const returned: [string, Plain][] = [];
  for (const { kind, phase, value } of done) {
    if (phase === 'choice') continue;
    if (kind === 'enter') entered++;
    if (kind !== 'leave') continue;
    if (entered > 0) entered--;
    else {
      const frame = frames.at(-1 - left);
      left++;
      if (value !== undefined && frame !== undefined) returned.push([frame.text, plainOf(value)]);
    }
  }
  return { left, returned };
}

function isAside({ model, declarationOf }: RecordContext, cell: string): boolean {
  const declaration = declarationOf(cell);
  return declaration !== null && (declaration.storage === 'ghost' || isLibraryFile(model, declaration.span.file));
}

/** Whether a file is one of the kernel library. */
export function isLibraryFile(model: Model, file: number): boolean {
  return model.modules[file]?.name[0]?.text === 'kernel';
}

/** The text of a statement that was tried: inside a call of the library that call. */
export function triedText(done: Pick<Done, 'statement' | 'stack'>, wording: Wording): string {
  return triedTexts(done, wording)[0]!;
}

/** The texts of a statement that was tried: inside a call of the library that call, and the statement itself. */
export function triedTexts({ statement, stack }: Pick<Done, 'statement' | 'stack'>, wording: Wording): readonly [string, ...string[]] {
  if (statement === null) throw new Error('a guard has no text');
  const context: RecordContext = { ...wording, declarationOf: () => null, actor: null, bound: new Map() };
  const own = statementText(statement, scopeOf(stack, context));
  const call = framesOf(stack, context).find(({ library }) => library);
  return call === undefined ? [own] : [call.text, own];
}
