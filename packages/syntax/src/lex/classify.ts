import { createTokenInstance } from 'chevrotain';
import type { IToken, TokenType } from 'chevrotain';
import { isMisnamed, meaningOf, type Surroundings } from './contextual.ts';
import { beginsDeclaration } from './declaration_starts.ts';
import { retag } from './retag.ts';
import { bit, endsOperand, facts } from './token_classes.ts';
import * as t from './token_types.ts';

/*
 * One linear pass that decides, from the tokens alone, what a reader decides at a glance:
 *   `{` after an operand opens a block, after an operator a set;
 *   `|` opens and closes a size, or separates tags;
 *   `if` after an operand belongs to a conditional expression if its `else` comes before any block;
 *   contextual words are ordinary names where they mean nothing.
 * So the grammar needs no more than two tokens of lookahead and never goes back.
 * Brackets are paired here too, and repaired: a missing closer is put in, a stray one left out.
 */

/** A bracket without its partner. */
export interface Unmatched {
  readonly token: IToken;
  /** Where an opener should have been closed at the latest; for a stray closer its own place. */
  readonly until: number;
  readonly stray: boolean;
}

export interface Classified {
  readonly tokens: IToken[];
  readonly unmatched: readonly Unmatched[];
  /** `=` where only a comparison makes sense: read as `==`. */
  readonly compared: readonly IToken[];
  /** Reserved words where a name is declared or used: read as names. */
  readonly misnamed: readonly IToken[];
}

/** All that the pass knows before a declaration at which nothing is open: it can begin there again. */
export interface Entry {
  /** The token before. */
  readonly previous: IToken;
  readonly operandEnd: boolean;
  readonly code: boolean;
  readonly check: boolean;
  readonly condition: boolean;
}

interface Frame {
  readonly open: IToken | null;
  readonly close: TokenType;
  /** What it opens is a parenthesis, an index or a size. */
  readonly isParenthesis: boolean;
  /** `if` tokens after operands that still look for their `else`. */
  pending: IToken[];
  /** Open `<` of `set<…>` and `seq<…>`. */
  angles: number;
  /** Since the last boundary stood a word after which nothing is assigned; nothing ever is inside parentheses. */
  condition: boolean;
}

interface Pass {
  readonly text: string;
  readonly out: IToken[];
  readonly frames: Frame[];
  readonly unmatched: Unmatched[];
  readonly compared: IToken[];
  readonly misnamed: IToken[];
  operandEnd: boolean;
  /** Inside the text of an actor, operation or action, where properties have no words. */
  code: boolean;
  /** Inside a `check`. */
  check: boolean;
}

/** Boundaries that may follow an operand inside a parenthesis, or that close it by themselves. */
const notInside: ReadonlySet<TokenType> = new Set([t.Else, t.BlockOpen, t.BlockClose]);

const parentheses: ReadonlySet<TokenType> = new Set([t.ParenthesisClose, t.BracketClose, t.BarClose]);

/** Keywords after which `{` opens a block although no operand stands before it. */
const beforeBlock: ReadonlySet<TokenType> = new Set([t.Loop, t.Repeat, t.Either, t.Atomic, t.Else, t.BlockClose, t.BlockOpen, t.Semicolon]);

const start: Omit<Entry, 'previous' | 'condition'> & Partial<Entry> = { operandEnd: false, code: false, check: false };

/** What stands around a token; one object is made to stand around each in turn. */
class Around implements Surroundings {
  operandEnd = false;
  code = false;
  check = false;
  frame: TokenType | null = null;
  previous: TokenType | null = null;
  next: TokenType | null = null;
  afterNext: TokenType | null = null;
  private readonly pass: Pass;
  private before: IToken | null = null;
  private token: IToken | null = null;

  constructor(pass: Pass) {
    this.pass = pass;
  }

  /** Stands around the token of this index, which follows `before`. */
  move(tokens: readonly IToken[], index: number, before: IToken | null): void {
    const { pass } = this;
    const { open, close } = top(pass);
    this.before = before;
    this.token = tokens[index] as IToken;
    this.previous = before?.tokenType ?? null;
    this.next = tokens[index + 1]?.tokenType ?? null;
    this.afterNext = tokens[index + 2]?.tokenType ?? null;
    this.operandEnd = pass.operandEnd;
    this.code = pass.code;
    this.check = pass.check && open === null && this.previous !== t.Check && this.previous !== t.Dot;
    this.frame = open === null ? null : close;
  }

  newline(): boolean {
    return hasNewline(this.pass.text, this.before, this.token as IToken);
  }
}

