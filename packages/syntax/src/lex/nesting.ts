import type { IToken, TokenType } from 'chevrotain';
import { operandEnding } from './token_classes.ts';
import { factsOf } from './token_facts.ts';
import * as t from './token_types.ts';

/*
 * Counted on the tokens, before anything recursive looks at them: neither the parser nor any later pass
 * can run out of stack.
 */

/** Brackets, prefixes, quantifiers, right-hand sides and `else if` inside one another. */
export const nestingMax = 100;
/** Operators of one expression, inside one another: the depth of its tree. */
export const operatorsMax = 500;

export interface TooDeep {
  readonly token: IToken;
  readonly kind: 'nesting' | 'operators';
}

interface Frame {
  nesting: number;
  operators: number;
  elseIfs: number;
  /** Open `<` of `set<…>` and `seq<…>`. */
  angles: number;
}

const openers: ReadonlySet<TokenType> = new Set([t.BlockOpen, t.SetOpen, t.ParenthesisOpen, t.BracketOpen, t.BarOpen]);
const closers: ReadonlySet<TokenType> = new Set([t.BlockClose, t.SetClose, t.ParenthesisClose, t.BracketClose, t.BarClose]);
const rightNesting: ReadonlySet<TokenType> = new Set([
  t.Not,
  t.Always,
  t.Eventually,
  t.Forall,
  t.Exists,
  t.Implies,
  t.Until,
  t.Leads,
  t.ConditionalIf,
  t.ConditionalElse,
]);
const operators: ReadonlySet<TokenType> = new Set([
  t.Or,
  t.And,
  t.Iff,
  t.In,
  t.Within,
  t.Equal,
  t.NotEqual,
  t.AtMost,
  t.AtLeast,
  t.Less,
  t.Greater,
  t.Range,
  t.Plus,
  t.Minus,
  t.Times,
  t.Divide,
  t.Modulo,
  t.At,
  t.Holds,
  t.Dot,
  t.Prime,
  t.Question,
]);
/** Neither operators nor ends of an expression. */
const neutral: ReadonlySet<TokenType> = new Set([t.Colon, t.Where, t.To, t.Is, t.Bar]);
const angled: ReadonlySet<TokenType> = new Set([t.SetWord, t.Seq]);

const bit = { opener: 1, closer: 2, right: 4, operator: 8, end: 16, neutral: 32, special: 64 } as const;
const facts = factsOf([
  [bit.opener, openers],
  [bit.closer, closers],
  [bit.right, rightNesting],
  [bit.operator, operators],
  [bit.end, operandEnding],
  [bit.neutral, neutral],
  [bit.special, [t.Else, t.Greater, t.Not, t.Minus]],
]);

/** What is counted, from one token to the next. */
class Depth {
  nesting = 0;
  operators = 0;
  operandEnd = false;
  private readonly frames: Frame[] = [];
  private top: Frame = { nesting: 0, operators: 0, elseIfs: 0, angles: 0 };

  /** Counts a token; says whether an operand can end with it. */
  step(token: IToken, next: IToken | undefined): boolean {
    const known = facts[token.tokenTypeIdx]!;
    if ((known & (bit.opener | bit.closer)) !== 0) return this.bracket(token.tokenType, (known & bit.opener) !== 0, next?.tokenType);
    if ((known & bit.special) !== 0) {
      const ends = this.special(token.tokenType, next?.tokenType);
      if (ends !== null) return ends;
    }
    if ((known & bit.right) !== 0) this.nest();
    else if ((known & bit.operator) !== 0) {
      this.operate();
      return token.tokenType === t.Prime || token.tokenType === t.Question;
    } else if ((known & bit.end) !== 0) {
      if (this.operandEnd) this.reset();
      if (angled.has(token.tokenType) && next?.tokenType === t.Less) {
        this.nest();
        this.top.angles++;
      }
      return true;
    } else if ((known & bit.neutral) === 0) this.reset();
    return false;
  }

  private bracket(type: TokenType, opens: boolean, next: TokenType | undefined): boolean {
    if (opens) {
      if (type === t.BlockOpen) this.reset();
      else if (type === t.BracketOpen) this.operate();
      this.frames.push(this.top);
      this.top = { nesting: 0, operators: 0, elseIfs: 0, angles: 0 };
      this.nesting++;
      return false;
    }
    const around = this.frames.pop();
    if (around !== undefined) {
      this.reset();
      this.nesting -= 1 + this.top.elseIfs;
      this.top = around;
    }
    if (type !== t.BlockClose) return true;
    if (next !== t.Else) {
      this.nesting -= this.top.elseIfs;
      this.top.elseIfs = 0;
    }
    return false;
  }

  /** What depends on more than the type; null where it does not. */
  private special(type: TokenType, next: TokenType | undefined): boolean | null {
    const { top } = this;
    if (type === t.Else) {
      if (next !== t.If) return false;
      top.elseIfs++;
      this.nesting++;
      return false;
    }
    if (type === t.Greater) {
      if (top.angles === 0) return null;
      top.angles--;
      top.nesting--;
      this.nesting--;
      return true;
    }
    if (type === t.Minus) {
      if (this.operandEnd) return null;
      this.nest();
      return false;
    }
    if (!this.operandEnd || next !== t.In) return null;
    this.operate();
    return false;
  }

  private reset(): void {
    const { top } = this;
    this.nesting -= top.nesting;
    this.operators -= top.operators;
    top.nesting = 0;
    top.operators = 0;
    top.angles = 0;
  }

  private nest(): void {
    this.top.nesting++;
    this.nesting++;
  }

  private operate(): void {
    this.top.operators++;
    this.operators++;
  }
}

/** The first token that stands too deep, or `null`. */
export function tooDeep(tokens: readonly IToken[]): TooDeep | null {
  const depth = new Depth();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as IToken;
    depth.operandEnd = depth.step(token, tokens[index + 1]);
    if (depth.nesting > nestingMax) return { token, kind: 'nesting' };
    if (depth.operators > operatorsMax) return { token, kind: 'operators' };
  }
  return null;
}
