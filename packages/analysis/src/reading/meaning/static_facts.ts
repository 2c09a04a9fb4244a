import { constantsUnder } from '@mmspec/semantics';
import type { LocalNode, Model } from '@mmspec/semantics';
import { mayBeStep, mayWait, walk } from '@mmspec/syntax';
import type { ActorDeclaration, Block, CallExpression, Expression, Node, OperationDeclaration, Statement } from '@mmspec/syntax';
import type { Action, DeedKind, Settings, SourceSpan, TransitionSystem } from '@mmspec/system';
import { expressionText, withoutBrackets } from '../../drawing/expression_text.ts';
import type { ExpressionText, TextScope } from '../../drawing/expression_text.ts';
import { statementText } from '../../drawing/statement_text.ts';
import { localPart } from './facts.ts';
import type { Fact, StepFacts } from './facts.ts';
import { tokensOf } from './normal.ts';
import { stepNames } from './step_names.ts';

/** Stands for any text: what nobody knows before the step is taken. */
export const anything = 'anything_at_all';

/**
 * By the name of an actor: statements at which it may stand for ever, as what they wait for is false whatever happens.
 * No step of a system takes them.
 */
export function standingFacts(model: Model, settings: Settings, system: TransitionSystem): ReadonlyMap<string, StepFacts> {
  const scope = scopeOf(model, settings);
  const steps = new Set(system.actions.map(({ span }) => keyOf(span)));
  return new Map(
    model.actors.map((actor): [string, StepFacts] => {
      const formOf = formOfActor(actor, model);
      const found = [...bodiesOf(actor.body, model, formOf)].flatMap((body) => standing(body, steps, model, formOf, scope));
      return [actor.name.text, factsAlone(found)];
    }),
  );
}

/** What is known of a text that is no step of a system: its facts, and perhaps a name. */
export function factsAlone(facts: readonly Omit<Fact, 'part'>[], names: readonly string[] = []): StepFacts {
  return {
    names: new Set(names),
    facts: facts.map((fact, part) => ({ ...fact, part })),
    frames: [],
    libraryFrames: [],
    left: null,
    parameters: {},
    returned: [],
    mayReads: [],
    mayWrites: [],
  };
}

/** The form of an operation that an actor calls: one on a CPU takes that for it. */
type FormOf = (declaration: OperationDeclaration) => OperationDeclaration;

export function formOfActor({ cpu }: ActorDeclaration, { placedForms }: Model): FormOf {
  return (declaration) => (cpu === null ? undefined : placedForms.get(declaration)) ?? declaration;
}

/** The operation of several steps that a call begins; null: none. */
function begunBy(call: CallExpression, model: Model, formOf: FormOf): OperationDeclaration | null {
  const meaning = model.meanings.get(call.callee);
  const form = meaning?.kind === 'operation' ? formOf(meaning.declaration) : null;
  return form?.atomic === false ? form : null;
}

/** A body, and those of the operations of several steps that it calls, or that these call. */
export function bodiesOf(body: Block, model: Model, formOf: FormOf, found: Set<Block> = new Set()): ReadonlySet<Block> {
  if (found.has(body)) return found;
  found.add(body);
  walk(body, (node) => {
    const begun = node.kind === 'call' ? begunBy(node, model, formOf) : null;
    if (begun !== null) bodiesOf(begun.body, model, formOf, found);
  });
  return found;
}

function standing(body: Block, steps: ReadonlySet<string>, model: Model, formOf: FormOf, scope: TextScope): Said[] {
  const found: Said[] = [];
  walkLive(body, scope, (node) => {
    // What a call begins is a place of its own.
    const isPlace = mayWait(node) && !(node.kind === 'call_statement' && begunBy(node.call, model, formOf) !== null);
    if (isPlace && !steps.has(keyOf(node.span))) found.push(...factsOfStep(node, model, scope));
    return node.kind !== 'atomic';
  });
  return found;
}

