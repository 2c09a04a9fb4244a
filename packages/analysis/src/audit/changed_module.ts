import type { Model } from '@mmspec/semantics';
import { walk, withBlocks } from '@mmspec/syntax';
import type { AtomicStatement, Block, ConstDeclaration, Expression, Item, Module, Name, Statement } from '@mmspec/syntax';
import type { Span } from '@mmspec/source';
import { isLocalWork } from './own_step.ts';
import type { Change } from './sites.ts';

/*
 * The tree of a spec with its changes. One tree has many of them: a constant says which one is made, and where it says none,
 * the spec is what it was, step for step.
 */

/** A constant that no spec has. */
export interface Selector {
  readonly name: string;
  readonly count: number;
}

/** The first module of a model, in which the constant says which of these changes is made, from 1 on; 0: none. Neighbours that change places and accesses that order less are none of them. */
export function withChanges(model: Model, changes: readonly Change[], selector: Selector): Module {
  const module = model.modules[0]!;
  const without = new Map<Statement, number[]>();
  const parts = new Map<Statement, number[]>();
  for (const [index, change] of changes.entries()) {
    for (const statement of change.without) without.set(statement, [...(without.get(statement) ?? []), index + 1]);
    for (const statement of change.parts) parts.set(statement, [...(parts.get(statement) ?? []), index + 1]);
  }
  const heads = branchHeads(model, module);
  const changed = (statement: Statement): Statement => {
    const inner = inside(statement, changed);
    const numbers = parts.get(statement) ?? [];
    const whole =
      inner.kind === 'atomic' && numbers.length > 0
        ? { ...inner, when: allOf(inner.when, numbers, selector, inner.span), body: separable(inner.body, heads.has(statement)) }
        : inner;
    return (without.get(statement) ?? []).reduce<Statement>((kept, number) => unless(kept, number, selector), whole);
  };
  const { span } = module;
  return {
    ...module,
    items: [constant(selector, { ...span, end: span.start }), ...asked(module).map((item) => inItem(item, (block) => eachIn(block, changed)))],
  };
}

/** What is declared, without what its checks say of properties: a change may give an assertion another name, and what is asked of it is known. */
function asked({ items }: Module): Item[] {
  return items.map((item) =>
    item.kind === 'check' ? { ...item, of: [], expectation: null, settings: item.settings.filter(({ kind }) => kind !== 'ignore_setting') } : item,
  );
}

/** Every `atomic` that begins a branch of `either` and begins with local work itself: its parts would choose the branch before there is a step. */
function branchHeads(model: Model, module: Module): ReadonlySet<Statement> {
  const heads = new Set<Statement>();
  walk(module, (node) => {
    for (const { statements } of node.kind === 'either' ? node.branches : []) {
      const head = statements.find(({ kind }) => kind !== 'label');
      const first = head?.kind === 'atomic' ? head.body.statements.find(({ kind }) => kind !== 'label') : undefined;
      if (head !== undefined && first !== undefined && isLocalWork(model, first)) heads.add(head);
    }
  });
  return heads;
}

/** The same step where it is one, which may be taken as its parts: a `for` stays a step of its own, and a branch is chosen by one. */
function separable(body: Block, isHead: boolean): Block {
  const { statements } = eachIn(body, keptWhole);
  return { ...body, statements: isHead ? [{ kind: 'skip', span: body.span }, ...statements] : statements };
}

function keptWhole(statement: Statement): Statement {
  const { kind, span } = statement;
  if (kind === 'for') return { kind: 'atomic', when: null, order: null, body: { kind: 'block', statements: [statement], span }, span };
  return kind === 'atomic' ? statement : inside(statement, keptWhole);
}

/** The module in which two neighbours have changed places, each with its label. */
export function withSwapped(module: Module, [first, second]: readonly [Statement, Statement]): Module {
  const inBlock = (block: Block): Block => {
    const { statements } = block;
    const [from, to] = [statements.indexOf(first), statements.indexOf(second)];
    if (from < 0) return eachIn(block, (statement) => withBlocks(statement, inBlock));
    // What only the first of them is called stays with it.
    const start = statements[from - 1]?.kind === 'label' && to > from + 1 ? from - 1 : from;
    return {
      ...block,
      statements: [...statements.slice(0, start), ...statements.slice(from + 1, to + 1), ...statements.slice(start, from + 1), ...statements.slice(to + 1)],
    };
  };
  return { ...module, items: asked(module).map((item) => inItem(item, inBlock)) };
}

/** A module of a model, in which an `atomic`, or all forms of an operation of one step, are taken as their parts. */
export function inParts(model: Model, module: Module, place: AtomicStatement | string): Module {
  if (typeof place === 'string') {
    return {
      ...module,
      items: module.items.map((item) => (item.kind === 'operation' && item.name.text === place ? { ...item, atomic: false, order: null } : item)),
    };
  }
  const isHead = branchHeads(model, module).has(place);
  // Its label goes on to cover all of them.
  const changed = (statement: Statement): Statement =>
    statement === place
      ? { ...place, order: null, when: { kind: 'boolean', value: false, span: place.span }, body: separable(place.body, isHead) }
      : inside(statement, changed);
  return { ...module, items: module.items.map((item) => inItem(item, (block) => eachIn(block, changed))) };
}

function inItem(item: Item, change: (block: Block) => Block): Item {
  if (item.kind === 'operation') return { ...item, body: change(item.body) };
  if (item.kind !== 'actor') return item;
  return { ...item, operations: item.operations.map((operation) => ({ ...operation, body: change(operation.body) })), body: change(item.body) };
}

function eachIn(block: Block, change: (statement: Statement) => Statement): Block {
  return { ...block, statements: block.statements.map(change) };
}

function inside(statement: Statement, change: (statement: Statement) => Statement): Statement {
  return withBlocks(statement, (block) => eachIn(block, change), change);
}

/** `if selector != number { statement }`, which is decided where it is compiled. */
function unless(statement: Statement, number: number, selector: Selector): Statement {
  const { span } = statement;
  return { kind: 'if', condition: isNot(number, selector, span), consequent: { kind: 'block', statements: [statement], span }, alternative: null, span };
}

function allOf(when: Expression | null, numbers: readonly number[], selector: Selector, span: Span): Expression | null {
  return numbers
    .map((number) => isNot(number, selector, span))
    .reduce<Expression | null>((all, each) => (all === null ? each : { kind: 'binary', operator: 'and', left: all, right: each, span }), when);
}

function isNot(number: number, selector: Selector, span: Span): Expression {
  return {
    kind: 'binary',
    operator: '!=',
    left: { kind: 'name_expression', name: named(selector.name, span), span },
    right: { kind: 'number', value: number, span },
    span,
  };
}

function named(text: string, span: Span): Name {
  return { kind: 'name', text, span };
}

function constant({ name, count }: Selector, span: Span): ConstDeclaration {
  const bound = (value: number): Expression => ({ kind: 'number', value, span });
  return {
    kind: 'const',
    name: named(name, span),
    type: { kind: 'range_type', low: bound(0), high: bound(count), forever: false, span },
    value: bound(0),
    doc: [],
    span,
  };
}