/**
 * Gives each token its final type.
 * `entry`: what was known before the first of them, where they do not begin a text; `entries` is told about each declaration at which a later pass may begin.
 */
export function classify(tokens: readonly IToken[], text: string, entry: Entry | null = null, entries: Map<IToken, Entry> | null = null): Classified {
  const pass = beginning(text, entry);
  const around = new Around(pass);
  const { out } = pass;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as IToken;
    const previous = out[out.length - 1] ?? null;
    if ((facts[token.tokenTypeIdx]! & (bit.ambiguous | bit.reserved)) !== 0) named(pass, around, tokens, index, previous);
    const type = token.tokenType;
    const known = facts[token.tokenTypeIdx]!;
    if (entries !== null && previous !== null && (index === 0 || tokens[index - 1] === previous))
      enterDeclaration(pass, entries, previous, token, tokens[index + 1]);
    if ((known & bit.outermost) !== 0) enterItem(pass, token, previous);
    else if (type === t.Op) pass.code = true;
    else if (type === t.Invariant) pass.code = pass.check = false;
    if (top(pass).isParenthesis) endOpenParentheses(pass, token, previous);
    watchCondition(pass, token, known);
    if ((known & bit.structural) === 0) {
      out.push(token);
      pass.operandEnd = (known & bit.end) !== 0;
    } else pass.operandEnd = step(pass, token) ?? endsOperand(token.tokenType);
  }
  const end = text.length;
  while (pass.frames.length > 1) closeMissing(pass, end);
  pass.unmatched.sort((a, b) => a.token.startOffset - b.token.startOffset);
  return { tokens: entry === null ? out : out.slice(1), unmatched: pass.unmatched, compared: pass.compared, misnamed: pass.misnamed };
}

/** Gives a word the type that it has here. */
function named(pass: Pass, around: Around, tokens: readonly IToken[], index: number, previous: IToken | null): void {
  const token = tokens[index] as IToken;
  around.move(tokens, index, previous);
  retag(token, meaningOf(token.tokenType, around));
  if (!isMisnamed(token.tokenType, around)) return;
  pass.misnamed.push(token);
  retag(token, t.Identifier);
}

/** Takes down a declaration at which a later pass may begin. */
function enterDeclaration(pass: Pass, entries: Map<IToken, Entry>, previous: IToken, token: IToken, next: IToken | undefined): void {
  if (!beginsDeclaration(token.tokenType, next?.tokenType ?? null) || !isBare(pass) || !hasNewline(pass.text, previous, token)) return;
  entries.set(token, { previous, operandEnd: pass.operandEnd, code: pass.code, check: pass.check, condition: top(pass).condition });
}

function beginning(text: string, entry: Entry | null): Pass {
  const { previous = null, condition = false, ...known } = entry ?? start;
  const bottom = { ...frame(null, t.BlockClose), condition };
  return { text, out: previous === null ? [] : [previous], frames: [bottom], unmatched: [], compared: [], misnamed: [], ...known };
}

/** Nothing is open, and nothing before has an effect on what follows but what an entry has. */
function isBare({ frames: [bottom, ...open] }: Pass): boolean {
  return open.length === 0 && bottom !== undefined && bottom.pending.length === 0 && bottom.angles === 0;
}

function frame(open: IToken | null, close: TokenType): Frame {
  const isParenthesis = open !== null && parentheses.has(close);
  return { open, close, isParenthesis, pending: [], angles: 0, condition: isParenthesis };
}

function top(pass: Pass): Frame {
  return pass.frames[pass.frames.length - 1] as Frame;
}

/** Does a line end stand between two tokens? */
export function hasNewline(text: string, before: IToken | null, after: IToken): boolean {
  for (let offset = before === null ? 0 : endOf(before); offset < after.startOffset; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 10 || code === 13) return true;
  }
  return before === null;
}

/** Where a token ends; the lexer leaves that out, as it follows. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** Follows whether a condition is being read, and mends `=` in it; `known` are the facts of the token. */
function watchCondition(pass: Pass, token: IToken, known: number): void {
  if ((known & (bit.conditional | bit.boundary | bit.anew)) === 0) {
    if (token.tokenType !== t.Assign || !pass.operandEnd || !top(pass).condition) return;
    pass.compared.push(token);
    retag(token, t.Equal);
    return;
  }
  const frame = top(pass);
  if ((known & bit.conditional) !== 0) frame.condition = true;
  else if ((known & bit.boundary) !== 0 || (pass.operandEnd && (known & bit.end) !== 0)) frame.condition = frame.isParenthesis;
}

