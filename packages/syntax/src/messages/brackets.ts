import type { SourceFile } from '@mmspec/source';
import { positionAt } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import type { Unmatched } from '../lex/classify.ts';
import { blamed } from './blamed.ts';
import { make } from './make.ts';
import { isStrayBrace, type Stumble } from './nesting_echoes.ts';

const closers: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
  ['|', '|'],
]);

/** Brackets without a partner. A wrong closer inside an open bracket is one mistake, not two. */
export function brackets(file: SourceFile, index: number, tokens: readonly IToken[], unmatched: readonly Unmatched[]): Stumble[] {
  const open = unmatched.filter(({ stray }) => !stray);
  const line = (offset: number): number => positionAt(file, offset).line;
  const explained = (offset: number): boolean =>
    open.some(({ token, until }) => token.startOffset < offset && offset <= until && line(token.startOffset) === line(offset));
  return unmatched
    .filter(({ token, stray }) => !stray || !explained(token.startOffset))
    .map(({ token: found, until, stray }): Stumble => {
      const token = stray || found.image !== '{' ? found : blamed(file, tokens, found, until);
      const span = { file: index, start: token.startOffset, end: token.startOffset + 1 };
      if (stray) {
        const said = make('MM0103', span, {
          message: `\`${token.image}\` closes nothing`,
          why: 'Every closing bracket needs the opening one that it belongs to.',
          help: 'Remove it, or look for the opening bracket that is missing before it.',
        });
        return { ...said, mayFollow: isStrayBrace({ token, until, stray }) };
      }
      const closer = closers.get(token.image) ?? '}';
      return make('MM0103', span, {
        message: `\`${token.image}\` is never closed`,
        why: `It is still open ${until >= file.text.length ? 'at the end of the file' : `on line ${line(until)}, where something begins or ends that it cannot reach over`}.`,
        help: `Add the missing \`${closer}\`.`,
        related: until >= file.text.length ? [] : [{ span: { file: index, start: until, end: until + 1 }, message: `\`${closer}\` is missing before this` }],
      });
    });
}