/** By action: what its text says. */
export function staticFacts(model: Model, settings: Settings, system: TransitionSystem): readonly StepFacts[] {
  const scope = scopeOf(model, settings);
  const nodes = nodesBySpan(model);
  const operations = new Map([...model.operations, ...model.actors.flatMap((actor) => actor.operations)].map((each) => [each.name.text, each]));
  const locals = localWork(model, scope, new Set(system.actions.map(({ span }) => keyOf(span))));
  const names = stepNames(model, system);
  return system.actions.map((action, index): StepFacts => {
    const owner = action.actor < 0 ? '' : (system.actors[action.actor]?.kind ?? '');
    const joins = [owner, ...action.operations].flatMap((name) => locals.get(name) ?? []);
    const node = nodes.get(keyOf(action.span));
    const frames = action.operations.filter((name) => operations.get(name)?.atomic !== true);
    return {
      names: names[index]!,
      facts: [
        ...(node === undefined ? [] : factsOfStep(node, model, scope).map((fact, part) => ({ ...fact, part }))),
        ...joins.map((fact, part) => ({ ...fact, part: localPart + part })),
      ],
      frames: frames.map((name) => [name, '(', anything, ')']),
      libraryFrames: frames.map((name) => isOfLibrary(model, operations.get(name)?.span.file ?? -1)),
      left: null,
      parameters: {},
      returned: [],
      mayReads: cellsOf(system, action.reads),
      mayWrites: cellsOf(system, action.writes),
    };
  });
}

/** Walks over what is left of a text under the settings: of an `if` that they decide only the branch that is taken. */
function walkLive(root: Node, scope: Pick<TextScope, 'constants'>, visit: (node: Node) => boolean | void): void {
  walk(root, (node) => {
    const known = node.kind === 'if' ? scope.constants.scalar(node.condition) : undefined;
    if (node.kind !== 'if' || typeof known !== 'boolean') return visit(node);
    const taken = known ? node.consequent : node.alternative;
    if (taken !== null) walkLive(taken, scope, visit);
    return false;
  });
}

/** By the name of an actor or operation: statements that are no steps, and join the step before them. */
function localWork(model: Model, scope: TextScope, steps: ReadonlySet<string>): ReadonlyMap<string, readonly Said[]> {
  const found = new Map<string, Said[]>();
  for (const item of [...model.actors, ...model.operations, ...model.actors.flatMap(({ operations }) => operations)]) {
    if (item.kind === 'operation' && item.atomic) continue;
    const list: Said[] = [];
    walkLive(item.body, scope, (node) => {
      if (node.kind === 'atomic' && node.when === null) return false;
      if (steps.has(keyOf(node.span))) return true;
      if (node.kind === 'if' || node.kind === 'while') list.push(said('condition', node, scope));
      else if (node.kind === 'local' || node.kind === 'assign') list.push(said('assign', node, scope));
      else if (node.kind === 'assert') list.push(said('assert', node, scope));
      else if (node.kind === 'return') list.push(said('return', node, scope));
      else if (node.kind === 'goto' || node.kind === 'break' || node.kind === 'continue') list.push(said('jump', node, scope));
      return true;
    });
    found.set(item.name.text, [...(found.get(item.name.text) ?? []), ...list]);
  }
  return found;
}

export function isOfLibrary({ modules }: Model, file: number): boolean {
  return modules[file]?.name[0]?.text === 'kernel';
}

