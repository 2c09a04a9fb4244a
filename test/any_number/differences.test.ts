import type { Expr, Stmt } from '@mmspec/compiler';
import { expect, test } from 'vitest';
import { inBody } from '../../packages/compiler/src/differences.ts';

/*
 * Which stores of a number are differences: those of a counter that was found to be a number, with no other store between.
 */

const number = (value: number): Expr => ({ kind: 'number', value });
const cell = (base: number): { base: number; terms: [] } => ({ base, terms: [] });
const load = (base: number): Expr => ({ kind: 'load', from: 'after', cell: cell(base), min: 0, max: 15 });
const store = (base: number, value: Expr): Stmt => ({ kind: 'store', cell: cell(base), value });
const found = (base: number, value: number, then: readonly Stmt[], otherwise: readonly Stmt[] = []): Stmt => ({
  kind: 'if',
  condition: { kind: 'compare', operator: '===', left: load(base), right: number(value) },
  then,
  else: otherwise,
});
const difference = (base: number, operator: '+' | '-', by: number): Stmt => store(base, { kind: 'numeric', operator, left: load(base), right: number(by) });
const made = (stmt: Stmt): readonly Stmt[] => inBody([stmt], (base) => base < 5);

test('a counter that is found to be a number, and given another one, is raised or lowered', () => {
  expect(made(found(1, 0, [store(1, number(1))]))).toEqual([found(1, 0, [difference(1, '+', 1)])]);
  expect(made(found(1, 3, [store(2, number(7)), store(1, number(1))]))).toEqual([found(1, 3, [store(2, number(7)), difference(1, '-', 2)])]);
  const nested: Stmt = { kind: 'block', label: 0, body: [found(1, 0, [], [found(1, 1, [store(1, number(2))])])] };
  expect(made(nested)).toEqual([{ ...nested, body: [found(1, 0, [], [found(1, 1, [difference(1, '+', 1)])])] }]);
});

test('everything else stays as it is', () => {
  const others: readonly Stmt[] = [
    found(1, 0, [store(2, number(1))]),
    found(7, 0, [store(7, number(1))]),
    found(1, 0, [], [store(1, number(1))]),
    found(1, 0, [store(1, load(2)), store(1, number(1))]),
    found(1, 0, [found(2, 0, [store(1, number(4))]), store(1, number(1))]),
    { kind: 'if', condition: { kind: 'compare', operator: '>', left: load(1), right: number(0) }, then: [store(1, number(1))], else: [] },
  ];
  for (const stmt of others) expect(made(stmt)).toEqual([stmt]);
});
