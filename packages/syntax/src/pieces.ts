import type { SourceFile, Span } from '@mmspec/source';
import type { IRecognitionException, IToken } from 'chevrotain';
import { commentsOf, docFinder } from './comments.ts';
import { classify, endOf, type Classified, type Entry } from './lex/classify.ts';
import { beginsDeclaration } from './lex/declaration_starts.ts';
import { lex, type Lexed } from './lex/lexer.ts';
import { tooDeep, type TooDeep } from './lex/nesting.ts';
import { markReturns } from './lex/returns.ts';
import * as t from './lex/token_types.ts';
import { lostNames, type LostNames } from './lost_names.ts';
import { stumblesIn } from './messages/all.ts';
import type { Stumble } from './messages/nesting_echoes.ts';
import { TooManyMistakes, type Parts, type Slip } from './parser/base.ts';
import { ModuleParser } from './parser/module.ts';
import type { Comment } from './tree.ts';

/*
 * A text is read in pieces: each begins on the line after the declaration before it, where nothing is open.
 * A piece that is right by itself stays as it is when others change.
 */

/** A stretch of a text, up to the next piece, and what was read there. */
export interface Piece extends Parts {
  /** The offset of its first line. */
  start: number;
  /** What was known before it; null at the beginning of a text. */
  entry: Entry | null;
  readonly comments: readonly Comment[];
  /** Its first token and the end of its second, from the start on; the token before looks as far. */
  readonly first: { readonly start: number; readonly end: number } | null;
  readonly secondEnd: number | null;
  readonly hasModule: boolean;
  /** The types of its tokens, one character each; empty where the text is no piece. */
  readonly types: string;
  /** How many tokens. */
  readonly size: number;
  /** Nothing was noticed, and all that could be read was. */
  readonly isClean: boolean;
  readonly stumbles: readonly Stumble[];
  readonly mistakes: number;
  readonly lost: LostNames;
  /** All spans of its trees, once they were needed. */
  spans: Span[] | null;
}

/** Where and how far to read. */
export interface Stretch {
  readonly file: SourceFile;
  readonly index: number;
  readonly from: number;
  /** The end of the text, or enough behind the first place at which reading may stop. */
  readonly to: number;
  readonly entry: Entry | null;
  readonly before: Parts;
  /** Whether the text is cut into pieces, where each `{` is closed. */
  readonly inPieces: boolean;
  /** Whether what stands at this token, and what follows, is known. */
  readonly isKnown: (token: IToken, start: number, entry: Entry, parts: Parts) => boolean;
}

/** What was read: pieces as far as something known, or the end of the text. */
export interface Stretched {
  readonly pieces: readonly Piece[];
  /** The start of what is known, and what was known before it; null at the end of the stretch. */
  readonly stop: { readonly start: number; readonly entry: Entry | null } | null;
  readonly tooDeep: TooDeep | null;
  readonly comments: readonly Comment[];
  /** True where there is nothing but comments and blanks. */
  readonly isEmpty: boolean;
  /** A `{` is never closed: what is said of one declaration depends on others, so all is one piece. */
  readonly isOpen: boolean;
  /** False if the parser gave up. */
  readonly complete: boolean;
}

let shared: ModuleParser | null = null;

/** The parser keeps nothing from one text to the next but the memory it reuses. */
export function parser(): ModuleParser {
  shared ??= new ModuleParser();
  return shared;
}

/** Thrown where something known begins. */
class Known extends Error {}

/** The place of a piece in what was read. */
interface Cut {
  readonly token: IToken | null;
  readonly start: number;
  readonly entry: Entry | null;
  readonly errors: number;
  readonly slips: number;
  readonly name: number;
  readonly imports: number;
  readonly items: number;
}