function cellsOf(system: TransitionSystem, slots: Action['reads']): string[] {
  const actors = new Set(system.actors.map(({ name }) => name));
  return slots.flatMap((slot) => {
    const name = system.slots[slot]?.name ?? '';
    return actors.has(name) ? [] : [name.replace(/#\d+$/u, '')];
  });
}

/** Parameters stand for the texts that are passed, where all calls pass the same; variables of `for` for anything. */
export function scopeOf(model: Model, settings: Settings): TextScope {
  const named = new Map<LocalNode, ExpressionText>();
  const scope: TextScope = { model, constants: constantsUnder(model, settings), named };
  const unknown: ExpressionText = { text: anything, isTight: true };
  const calls: CallExpression[] = [];
  for (const item of model.modules.flatMap(({ items }) => items)) {
    if (item.kind !== 'actor' && item.kind !== 'operation' && item.kind !== 'action') continue;
    if (item.kind === 'action') for (const parameter of item.parameters) named.set(parameter, unknown);
    walk(item, (node) => {
      if (node.kind === 'call') calls.push(node);
      if (node.kind === 'parameter') named.set(node, unknown);
      if (node.kind === 'for') named.set(node.binder, unknown);
    });
  }
  const passed = new Map<LocalNode, Set<string>>();
  for (const call of calls) {
    const meaning = model.meanings.get(call.callee);
    if (meaning?.kind !== 'operation') continue;
    meaning.declaration.parameters.forEach((parameter, index) => {
      const value = call.arguments[index]?.value;
      if (value === undefined) return;
      const texts = passed.get(parameter) ?? new Set();
      passed.set(parameter, texts.add(withoutBrackets(expressionText(value, scope)).text));
    });
  }
  for (const [parameter, texts] of passed) {
    const [only = anything] = texts;
    if (texts.size === 1) named.set(parameter, { text: only, isTight: /^[\w.[\]]+$/u.test(only) });
  }
  return scope;
}

function nodesBySpan(model: Model): ReadonlyMap<string, Statement | Block> {
  const found = new Map<string, Statement | Block>();
  for (const item of model.modules.flatMap(({ items }) => items)) {
    if (item.kind === 'action') found.set(keyOf(item.span), item.body);
    if (item.kind !== 'actor' && item.kind !== 'operation') continue;
    walk(item, (node) => {
      if (mayBeStep(node)) found.set(keyOf(node.span), node);
    });
  }
  return found;
}

function keyOf({ file, start, end }: SourceSpan): string {
  return `${file}:${start}:${end}`;
}

type Said = Omit<Fact, 'part'>;

const nothing: Said = { kind: 'skip', tokens: ['skip'], outcome: null, loads: [], stores: [] };

/** Of a step that asks, what stands in the branches comes later. */
export function factsOfStep(node: Statement | Block, model: Model, scope: TextScope): Said[] {
  if (node.kind === 'if') return [said('condition', node, scope), ...insideOf(node.condition, model, scope)];
  // Of a block nothing may be left, in a variant or on a path through it.
  return node.kind === 'atomic' || node.kind === 'block' ? [...factsIn(node, model, scope), nothing] : factsIn(node, model, scope);
}

/** All statements that may be executed in a step. */
function factsIn(node: Statement | Block, model: Model, scope: TextScope): Said[] {
  switch (node.kind) {
    case 'block':
      return node.statements.flatMap((statement) => factsIn(statement, model, scope));
    case 'atomic':
      return factsIn(node.body, model, scope);
    case 'for':
      return [said('for', node, scope), ...factsIn(node.body, model, scope)];
    case 'repeat':
      return factsIn(node.body, model, scope);
    case 'either':
      return node.branches.flatMap((branch) => factsIn(branch, model, scope));
    case 'label':
    case 'error_statement':
      return [];
    case 'if':
      return [
        ...factsOfStep(node, model, scope),
        ...factsIn(node.consequent, model, scope),
        ...(node.alternative === null ? [] : factsIn(node.alternative, model, scope)),
      ];
    case 'while':
      return [said('condition', node, scope), ...insideOf(node.condition, model, scope)];
    case 'await':
      return [said('await', node, scope)];
    case 'assert':
      return [said('assert', node, scope)];
    case 'choose':
      return [said('choose', node, scope)];
    case 'skip':
      return [said('skip', node, scope)];
    case 'return':
      return [said('return', node, scope), ...(node.value === null ? [] : insideOf(node.value, model, scope))];
    case 'local':
      return [said('assign', node, scope), ...insideOf(node.initial, model, scope)];
    case 'assign':
      return [said('assign', node, scope), ...insideOf(node.value, model, scope)];
    case 'call_statement':
      return [said('call', node, scope), ...insideOf(node.call, model, scope)];
    case 'break':
    case 'continue':
    case 'goto':
      return [said('jump', node, scope)];
  }
}

function said(kind: DeedKind, statement: Statement, scope: TextScope): Said {
  return { kind, tokens: tokensOf(statementText(statement, scope)), outcome: null, loads: [], stores: [] };
}

/** What an operation of one step does inside. */
function insideOf(expression: Expression, model: Model, scope: TextScope): Said[] {
  const call = expression.kind === 'unary' ? expression.operand : expression;
  const meaning = call.kind === 'call' ? model.meanings.get(call.callee) : undefined;
  return meaning?.kind === 'operation' && meaning.declaration.atomic ? factsIn(meaning.declaration.body, model, scope) : [];
}
