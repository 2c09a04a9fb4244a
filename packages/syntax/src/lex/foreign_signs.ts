import { createToken } from 'chevrotain';
import type { TokenType } from 'chevrotain';
import * as t from './token_types.ts';

/** Signs of mathematics, and what they are read as. */
export const signMeanings: ReadonlyMap<string, TokenType> = new Map([
  ['∧', t.And],
  ['∨', t.Or],
  ['¬', t.Not],
  ['→', t.Implies],
  ['⇒', t.Implies],
  ['↔', t.Iff],
  ['⇔', t.Iff],
  ['∈', t.In],
  ['⊆', t.Within],
  ['∀', t.Forall],
  ['∃', t.Exists],
  ['□', t.Always],
  ['◇', t.Eventually],
  ['≤', t.AtMost],
  ['≥', t.AtLeast],
  ['≠', t.NotEqual],
  ['−', t.Minus],
  ['×', t.Times],
  ['…', t.Range],
]);

/** One of them. */
export const ForeignSign: TokenType = createToken({ name: 'ForeignSign', pattern: new RegExp(`[${[...signMeanings.keys()].join('')}]`) });
