import type { TokenType } from 'chevrotain';
import * as t from './token_types.ts';
import { isReserved } from './vocabulary.ts';

/** The tokens around a word, and what was open before it. */
export interface Surroundings {
  /** Did the previous token end an operand? */
  readonly operandEnd: boolean;
  /** Inside the text of an actor, operation or action, where properties have no words. */
  readonly code: boolean;
  /** Outside the braces of a `check`. */
  readonly check: boolean;
  /** The closer of the innermost open bracket. */
  readonly frame: TokenType | null;
  readonly previous: TokenType | null;
  readonly next: TokenType | null;
  readonly afterNext: TokenType | null;
  /** Does a line end stand before the word? */
  readonly newline: () => boolean;
}

/** A name, or a word that may be one. */
export function isName(type: TokenType | null): boolean {
  return type === t.Identifier || (type?.CATEGORIES?.includes(t.Identifier) ?? false);
}

const declares: ReadonlySet<TokenType> = new Set([
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
  t.Goto,
  t.Is,
  t.Forall,
  t.Exists,
  t.For,
  t.Choose,
  t.Dot,
]);

const operandStarts: ReadonlySet<TokenType> = new Set([
  t.NumberLiteral,
  t.True,
  t.False,
  t.None,
  t.Self,
  t.Forever,
  t.Not,
  t.Minus,
  t.Forall,
  t.Exists,
  t.ParenthesisOpen,
  t.BlockOpen,
  t.Bar,
  t.Actor,
]);

const startsOperand = (type: TokenType | null): boolean => type !== null && (operandStarts.has(type) || isName(type));

/** The type of a word at this place: its own where it means something, else that of a name. */
export function meaningOf(type: TokenType, around: Surroundings): TokenType {
  switch (type) {
    case t.Idle:
      return around.next === t.Await ? type : t.Identifier;
    case t.Live:
      return around.next === t.When && around.previous !== t.Dot ? type : t.Identifier;
    case t.Range:
      return isOpenRange(around) ? t.OpenRange : type;
    case t.Check:
      return namesCheck(around) ? t.Identifier : type;
    case t.Actor:
      return isSetWord(around) ? t.ActorWord : type;
    case t.ObjectKeyword:
      return isSetWord(around) ? t.ObjectWord : type;
    case t.At:
      if (around.next === t.AnchorText) return t.AnchorAt;
      // In code too, for ghosts.
      return isOperator({ ...around, code: false }) && (isName(around.next) || around.next === t.BlockOpen || around.next === t.Check) ? type : t.Identifier;
    case t.Holds:
      if (around.check) return t.HoldsClause;
      return isOperator(around) && startsOperand(around.next) ? type : t.Identifier;
    case t.Until:
      return isOperator(around) && startsOperand(around.next) ? type : t.Identifier;
    case t.Leads:
      return isOperator(around) && around.next === t.To ? type : t.Identifier;
    case t.By:
      return isBy(around) ? type : t.Identifier;
    case t.To:
      return around.previous === t.Leads || (around.previous === t.Ref && around.next !== t.Colon) ? type : t.Identifier;
    case t.On:
      if (isPlacement(around)) return t.OnPlace;
      return around.previous === t.Refs && startsOperand(around.next) ? type : t.Identifier;
    case t.Cpu:
      return around.previous === t.OnPlace ? type : t.Identifier;
    case t.As:
      return isHead(around) && isName(around.next) ? type : t.Identifier;
    case t.Window:
      return !around.code && around.frame === t.BlockClose && around.next === t.NumberLiteral ? type : t.Identifier;
    case t.BoundWord:
      return beginsSetting(around) && startsOperand(around.next) ? type : t.Identifier;
    case t.Refs:
      return around.previous === t.New || isOperand(around) ? type : t.Identifier;
    case t.Holders:
    case t.Mover:
    case t.Quiescent:
      return isOperand(around) ? type : t.Identifier;
    case t.Step:
      return isOperand(around) && around.next === t.Is ? type : t.Identifier;
    case t.Enabled:
      return isOperand(around) && around.next === t.ParenthesisOpen ? type : t.Identifier;
    case t.Always:
    case t.Eventually:
      return isOperand(around) && startsOperand(around.next) ? type : t.Identifier;
    case t.No:
      return isOperand(around) && around.next === t.New ? type : t.Identifier;
    case t.New:
      return (around.previous === t.No || isOperand(around)) && around.next === t.Refs ? type : t.Identifier;
    case t.Relaxed:
    case t.Acquire:
    case t.Release:
    case t.Full:
    case t.Read:
    case t.Write:
    case t.Lock:
    case t.Unlock:
    case t.Section:
      return around.previous === t.Atomic ? type : t.Identifier;
    case t.Enter:
    case t.Leave:
      return around.previous === t.Section ? type : t.Identifier;
    default:
      return type;
  }
}

/** In the head of an actor or operation, after its name. */
function isHead({ code, frame, operandEnd }: Surroundings): boolean {
  return code && frame === null && operandEnd;
}