/** Reads a stretch of a text. */
export function readStretch(asked: Stretch): Stretched {
  const { file, from, to, index, entry } = asked;
  const { text } = file;
  const lexed = lex(text, from, to);
  const comments = commentsOf(lexed.comments, text, index);
  const entries = asked.inPieces ? new Map<IToken, Entry>() : null;
  const isEmpty = lexed.tokens.length + lexed.strays.length + lexed.foreign.length === 0;
  const classified = classify(lexed.tokens, text, entry, entries);
  const isOpen = classified.unmatched.some(({ token, stray }) => !stray && token.image === '{');
  const deep = tooDeep(classified.tokens);
  if (isEmpty || deep !== null) return { pieces: [], stop: null, tooDeep: deep, comments, isEmpty, isOpen, complete: true };
  markReturns(classified.tokens, text);
  const stretch = { ...asked, inPieces: asked.inPieces && !isOpen };
  const { cuts, errors, slips, parts, complete, isStopped } = parsed(stretch, classified.tokens, comments, isOpen ? null : entries);
  const made = new Made(stretch, lexed, comments, classified, errors, slips, parts);
  const pieces = cuts.slice(0, -1).map((cut, at) => made.piece(cut, cuts[at + 1] as Cut));
  return { pieces, stop: isStopped ? (cuts.at(-1) ?? null) : null, tooDeep: null, comments, isEmpty, isOpen, complete };
}

interface ParsedStretch {
  readonly cuts: readonly Cut[];
  readonly errors: readonly IRecognitionException[];
  readonly slips: readonly Slip[];
  readonly parts: Parts;
  readonly complete: boolean;
  readonly isStopped: boolean;
}

function parsed(stretch: Stretch, tokens: IToken[], comments: readonly Comment[], entries: ReadonlyMap<IToken, Entry> | null): ParsedStretch {
  const { file, index, before, from, entry } = stretch;
  const { text } = file;
  const active = parser();
  const cutAt = (token: IToken | null, start: number, known: Entry | null): Cut => {
    const { name, imports, items } = active.parts;
    return {
      token,
      start,
      entry: known,
      errors: active.errors.length,
      slips: active.slips.length,
      name: name.length,
      imports: imports.length,
      items: items.length,
    };
  };
  const cuts: Cut[] = [
    { token: null, start: from, entry, errors: 0, slips: 0, name: before.name.length, imports: before.imports.length, items: before.items.length },
  ];
  const enter = (token: IToken): void => {
    const known = entries?.get(token);
    const start = known === undefined ? null : lineAfter(text, known.previous, token);
    // A mistake that is told of this token belongs to what stands before it.
    const isHeard = start !== null && active.errors.slice(cuts.at(-1)?.errors).every((error) => placeOf(error.token, text) < token.startOffset);
    if (known === undefined || start === null || !isHeard || start <= (cuts.at(-1)?.start ?? 0)) return;
    cuts.push(cutAt(token, start, known));
    if (stretch.isKnown(token, start, known, active.parts)) throw new Known();
  };
  active.begin({ file: index, text, tokens, docOf: docFinder(comments, text), before, enter });
  let complete = true;
  let isStopped = false;
  try {
    active.module();
  } catch (error) {
    if (error instanceof TooManyMistakes) complete = false;
    else if (error instanceof Known) isStopped = true;
    else throw error;
  }
  const { errors, slips, parts } = active;
  if (!isStopped) cuts.push(cutAt(null, stretch.to, null));
  active.input = [];
  return { cuts, errors, slips, parts, complete, isStopped };
}

/** Where a token begins; what stands for the end of the text has no offset. */
function placeOf({ startOffset }: IToken, text: string): number {
  return Number.isNaN(startOffset) || startOffset < 0 ? text.length : startOffset;
}

/** The beginning of the line behind a token, where the next one stands on a later line; null where a comment that may be open is between them. */
function lineAfter(text: string, previous: IToken, next: IToken): number | null {
  const end = endOf(previous);
  const between = text.slice(end, next.startOffset);
  const line = /\r\n|\r|\n/u.exec(between);
  return line === null || between.includes('/*') ? null : end + line.index + line[0].length;
}

/** Takes what was read of a stretch apart into pieces. */
class Made {
  private token = 0;
  private comment = 0;
  private readonly around: readonly IToken[];
  private readonly stretch: Stretch;
  private readonly lexed: Lexed;
  private readonly comments: readonly Comment[];
  private readonly classified: Classified;
  private readonly errors: readonly IRecognitionException[];
  private readonly slips: readonly Slip[];
  private readonly parts: Parts;

