import type { TokenType } from 'chevrotain';
import { ambiguous, isName, literals } from './contextual.ts';
import { outermost } from './declaration_starts.ts';
import { factsOf, type TokenFacts } from './token_facts.ts';
import * as t from './token_types.ts';
import { isReserved, vocabulary } from './vocabulary.ts';

/*
 * What `classify` knows of a token by its type alone.
 */

/** Contextual words that are no names once they mean something. */
const wordOperators: ReadonlySet<TokenType> = new Set([
  t.BoundWord,
  t.Window,
  t.Idle,
  t.Live,
  t.At,
  t.Holds,
  t.HoldsClause,
  t.Until,
  t.Leads,
  t.Step,
  t.Always,
  t.Eventually,
  t.No,
  t.New,
  t.On,
  t.OnPlace,
  t.AnchorAt,
  t.As,
  t.By,
  t.To,
]);

const operandEnds: ReadonlySet<TokenType> = new Set([
  ...literals,
  t.OpenRange,
  t.ActorWord,
  t.ObjectWord,
  t.ParenthesisClose,
  t.BracketClose,
  t.SetClose,
  t.BarClose,
  t.Prime,
  t.Question,
  t.AnchorText,
]);

const conditional: ReadonlySet<TokenType> = new Set([
  t.If,
  t.While,
  t.Await,
  t.Assert,
  t.Where,
  t.When,
  t.And,
  t.Or,
  t.Not,
  t.Implies,
  t.Iff,
  t.Invariant,
  t.Temporal,
  t.Reachable,
  t.Possible,
]);

/** Tokens at which a new statement, declaration or field begins. */
const boundaries: ReadonlySet<TokenType> = new Set(
  [
    ...outermost,
    t.BlockOpen,
    t.BlockClose,
    t.Semicolon,
    t.Op,
    t.Var,
    t.Let,
    t.Owns,
    t.Ghost,
    t.Else,
    t.Loop,
    t.Repeat,
    t.Either,
    t.Choose,
    t.Atomic,
    t.For,
    t.Break,
    t.Continue,
    t.Goto,
    t.Return,
    t.Skip,
    t.Expect,
  ].filter((type) => !conditional.has(type)),
);

/** Words between two operands, also where a line begins with them. */
const between: ReadonlySet<TokenType> = new Set([t.At, t.Holds, t.Until, t.Leads, t.To, t.By]);

/** Types that `step` does not only take over. */
const structural: readonly TokenType[] = [
  t.BlockOpen,
  t.ParenthesisOpen,
  t.BracketOpen,
  t.BlockClose,
  t.ParenthesisClose,
  t.BracketClose,
  t.Bar,
  t.Less,
  t.Greater,
  t.If,
  t.Else,
];

type Bit = 'ambiguous' | 'reserved' | 'outermost' | 'conditional' | 'boundary' | 'end' | 'anew' | 'structural';

/** The classes, one bit each. */
export const bit: Readonly<Record<Bit, number>> = {
  ambiguous: 1,
  reserved: 2,
  outermost: 4,
  conditional: 8,
  boundary: 16,
  /** An operand can end with it. */
  end: 32,
  /** An operand begins with it, rather than goes on. */
  anew: 64,
  structural: 128,
};

const names = vocabulary.filter(isName);

/** An operand can end with a token of such a type. */
export const operandEnding: readonly TokenType[] = [...operandEnds, ...names.filter((type) => !wordOperators.has(type))];

/** By the number of a type its classes. */
export const facts: TokenFacts = factsOf([
  [bit.ambiguous, ambiguous],
  [bit.reserved, vocabulary.filter(isReserved)],
  [bit.outermost, outermost],
  [bit.conditional, conditional],
  [bit.boundary, boundaries],
  [bit.end, operandEnding],
  [bit.anew, [t.Self, ...names.filter((type) => !between.has(type))]],
  [bit.structural, structural],
]);

/** Can an operand end with such a token? */
export function endsOperand({ tokenTypeIdx = 0 }: TokenType): boolean {
  return (facts[tokenTypeIdx]! & bit.end) !== 0;
}
