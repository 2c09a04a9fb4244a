import type { Expression } from '@mmspec/syntax';
import type { World } from '../world/world.ts';
import { changesOf, localNamed } from './rounds.ts';
import { typeOf } from './typing.ts';
import type { FlowItem, FlowLocal, Frame, Scoped } from './types.ts';

/*
 * What numbers a local can be on a path: known only where the rounds of a loop are written out one after the other, so that the
 * walk ends where the loop does.
 */

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Locals that are not named may have any value of their type. */
export type Ranges = ReadonlyMap<FlowLocal, Range>;

const truths = { yes: { low: 1, high: 1 }, no: { low: 0, high: 0 }, open: { low: 0, high: 1 } } as const;

function rangeOfLocal(ranges: Ranges, local: FlowLocal): Range | null {
  const known = ranges.get(local);
  if (known !== undefined) return known;
  return local.type.kind === 'int' && !local.type.forever ? { low: local.type.min, high: local.type.max } : null;
}

/** The numbers that an expression can be; null where it is no number, or nothing is known. Truth is 1. */
function rangeOf(world: World, ranges: Ranges, expression: Expression, frame: Frame): Range | null {
  const constant = world.constant(expression);
  if (typeof constant === 'number') return { low: constant, high: constant };
  if (typeof constant === 'boolean') return constant ? truths.yes : truths.no;
  const again = (inner: Expression): Range | null => rangeOf(world, ranges, inner, frame);
  if (expression.kind === 'name_expression') {
    const local = localNamed(world, expression, frame);
    if (local !== null) return rangeOfLocal(ranges, local);
  }
  if (expression.kind === 'unary' && expression.operator === 'not') return negated(again(expression.operand));
  if (expression.kind === 'binary') {
    const [left, right] = [again(expression.left), again(expression.right)];
    if (left !== null && right !== null) return combined(expression.operator, left, right);
  }
  const type = typeOf(world, expression, frame);
  return type?.kind === 'int' && !type.forever ? { low: type.min, high: type.max } : null;
}

function negated(range: Range | null): Range {
  return range === null || range.low !== range.high ? truths.open : range.low === 0 ? truths.yes : truths.no;
}

function truthWhen(certain: boolean, impossible: boolean): Range {
  return certain ? truths.yes : impossible ? truths.no : truths.open;
}

function combined(operator: string, a: Range, b: Range): Range | null {
  switch (operator) {
    case '+':
      return { low: a.low + b.low, high: a.high + b.high };
    case '-':
      return { low: a.low - b.high, high: a.high - b.low };
    case '<':
      return truthWhen(a.high < b.low, a.low >= b.high);
    case '<=':
      return truthWhen(a.high <= b.low, a.low > b.high);
    case '>':
      return truthWhen(a.low > b.high, a.high <= b.low);
    case '>=':
      return truthWhen(a.low >= b.high, a.high < b.low);
    case '==':
      return truthWhen(a.low === b.high && a.high === b.low, a.high < b.low || a.low > b.high);
    case '!=':
      return truthWhen(a.high < b.low || a.low > b.high, a.low === b.high && a.high === b.low);
    case 'and':
      return truthWhen(a.low === 1 && b.low === 1, a.high === 0 || b.high === 0);
    case 'or':
      return truthWhen(a.low === 1 || b.low === 1, a.high === 0 && b.high === 0);
    default:
      return null;
  }
}

/** Whether a condition is certain on a path; null where both outcomes are possible. */
export function certainty(world: World, ranges: Ranges, { expression, frame }: Scoped): boolean | null {
  const range = rangeOf(world, ranges, expression, frame);
  return range === null || range.low !== range.high ? null : range.low !== 0;
}

/** What is known where a condition came out so; null where it cannot. */
export function narrowed(world: World, ranges: Ranges, condition: Scoped, truth: boolean): Ranges | null {
  const known = certainty(world, ranges, condition);
  if (known !== null) return known === truth ? ranges : null;
  const { expression, frame } = condition;
  if (expression.kind === 'unary' && expression.operator === 'not') return narrowed(world, ranges, { expression: expression.operand, frame }, !truth);
  if (expression.kind !== 'binary') return ranges;
  const { operator, left, right } = expression;
  if (operator === (truth ? 'and' : 'or')) {
    const first = narrowed(world, ranges, { expression: left, frame }, truth);
    return first === null ? null : narrowed(world, first, { expression: right, frame }, truth);
  }
  const asked = truth ? operator : opposite(operator);
  if (asked === null) return ranges;
  const side = (from: Ranges, one: Expression, other: Expression, how: string): Ranges | null => {
    const local = localNamed(world, one, frame);
    const range = local === null ? null : rangeOfLocal(from, local);
    const bound = rangeOf(world, ranges, other, frame);
    if (local === null || range === null || bound === null) return from;
    const next = limited(range, bound, how);
    return next.low > next.high ? null : new Map([...from, [local, next]]);
  };
  const first = side(ranges, left, right, asked);
  return first === null ? null : side(first, right, left, mirrored(asked));
}

