import type { Span } from '@mmspec/source';
import type { Comment } from '@mmspec/syntax';

/*
 * Tokens come in, lines go out. Comments are put between tokens: each before the first token that stood after it,
 * on a line of its own or at the end of a line, as it was. A comment that ends a line needs a token before it on
 * that line; where there is none yet, it waits for one.
 */

const indentWidth = 2;

export interface Writer {
  /** The next token; a blank before it unless `tight`, no line end before it if `glued`. */
  token(text: string, how?: 'blank' | 'tight' | 'glued'): void;
  /** The next token begins a line, and a statement, member or declaration. */
  line(): void;
  /** The same, after an empty line. */
  gap(): void;
  /** The next token goes on with a long expression on a line of its own. */
  wrap(): void;
  /** Comments that are due come out now, at the present depth. */
  settle(): void;
  indent(): void;
  dedent(): void;
  /** The comments that stood before a place come out before the next token. Places without a source have none. */
  before(offset: number, span: Span): void;
  /** The `///` lines of a declaration come out before the next token, and whatever stood before them. */
  doc(lines: readonly string[], span: Span): void;
  /** Is a comment left that stood before this place? */
  hasComments(span: Span): boolean;
  end(): string;
}

class LineWriter implements Writer {
  private readonly lines: string[] = [];
  private current = '';
  private depth = 0;
  private breaks = 0;
  /** May a `;` stand before the next token? */
  private boundary = true;
  /** The current line ends in a comment. */
  private commented = false;
  private next = 0;
  /** Comments before `due` come out as soon as they can. */
  private due = 0;
  /** Where the doc lines of the coming declaration begin; `due` where there are none. */
  private docStart = 0;
  private readonly comments: readonly Comment[];

  constructor(comments: readonly Comment[]) {
    this.comments = comments;
  }

  token(text: string, how: 'blank' | 'tight' | 'glued' = 'blank'): void {
    if (how !== 'glued') this.release();
    if (this.breaks > 0) this.endLine();
    if (this.current === '') this.current = ' '.repeat(this.depth * indentWidth) + text;
    else {
      const blank = how !== 'tight' || (this.current.endsWith('|') && text.startsWith('|'));
      this.current += (blank ? ' ' : '') + text;
    }
    this.boundary = false;
  }

  line(): void {
    this.breaks = Math.max(this.breaks, 1);
    this.boundary = true;
  }

  gap(): void {
    this.breaks = 2;
    this.boundary = true;
  }

  wrap(): void {
    this.breaks = Math.max(this.breaks, 1);
  }

  settle(): void {
    this.release();
  }

  indent(): void {
    this.depth++;
  }

  dedent(): void {
    this.depth--;
  }

  before(offset: number, span: Span): void {
    if (span.file < 0) return;
    while (this.due < this.comments.length && (this.comments[this.due] as Comment).span.start < offset) this.due++;
    this.docStart = this.due;
  }

  doc(lines: readonly string[], span: Span): void {
    this.before(span.start, span);
    if (lines.length === 0) return;
    const found = span.file < 0 ? this.findForward(lines) : this.findBackward(lines.length);
    if (found !== null) [this.docStart, this.due] = found;
    else this.writeDoc(lines);
  }

  hasComments(span: Span): boolean {
    if (this.due > this.next) return true;
    const upcoming = this.comments[this.next];
    return span.file >= 0 && upcoming !== undefined && upcoming.span.start < span.end;
  }

  end(): string {
    this.due = this.comments.length;
    this.docStart = this.due;
    this.line();
    this.release();
    if (this.current !== '') this.lines.push(this.current);
    this.current = '';
    return this.lines.map((line) => `${line}\n`).join('');
  }

  /** The last comments that are due, as many as the declaration has doc lines. */
  private findBackward(count: number): [number, number] | null {
    let left = count;
    for (let index = this.due - 1; index >= this.next; index--) {
      if (this.comments[index]?.style === 'doc' && --left === 0) return [index, this.due];
    }
    return null;
  }

  /** The first comments still to come that are these lines; line comments may stand between them. */
  private findForward(lines: readonly string[]): [number, number] | null {
    for (let start = this.next; start < this.comments.length; start++) {
      let matched = 0;
      for (let index = start; index < this.comments.length; index++) {
        const comment = this.comments[index] as Comment;
        if (!comment.ownLine) break;
        if (comment.style !== 'doc') {
          if (matched === 0) break;
          continue;
        }
        if (comment.text.replace(/^ /, '') !== lines[matched]) break;
        if (++matched === lines.length) return [start, index + 1];
      }
    }
    return null;
  }

  /** Doc lines that are no comments of the module: a tree built by hand. */
  private writeDoc(lines: readonly string[]): void {
    this.release();
    for (const line of lines) {
      this.freshLine();
      this.current = `${' '.repeat(this.depth * indentWidth)}///${line === '' ? '' : ` ${line}`}`;
      this.commented = true;
      this.wrap();
    }
  }

  /** Puts out the comments that are due, as far as they fit. */
  private release(): void {
    let loose = false;
    while (this.next < this.due) {
      const comment = this.comments[this.next] as Comment;
      const text = (comment.style === 'doc' ? '///' : '//') + comment.text;
      if (comment.ownLine) {
        if (loose && this.next === this.docStart) this.breaks = 2;
        this.freshLine();
        this.current = ' '.repeat(this.depth * indentWidth) + text;
        if (comment.style === 'doc' && this.next < this.docStart) loose = true;
      } else {
        if ((this.current === '' || this.commented) && !this.carry()) return;
        this.current += ` ${text}`;
      }
      this.next++;
      this.commented = true;
      this.wrap();
    }
    // A `///` that belongs to nothing stays apart from the declaration below.
    if (loose && this.docStart === this.due) this.breaks = 2;
  }

  /** Puts a `;` on a new line, where one may stand, to carry a comment that ends a line. */
  private carry(): boolean {
    if (!this.boundary) return false;
    this.freshLine();
    this.current = `${' '.repeat(this.depth * indentWidth)};`;
    return true;
  }

  private freshLine(): void {
    this.wrap();
    this.endLine();
  }

  private endLine(): void {
    if (this.current !== '') this.lines.push(this.current);
    if (this.breaks > 1 && this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
    this.current = '';
    this.breaks = 0;
    this.commented = false;
  }
}

export function writer(comments: readonly Comment[]): Writer {
  return new LineWriter(comments);
}
