import type { IToken, TokenType } from 'chevrotain';
import { endsOperand } from './classify.ts';
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

const emptyFrame = (): Frame => ({ nesting: 0, operators: 0, elseIfs: 0, angles: 0 });

/** The first token that stands too deep, or `null`. */
export function tooDeep(tokens: readonly IToken[]): TooDeep | null {
  const frames: Frame[] = [emptyFrame()];
  let nesting = 0;
  let operatorCount = 0;
  let operandEnd = false;
  const top = (): Frame => frames[frames.length - 1] as Frame;
  const reset = (): void => {
    const frame = top();
    nesting -= frame.nesting;
    operatorCount -= frame.operators;
    frame.nesting = 0;
    frame.operators = 0;
    frame.angles = 0;
  };
  const nest = (): void => {
    top().nesting++;
    nesting++;
  };
  const operate = (): void => {
    top().operators++;
    operatorCount++;
  };

  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as IToken;
    const type = token.tokenType;
    const next = tokens[index + 1]?.tokenType;
    let ends = false;
    if (openers.has(type)) {
      if (type === t.BlockOpen) reset();
      else if (type === t.BracketOpen) operate();
      frames.push(emptyFrame());
      nesting++;
    } else if (closers.has(type)) {
      if (frames.length > 1) {
        reset();
        nesting -= 1 + (frames.pop() as Frame).elseIfs;
      }
      ends = type !== t.BlockClose;
      if (!ends && next !== t.Else) {
        nesting -= top().elseIfs;
        top().elseIfs = 0;
      }
    } else if (type === t.Else) {
      if (next === t.If) {
        top().elseIfs++;
        nesting++;
      }
    } else if (type === t.Greater && top().angles > 0) {
      top().angles--;
      top().nesting--;
      nesting--;
      ends = true;
    } else if (type === t.Not && operandEnd && next === t.In) operate();
    else if (rightNesting.has(type) || (type === t.Minus && !operandEnd)) nest();
    else if (operators.has(type)) {
      operate();
      ends = type === t.Prime || type === t.Question;
    } else if (endsOperand(type)) {
      if (operandEnd) reset();
      if (angled.has(type) && next === t.Less) {
        nest();
        top().angles++;
      }
      ends = true;
    } else if (!neutral.has(type)) reset();
    operandEnd = ends;
    if (nesting > nestingMax) return { token, kind: 'nesting' };
    if (operatorCount > operatorsMax) return { token, kind: 'operators' };
  }
  return null;
}