/** A parenthesis that is open ends at the latest where a statement begins: with a keyword, or with a name on a new line. */
function endOpenParentheses(pass: Pass, token: IToken, previous: IToken | null): void {
  const known = facts[token.tokenTypeIdx]!;
  const adjacent = pass.operandEnd && (known & bit.anew) !== 0 && hasNewline(pass.text, previous, token);
  if (!adjacent && (known & bit.boundary) === 0) return;
  if (notInside.has(token.tokenType)) return;
  while (top(pass).isParenthesis) closeMissing(pass, token.startOffset);
}

function enterItem(pass: Pass, token: IToken, previous: IToken | null): void {
  if (pass.frames.length > 1 && !hasNewline(pass.text, previous, token)) return;
  while (pass.frames.length > 1) closeMissing(pass, token.startOffset);
  pass.code = token.tokenType === t.Actor || token.tokenType === t.Action;
  pass.check = token.tokenType === t.Check;
}

/** Handles one token; says whether it ends an operand where its type alone does not tell. */
function step(pass: Pass, token: IToken): boolean | undefined {
  const { out } = pass;
  switch (token.tokenType) {
    case t.BlockOpen:
      return openBrace(pass, token);
    case t.ParenthesisOpen:
      return open(pass, token, t.ParenthesisClose);
    case t.BracketOpen:
      return open(pass, token, t.BracketClose);
    case t.BlockClose:
    case t.ParenthesisClose:
    case t.BracketClose:
      return close(pass, token);
    case t.Bar:
      return bar(pass, token);
    case t.Less:
      if (out.at(-1)?.tokenType === t.SetWord || out.at(-1)?.tokenType === t.Seq) top(pass).angles++;
      break;
    case t.Greater:
      if (top(pass).angles === 0) break;
      top(pass).angles--;
      out.push(token);
      return true;
    case t.If:
      if (pass.operandEnd) top(pass).pending.push(token);
      break;
    case t.Else:
      pairElse(pass, token);
      break;
    default:
      break;
  }
  out.push(token);
  return undefined;
}

function pairElse(pass: Pass, token: IToken): void {
  const first = top(pass).pending.pop();
  if (first === undefined) return;
  retag(first, t.ConditionalIf);
  retag(token, t.ConditionalElse);
}

function open(pass: Pass, token: IToken, closer: TokenType): boolean {
  pass.out.push(token);
  pass.frames.push(frame(token, closer));
  return false;
}

function openBrace(pass: Pass, token: IToken): boolean {
  const previous = pass.out.at(-1)?.tokenType ?? null;
  const branch = previous === t.Or && pass.out.at(-2)?.tokenType === t.BlockClose;
  const block = pass.operandEnd || previous === null || branch || beforeBlock.has(previous);
  if (block) top(pass).pending = [];
  else retag(token, t.SetOpen);
  return open(pass, token, block ? t.BlockClose : t.SetClose);
}

function bar(pass: Pass, token: IToken): boolean {
  if (!pass.operandEnd) {
    retag(token, t.BarOpen);
    return open(pass, token, t.BarClose);
  }
  const closes = top(pass).close === t.BarClose;
  if (closes) {
    retag(token, t.BarClose);
    pass.frames.pop();
  }
  pass.out.push(token);
  return closes;
}

/** Closes the innermost bracket that this token can close, and what was left open inside it. */
function close(pass: Pass, token: IToken): boolean {
  const brace = token.tokenType === t.BlockClose;
  let depth = pass.frames.length - 1;
  for (; depth > 0; depth--) {
    const closer = (pass.frames[depth] as Frame).close;
    const isBrace = closer === t.BlockClose || closer === t.SetClose;
    if (brace ? isBrace : closer === token.tokenType) break;
    // A `)` or `]` never reaches over a brace, whereas a brace closes whatever was left open inside it.
    if (isBrace) depth = 0;
  }
  if (depth <= 0) {
    pass.unmatched.push({ token, until: token.startOffset, stray: true });
    return pass.operandEnd;
  }
  while (pass.frames.length - 1 > depth) closeMissing(pass, token.startOffset);
  const closed = pass.frames.pop() as Frame;
  if (brace) retag(token, closed.close);
  pass.out.push(token);
  return closed.close !== t.BlockClose;
}

/** Puts in the closer of the innermost bracket. */
function closeMissing(pass: Pass, until: number): void {
  const { open, close } = pass.frames.pop() as Frame;
  if (open === null) return;
  pass.unmatched.push({ token: open, until, stray: false });
  const last = pass.out.at(-1) ?? open;
  const offset = endOf(last);
  pass.out.push(createTokenInstance(close, '', offset, offset, NaN, NaN, NaN, NaN));
  pass.operandEnd = close !== t.BlockClose;
}
