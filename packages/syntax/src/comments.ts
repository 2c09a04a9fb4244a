import type { IToken } from 'chevrotain';
import type { Comment } from './tree.ts';

/** The comments of a text, in order. */
export function commentsOf(tokens: readonly IToken[], text: string, file: number): Comment[] {
  return tokens.map((token) => {
    const doc = /^\/\/\/(?!\/)/.test(token.image);
    return {
      kind: 'comment',
      style: doc ? 'doc' : 'line',
      text: token.image.slice(doc ? 3 : 2),
      span: { file, start: token.startOffset, end: token.startOffset + token.image.length },
      ownLine: beginsLine(text, token.startOffset),
    };
  });
}

function beginsLine(text: string, offset: number): boolean {
  for (let index = offset - 1; index >= 0; index--) {
    const character = text.charAt(index);
    if (character === '\n' || character === '\r') return true;
    if (!/\s|\uFEFF/.test(character)) return false;
  }
  return true;
}

/**
 * Finds the `///` lines right above a token: the comments that stand on lines of their own between it and
 * whatever comes before, without a blank line in between.
 */
export function docFinder(comments: readonly Comment[], text: string): (token: IToken) => readonly string[] {
  return (token) => {
    const lines: string[] = [];
    let below = token.startOffset;
    for (let index = firstAfter(comments, token.startOffset) - 1; index >= 0; index--) {
      const comment = comments[index];
      if (comment === undefined || !comment.ownLine || !isOneLineEnd(text.slice(comment.span.end, below))) break;
      if (comment.style === 'doc') lines.push(comment.text.replace(/^ /, ''));
      below = comment.span.start;
    }
    return lines.reverse();
  };
}

const isOneLineEnd = (between: string): boolean => /^[ \t]*(\r\n|\n|\r)[ \t]*$/.test(between);

/** The index of the first comment that begins after an offset. */
function firstAfter(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