/** `actor a on cpu[0] {`, `op f() on cpu {`. */
function isPlacement(around: Surroundings): boolean {
  const { next, afterNext } = around;
  return isHead(around) && next === t.Cpu && (afterNext === t.BracketOpen || afterNext === t.BlockOpen);
}

/** Inside of braces that are no text of an actor: after a setting, or at the beginning. */
function beginsSetting({ code, frame, operandEnd, previous }: Surroundings): boolean {
  const isFirst = previous === t.BlockOpen || previous === t.Comma || previous === t.Semicolon;
  return !code && frame === t.BlockClose && (isFirst || operandEnd);
}

/** `..` with nothing behind it, in the head of a check: what follows begins no operand. Before a `{` anywhere: it opens a block, since no range ends at a set. */
function isOpenRange({ check, operandEnd, next, afterNext }: Surroundings): boolean {
  if (!operandEnd) return false;
  return next === t.BlockOpen || (check && (!startsOperand(next) || (next === t.Of && isName(afterNext))));
}

/** `check` names a label in `check: …`, `goto check`, `conv.check`; else it begins a declaration. */
function namesCheck({ previous, next, newline }: Surroundings): boolean {
  if (next === t.Colon || next === t.Range || next === t.Dot) return true;
  if (newline() && (isName(next) || next === null)) return false;
  return previous === t.Dot || previous === t.Goto || previous === t.Is || previous === t.At || previous === t.Range;
}

/** `refs(f by S)`, `refs(by S)`, `new refs by S`. */
function isBy(around: Surroundings): boolean {
  const { code, operandEnd, previous, next } = around;
  return !code && (operandEnd || previous === t.ParenthesisOpen || previous === t.Refs) && next !== t.Colon && startsOperand(next);
}

const beforeSetWord: ReadonlySet<TokenType> = new Set([
  t.In,
  t.Within,
  t.Colon,
  t.BracketOpen,
  t.Less,
  t.Comma,
  t.ParenthesisOpen,
  t.Equal,
  t.NotEqual,
  t.Assign,
  t.By,
  t.Bar,
  t.BarOpen,
  t.SetOpen,
  t.Minus,
  t.Plus,
  t.ConditionalElse,
]);

/** `forall a in actor`, `x: actor?`, `bool[actor]`; a name and a block after it make it a declaration all the same. */
function isSetWord({ previous, next, afterNext, newline }: Surroundings): boolean {
  if (previous === null || !beforeSetWord.has(previous)) return false;
  return !(newline() && isName(next) && (afterNext === t.BlockOpen || afterNext === t.BracketOpen));
}

/** An operator of properties stands after an operand, outside code. */
function isOperator({ operandEnd, code, next }: Surroundings): boolean {
  return operandEnd && !code && next !== t.Colon;
}

/** A word of properties that begins an operand stands outside code where no name is declared. */
function isOperand({ operandEnd, code, frame, previous, next }: Surroundings): boolean {
  if (code || operandEnd || previous === null || declares.has(previous)) return false;
  if (frame === t.BlockClose && (previous === t.BlockOpen || previous === t.Comma || previous === t.BlockClose || previous === t.Semicolon)) return false;
  if (next === t.Colon) return previous !== t.ParenthesisOpen && previous !== t.Comma;
  return next !== t.Assign;
}

/** Reserved words that stand for values: they may stand before a `:`. */
const values: ReadonlySet<TokenType> = new Set([t.True, t.False, t.None, t.Self, t.Forever, t.ActorWord, t.ObjectWord]);

/** Keywords that are followed by the name that they declare or mean, and by nothing else. */
const beforeName: ReadonlySet<TokenType> = new Set([
  t.Module,
  t.Import,
  t.Const,
  t.Variant,
  t.Define,
  t.Enum,
  t.Record,
  t.ObjectKeyword,
  t.Op,
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
  t.Goto,
  t.Dot,
  t.Forall,
  t.Exists,
  t.Choose,
]);

const afterOwner: ReadonlySet<TokenType> = new Set([t.Shared, t.Ghost, t.Owns]);
const declarationGoesOn: ReadonlySet<TokenType> = new Set([t.Owns, t.Var, t.Let, t.Ghost]);
const nameMarks: ReadonlySet<TokenType> = new Set([t.Colon, t.Assign, t.AddAssign, t.SubtractAssign]);

/** Does a reserved word stand where only a name makes sense? */
export function isMisnamed(type: TokenType, { previous, next, afterNext, frame, code, newline }: Surroundings): boolean {
  if (!isReserved(type)) return false;
  // `invariant: p` and `shared: bool` lack a name; they are none.
  if (next === t.Colon && declares.has(type) && (frame === null || (type === t.Invariant && !code))) return false;
  // `::` begins a branch in Promela.
  if (next !== null && nameMarks.has(next) && !(next === t.Colon && afterNext === t.Colon) && !values.has(type)) return true;
  if (previous === null || newline()) return false;
  if (afterOwner.has(previous)) return !declarationGoesOn.has(type);
  return beforeName.has(previous);
}
