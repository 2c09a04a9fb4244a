import type { Diagnostic, Span } from '@mmspec/source';
import { make } from './make.ts';

/** A word of the language where a name is needed. */
export function reservedAsName(span: Span, word: string): Diagnostic {
  return make('MM0102', span, {
    message: `\`${word}\` is a reserved word and cannot be a name`,
    why: `\`${word}\` means something in every spec.`,
    help: `Choose another name, such as \`${word}_\` or \`my_${word}\`.`,
  });
}
