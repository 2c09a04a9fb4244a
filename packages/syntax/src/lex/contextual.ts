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
  newline(): boolean;
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

/** Tokens that are a whole value. */
export const literals: readonly TokenType[] = [t.NumberLiteral, t.True, t.False, t.None, t.Self, t.Forever];

const operandStarts: ReadonlySet<TokenType> = new Set([...literals, t.Not, t.Minus, t.Forall, t.Exists, t.ParenthesisOpen, t.BlockOpen, t.Bar, t.Actor]);

const startsOperand = (type: TokenType | null): boolean => type !== null && (operandStarts.has(type) || isName(type));

type Meaning = (around: Surroundings) => TokenType;

/** A word that means something where a condition holds, and is a name elsewhere. */
const where = (type: TokenType, condition: (around: Surroundings) => boolean): readonly [TokenType, Meaning] => [
  type,
  (around) => (condition(around) ? type : t.Identifier),
];

const behindAtomic = ({ previous }: Surroundings): boolean => previous === t.Atomic;
const behindSection = ({ previous }: Surroundings): boolean => previous === t.Section;
const beforeValue = (around: Surroundings): boolean => isOperand(around) && startsOperand(around.next);

/** What words mean depends on what stands around them; those that are not listed mean one thing. */
const meanings: ReadonlyMap<TokenType, Meaning> = new Map([
  where(t.Idle, ({ next }) => next === t.Await),
  where(t.Live, ({ next, previous }) => next === t.When && previous !== t.Dot),
  [t.Range, (around) => (isOpenRange(around) ? t.OpenRange : t.Range)],
  [t.Check, (around) => (namesCheck(around) ? t.Identifier : t.Check)],
  [t.Actor, (around) => (isSetWord(around) ? t.ActorWord : t.Actor)],
  [t.ObjectKeyword, (around) => (isSetWord(around) ? t.ObjectWord : t.ObjectKeyword)],
  [t.At, meaningOfAt],
  [t.Holds, (around) => (around.check ? t.HoldsClause : isOperator(around) && startsOperand(around.next) ? t.Holds : t.Identifier)],
  where(t.Until, (around) => isOperator(around) && startsOperand(around.next)),
  where(t.Leads, (around) => isOperator(around) && around.next === t.To),
  where(t.By, isBy),
  where(t.To, ({ previous, next }) => previous === t.Leads || (previous === t.Ref && next !== t.Colon)),
  [t.On, (around) => (isPlacement(around) ? t.OnPlace : around.previous === t.Refs && startsOperand(around.next) ? t.On : t.Identifier)],
  where(t.Cpu, ({ previous }) => previous === t.OnPlace),
  where(t.As, (around) => isHead(around) && isName(around.next)),
  where(t.Window, ({ code, frame, next }) => !code && frame === t.BlockClose && next === t.NumberLiteral),
  where(t.BoundWord, (around) => beginsSetting(around) && startsOperand(around.next)),
  where(t.Refs, (around) => around.previous === t.New || isOperand(around)),
  where(t.Holders, isOperand),
  where(t.Mover, isOperand),
  where(t.Quiescent, isOperand),
  where(t.Step, (around) => isOperand(around) && around.next === t.Is),
  where(t.Enabled, (around) => isOperand(around) && around.next === t.ParenthesisOpen),
  where(t.Always, beforeValue),
  where(t.Eventually, beforeValue),
  where(t.No, (around) => isOperand(around) && around.next === t.New),
  where(t.New, (around) => (around.previous === t.No || isOperand(around)) && around.next === t.Refs),
  where(t.Relaxed, behindAtomic),
  where(t.Acquire, behindAtomic),
  where(t.Release, behindAtomic),
  where(t.Full, behindAtomic),
  where(t.Read, behindAtomic),
  where(t.Write, behindAtomic),
  where(t.Lock, behindAtomic),
  where(t.Unlock, behindAtomic),
  where(t.Section, behindAtomic),
  where(t.Enter, behindSection),
  where(t.Leave, behindSection),
]);

/** The words whose meaning depends on what stands around them. */
export const ambiguous: readonly TokenType[] = [...meanings.keys()];

/** The type of a word at this place: its own where it means something, else that of a name. */
export function meaningOf(type: TokenType, around: Surroundings): TokenType {
  return meanings.get(type)?.(around) ?? type;
}

function meaningOfAt(around: Surroundings): TokenType {
  if (around.next === t.AnchorText) return t.AnchorAt;
  // In code too, for ghosts.
  const isPlace = around.operandEnd && around.next !== t.Colon && (isName(around.next) || around.next === t.BlockOpen || around.next === t.Check);
  return isPlace ? t.At : t.Identifier;
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
function namesCheck(around: Surroundings): boolean {
  const { previous, next } = around;
  if (next === t.Colon || next === t.Range || next === t.Dot) return true;
  if (around.newline() && (isName(next) || next === null)) return false;
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
function isSetWord(around: Surroundings): boolean {
  const { previous, next, afterNext } = around;
  if (previous === null || !beforeSetWord.has(previous)) return false;
  return !(around.newline() && isName(next) && (afterNext === t.BlockOpen || afterNext === t.BracketOpen));
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
export function isMisnamed(type: TokenType, around: Surroundings): boolean {
  const { previous, next, afterNext, frame, code } = around;
  if (!isReserved(type)) return false;
  // `invariant: p` and `shared: bool` lack a name; they are none.
  if (next === t.Colon && declares.has(type) && (frame === null || (type === t.Invariant && !code))) return false;
  // `::` begins a branch in Promela.
  if (next !== null && nameMarks.has(next) && !(next === t.Colon && afterNext === t.Colon) && !values.has(type)) return true;
  if (previous === null || around.newline()) return false;
  if (afterOwner.has(previous)) return !declarationGoesOn.has(type);
  return beforeName.has(previous);
}
