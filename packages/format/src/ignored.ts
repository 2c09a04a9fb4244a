import type { TokenInfo } from '@mmspec/syntax';
import type { Source } from './layout.ts';
import type { Start } from './structure.ts';

/*
 * `// prettier-ignore` on a line of its own: what begins below it stays as it was written, and so does the comment at its end.
 */

/** The type of a token that stands for all that is left alone. */
const verbatim = 'Verbatim';
/** The same where a comment ends it, and so its line. */
export const verbatimLine = 'VerbatimLine';

export const isVerbatim = ({ type }: TokenInfo): boolean => type === verbatim || type === verbatimLine;

/** The text with one token for each part that is left alone; what is inside of it has no tokens and no comments any more. */
export function withIgnored(source: Source, starts: ReadonlyMap<number, Start>): Source {
  const { text, module, tokens } = source;
  const parts: TokenInfo[] = [];
  for (const { ownLine, text: comment, span } of module.comments) {
    if (!ownLine || comment.replace(/^\/+/u, '').trim() !== 'prettier-ignore' || span.start < (parts.at(-1)?.end ?? 0)) continue;
    const first = tokens.findIndex(({ start }) => start >= span.end);
    if (first >= 0) parts.push(...partAt(text, tokens, starts, first));
  }
  if (parts.length === 0) return source;
  const isInside = (start: number): boolean => parts.some((part) => start >= part.start && start < part.end);
  const left = tokens.filter(({ start }) => !isInside(start));
  return {
    text,
    module: { ...module, comments: module.comments.filter(({ span }) => !isInside(span.start)) },
    tokens: [...left, ...parts].sort((a, b) => a.start - b.start),
  };
}

function partAt(text: string, tokens: readonly TokenInfo[], starts: ReadonlyMap<number, Start>, first: number): TokenInfo[] {
  const start = tokens[first]?.start ?? 0;
  const end = endOf(tokens, starts, first);
  if (end === null) return [];
  const comment = /^[^\S\n]*[;,]?[^\S\n]*\/\/[^\n]*/u.exec(text.slice(end))?.[0] ?? '';
  const image = text.slice(start, end + comment.length).replace(/[^\S\n]+$/gmu, '');
  return [{ type: comment === '' ? verbatim : verbatimLine, isName: false, image, start, end: end + comment.length }];
}

/** Where what begins at a token ends: of a label, its statement; null where nothing begins. */
function endOf(tokens: readonly TokenInfo[], starts: ReadonlyMap<number, Start>, first: number): number | null {
  const start = starts.get(tokens[first]?.start ?? -1);
  if (start === undefined) return first === 0 ? headEnd(tokens, starts) : null;
  if (start.role !== 'label') return start.end;
  const next = tokens.findIndex((token) => token.start >= start.end && token.type !== 'Colon');
  const role = starts.get(tokens[next]?.start ?? -1)?.role;
  return role === 'statement' || role === 'label' ? (endOf(tokens, starts, next) ?? start.end) : start.end;
}

/** The head of a text, `module a.b`, ends before the first declaration. */
function headEnd(tokens: readonly TokenInfo[], starts: ReadonlyMap<number, Start>): number {
  const next = tokens.findIndex(({ start }) => starts.has(start));
  return tokens.at(next < 0 ? -1 : next - 1)?.end ?? 0;
}