function opposite(operator: string): string | null {
  const opposites: Readonly<Record<string, string>> = { '<': '>=', '>=': '<', '>': '<=', '<=': '>', '==': '!=', '!=': '==' };
  return Object.hasOwn(opposites, operator) ? (opposites[operator] ?? null) : null;
}

function mirrored(operator: string): string {
  const mirrors: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
  return mirrors[operator] ?? operator;
}

function limited(range: Range, bound: Range, operator: string): Range {
  switch (operator) {
    case '<':
      return { low: range.low, high: Math.min(range.high, bound.high - 1) };
    case '<=':
      return { low: range.low, high: Math.min(range.high, bound.high) };
    case '>':
      return { low: Math.max(range.low, bound.low + 1), high: range.high };
    case '>=':
      return { low: Math.max(range.low, bound.low), high: range.high };
    case '==':
      return { low: Math.max(range.low, bound.low), high: Math.min(range.high, bound.high) };
    default:
      return range;
  }
}

/** What is known after an item; null where every value that it can store is a fault. */
export function after(world: World, ranges: Ranges, item: FlowItem): Ranges | null {
  switch (item.kind) {
    case 'counter':
      return new Map([...ranges, [item.local, { low: 0, high: 0 }]]);
    case 'declare':
      return stored(
        ranges,
        item.local,
        item.value.kind === 'expression' ? rangeOf(world, ranges, item.value.scoped.expression, item.value.scoped.frame) : null,
      );
    case 'assign': {
      const local = localNamed(world, item.target.expression, item.target.frame);
      if (local === null) return ranges;
      const value = item.value.kind === 'expression' ? rangeOf(world, ranges, item.value.scoped.expression, item.value.scoped.frame) : null;
      const old = rangeOfLocal(ranges, local);
      if (item.operator === '=') return stored(ranges, local, value);
      return stored(ranges, local, value === null || old === null ? null : combined(item.operator === '+=' ? '+' : '-', old, value));
    }
    case 'if':
      return afterIf(world, ranges, item);
    case 'for': {
      let found = ranges;
      for (const [local, change] of changesOf(world, item.body)) found = moved(found, local, change);
      return found;
    }
    case 'assert':
    case 'effect':
    case 'evaluate':
    case 'mark':
      return ranges;
  }
}

/** Of two sides what either leaves; null where neither goes on. */
function afterIf(world: World, ranges: Ranges, item: FlowItem & { kind: 'if' }): Ranges | null {
  const side = (truth: boolean, items: readonly FlowItem[]): Ranges | null => {
    const begin = item.condition.kind === 'expression' ? narrowed(world, ranges, item.condition.scoped, truth !== item.negated) : ranges;
    return items.reduce<Ranges | null>((so, each) => (so === null ? null : after(world, so, each)), begin);
  };
  const then = side(true, item.then);
  const otherwise = side(false, item.else);
  return then === null || otherwise === null ? (then ?? otherwise) : joined(then, otherwise);
}

function joined(a: Ranges, b: Ranges): Ranges {
  const both = new Map<FlowLocal, Range>();
  for (const local of new Set([...a.keys(), ...b.keys()])) {
    const [one, other] = [rangeOfLocal(a, local), rangeOfLocal(b, local)];
    if (one !== null && other !== null) both.set(local, { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) });
  }
  return both;
}

/** What is known of a local that was changed some number of times. */
function moved(ranges: Ranges, local: FlowLocal, { low, high }: Range): Ranges {
  const before = rangeOfLocal(ranges, local);
  const { type } = local;
  if (before === null || type.kind !== 'int') return ranges;
  return new Map([...ranges, [local, { low: low >= 0 ? before.low : type.min, high: high <= 0 ? before.high : type.max }]]);
}

function stored(ranges: Ranges, local: FlowLocal, value: Range | null): Ranges | null {
  const { type } = local;
  if (type.kind !== 'int' || type.forever) return ranges;
  if (value === null) return without(ranges, local);
  const fits = { low: Math.max(type.min, value.low), high: Math.min(type.max, value.high) };
  return fits.low > fits.high ? null : new Map([...ranges, [local, fits]]);
}

/** What is known where a local, or any, may have changed. */
export function forget(ranges: Ranges, local: FlowLocal | null): Ranges {
  return local === null ? new Map() : without(ranges, local);
}

function without(ranges: Ranges, local: FlowLocal): Ranges {
  if (!ranges.has(local)) return ranges;
  const rest = new Map(ranges);
  rest.delete(local);
  return rest;
}