  constructor(
    stretch: Stretch,
    lexed: Lexed,
    comments: readonly Comment[],
    classified: Classified,
    errors: readonly IRecognitionException[],
    slips: readonly Slip[],
    parts: Parts,
  ) {
    this.stretch = stretch;
    this.lexed = lexed;
    this.comments = comments;
    this.classified = classified;
    this.errors = errors;
    this.slips = slips;
    this.parts = parts;
    this.around = stretch.entry === null ? classified.tokens : [stretch.entry.previous, ...classified.tokens];
  }

  /** The piece from one cut to the next; they are asked for in order. */
  piece(cut: Cut, end: Cut): Piece {
    const { file, index, inPieces } = this.stretch;
    const tokens = this.tokensUpTo(end.token);
    const isInside = (offset: number): boolean => offset >= cut.start && (offset < end.start || end.token === null);
    const ofToken = <T extends { readonly token: IToken }>(found: readonly T[]): T[] => found.filter(({ token }) => isInside(token.startOffset));
    const { unmatched, compared, misnamed } = this.classified;
    const noticed = {
      unmatched: ofToken(unmatched),
      compared: compared.filter(({ startOffset }) => isInside(startOffset)),
      misnamed: misnamed.filter(({ startOffset }) => isInside(startOffset)),
      errors: this.errors.slice(cut.errors, end.errors),
      slips: this.slips.slice(cut.slips, end.slips),
    };
    const strays = this.lexed.strays.filter(({ offset }) => isInside(offset));
    const foreign = this.lexed.foreign.filter(({ offset }) => isInside(offset));
    const stumbles = stumblesIn({ file, index, lexed: { strays, foreign }, tokens, around: this.around, ...noticed });
    const broken = [...noticed.errors.map(stumbledIn), ...noticed.unmatched.map(({ token }) => token)].map((token) => placeOf(token, file.text));
    const mistakes = noticed.errors.length + noticed.slips.length;
    const [first, second] = tokens;
    const placed = first === undefined ? null : { start: first.startOffset - cut.start, end: endOf(first) - cut.start };
    return {
      start: cut.start,
      entry: cut.entry,
      name: this.parts.name.slice(cut.name, end.name),
      imports: this.parts.imports.slice(cut.imports, end.imports),
      items: this.parts.items.slice(cut.items, end.items),
      comments: this.commentsUpTo(end),
      first: placed,
      secondEnd: second === undefined ? null : endOf(second) - cut.start,
      hasModule: tokens.some(({ tokenType }) => tokenType === t.Module),
      types: inPieces ? typesOf(tokens) : '',
      size: tokens.length,
      isClean: stumbles.length + broken.length + mistakes + strays.length + foreign.length === 0,
      stumbles,
      mistakes,
      lost: lostNames(tokens, [...broken, ...noticed.slips.filter(({ kind }) => unread.has(kind)).map(({ span }) => span.start)]),
      spans: null,
    };
  }

  private commentsUpTo({ token, start }: Cut): readonly Comment[] {
    const begin = this.comment;
    if (token === null) this.comment = this.comments.length;
    else while (this.comment < this.comments.length && (this.comments[this.comment]?.span.start ?? 0) < start) this.comment++;
    return this.comments.slice(begin, this.comment);
  }

  private tokensUpTo(end: IToken | null): readonly IToken[] {
    const { tokens } = this.classified;
    if (!this.stretch.inPieces) return tokens;
    const begin = this.token;
    this.token = end === null ? tokens.length : tokens.indexOf(end, begin);
    return tokens.slice(begin, this.token);
  }
}

/** Statements that say something else than was meant: a label that is none, a name that lacks its `:`. */
const unread: ReadonlySet<Slip['kind']> = new Set(['label', 'effect', 'target']);

/** The token at which reading stumbled; where a new declaration begins with it, the one before, which lacks something behind it. */
function stumbledIn({ token, previousToken }: IRecognitionException & { readonly previousToken?: IToken }): IToken {
  const isNext = previousToken !== undefined && previousToken.image !== '' && beginsDeclaration(token.tokenType, null);
  return isNext ? previousToken : token;
}

function typesOf(tokens: readonly IToken[]): string {
  return String.fromCharCode(...tokens.map(({ tokenType }) => tokenType.tokenTypeIdx ?? 0));
}
