import type { TokenType } from 'chevrotain';
import { ForeignSign } from './foreign_signs.ts';
import * as t from './token_types.ts';

/*
 * Which words there are, as data: what the lexer looks up, what messages and highlighters name.
 */

const reserved: readonly TokenType[] = [
  t.Module,
  t.Import,
  t.Const,
  t.Variant,
  t.Define,
  t.Enum,
  t.Record,
  t.ObjectKeyword,
  t.Shared,
  t.Ghost,
  t.Owns,
  t.Op,
  t.Atomic,
  t.Actor,
  t.Action,
  t.Invariant,
  t.Temporal,
  t.Possible,
  t.Reachable,
  t.Check,
  t.Scenario,
  t.Var,
  t.Let,
  t.If,
  t.Else,
  t.While,
  t.Loop,
  t.Repeat,
  t.Either,
  t.Or,
  t.And,
  t.Not,
  t.Implies,
  t.Iff,
  t.Choose,
  t.In,
  t.Where,
  t.Await,
  t.Assert,
  t.Break,
  t.Continue,
  t.Goto,
  t.Return,
  t.Skip,
  t.For,
  t.True,
  t.False,
  t.None,
  t.Self,
  t.Forever,
  t.Forall,
  t.Exists,
  t.When,
  t.Within,
  t.Is,
  t.Expect,
];

const contextual: readonly TokenType[] = [
  t.Idle,
  t.Live,
  t.At,
  t.Holds,
  t.Until,
  t.Leads,
  t.To,
  t.Refs,
  t.Holders,
  t.Step,
  t.Mover,
  t.Enabled,
  t.Quiescent,
  t.Always,
  t.Eventually,
  t.No,
  t.New,
  t.On,
  t.Cpu,
  t.As,
  t.By,
  t.Of,
  t.Under,
  t.Fair,
  t.Strongly,
  t.Violated,
  t.Violates,
  t.Deadlocks,
  t.Undecided,
  t.Waits,
  t.Deadlock,
  t.Memory,
  t.Window,
  t.Ignore,
  t.Except,
  t.BoundWord,
  t.Impossible,
  t.Relaxed,
  t.Acquire,
  t.Release,
  t.Full,
  t.Read,
  t.Write,
  t.Lock,
  t.Unlock,
  t.Section,
  t.Enter,
  t.Leave,
  t.Bool,
  t.SetWord,
  t.Seq,
  t.Ref,
];

const split: readonly TokenType[] = [
  t.HoldsClause,
  t.OnPlace,
  t.AnchorAt,
  t.ConditionalIf,
  t.ConditionalElse,
  t.ReturnValue,
  t.ActorWord,
  t.ObjectWord,
  t.SetOpen,
  t.SetClose,
  t.OpenRange,
  t.BarOpen,
  t.BarClose,
];

/** Longer signs before their prefixes. */
const signs: readonly TokenType[] = [
  t.Steps,
  t.Semicolon,
  t.Colon,
  t.Comma,
  t.Range,
  t.Dot,
  t.Prime,
  t.Question,
  t.Bar,
  t.ParenthesisOpen,
  t.ParenthesisClose,
  t.BracketOpen,
  t.BracketClose,
  t.BlockOpen,
  t.BlockClose,
  t.AddAssign,
  t.SubtractAssign,
  t.Equal,
  t.NotEqual,
  t.AtMost,
  t.AtLeast,
  t.Less,
  t.Greater,
  t.Assign,
  t.Plus,
  t.Minus,
  t.Times,
  t.Divide,
  t.Modulo,
];

/** The text of a word or sign. */
export function spelling(type: TokenType): string {
  return (type.LABEL ?? type.name).replace(/^'(.*)'$/s, '$1');
}

const table = (types: readonly TokenType[]): ReadonlyMap<string, TokenType> => new Map(types.map((type) => [spelling(type), type]));

/** Words that can never be names. */
export const reservedWords: ReadonlyMap<string, TokenType> = table(reserved);

const reservedTypes: ReadonlySet<TokenType> = new Set([...reserved, t.ActorWord, t.ObjectWord]);

/** Is this the type of a word that can never be a name? */
export function isReserved(type: TokenType): boolean {
  return reservedTypes.has(type);
}

/** Words that mean something in some places and are ordinary names elsewhere. */
export const contextualWords: ReadonlyMap<string, TokenType> = table(contextual);

/** Every word of the language. */
export const words: readonly string[] = [...reservedWords.keys(), ...contextualWords.keys()];

/** What the lexer tries, in this order. */
export const lexed: readonly TokenType[] = [
  t.Blank,
  t.LineComment,
  t.BlockComment,
  t.StringLiteral,
  t.Identifier,
  t.ForeignName,
  t.NumberLiteral,
  t.ForeignAnd,
  t.ForeignOr,
  t.ForeignNot,
  t.ForeignArrow,
  t.ForeignAddress,
  ForeignSign,
  ...signs,
];

/** Every terminal that the grammar may name. */
export const vocabulary: readonly TokenType[] = [
  t.BinaryOperatorToken,
  t.ArithmeticOperatorToken,
  t.Identifier,
  t.NumberLiteral,
  t.AnchorText,
  ...reserved,
  ...contextual,
  ...split,
  ...signs,
];
