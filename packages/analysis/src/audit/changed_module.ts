import { withBlocks } from '@mmspec/syntax';
import type { AtomicStatement, Block, ConstDeclaration, Expression, Item, Module, Name, Statement } from '@mmspec/syntax';
import type { Span } from '@mmspec/source';
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

/** The module in which the constant says which of these changes is made, from 1 on; 0: none. Neighbours that change places and accesses that order less are none of them. */
export function withChanges(module: Module, changes: readonly Change[], selector: Selector): Module {
  const without = new Map<Statement, number[]>();
  const parts = new Map<Statement, number[]>();
  for (const [index, change] of changes.entries()) {
    for (const statement of change.without) without.set(statement, [...(without.get(statement) ?? []), index + 1]);
    for (const statement of change.parts) parts.set(statement, [...(parts.get(statement) ?? []), index + 1]);
  }
  const changed = (statement: Statement): Statement => {
    const inner = inside(statement, changed);
    const whole = inner.kind === 'atomic' ? { ...inner, when: allOf(inner.when, parts.get(statement) ?? [], selector, inner.span) } : inner;
    return (without.get(statement) ?? []).reduce<Statement>((kept, number) => unless(kept, number, selector), whole);
  };
  const { span } = module;
  return {
    ...module,
    items: [constant(selector, { ...span, end: span.start }), ...module.items.map((item) => inItem(item, (block) => eachIn(block, changed)))],
  };
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
  return { ...module, items: module.items.map((item) => inItem(item, inBlock)) };
}

/** The module in which an `atomic`, or all forms of an operation of one step, are taken as their parts. */
export function inParts(module: Module, place: AtomicStatement | string): Module {
  if (typeof place === 'string') {
    return {
      ...module,
      items: module.items.map((item) => (item.kind === 'operation' && item.name.text === place ? { ...item, atomic: false, order: null } : item)),
    };
  }
  // Its label goes on to cover all of them.
  const changed = (statement: Statement): Statement =>
    statement === place ? { ...place, order: null, when: { kind: 'boolean', value: false, span: place.span } } : inside(statement, changed);
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
