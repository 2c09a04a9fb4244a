import { formatRange, linesOf, widthDefault } from '@mmspec/format';
import type { AstPath, Doc, Parser, ParserOptions, Printer, SupportLanguage } from 'prettier';
import { builders } from 'prettier/doc';

/** The whole text is one node: tokens and comments decide the layout together. */
interface Root {
  readonly text: string;
  readonly lines: readonly string[];
}

export const languages: SupportLanguage[] = [
  { name: 'mmspec', parsers: ['mmspec'], extensions: ['.mmspec'], aliases: ['mmspec'], vscodeLanguageIds: ['mmspec'], linguistLanguageId: 0 },
];

export const parsers: { readonly mmspec: Parser<Root> } = {
  mmspec: {
    // Prettier formats ranges of languages that it knows, and leaves others as they are: what is asked for is done before.
    preprocess: (text: string, { rangeStart, rangeEnd, printWidth }: ParserOptions): string =>
      rangeStart > 0 || rangeEnd < text.length ? formatRange(text, rangeStart, rangeEnd, printWidth) : text,
    parse: (text: string, { printWidth }: ParserOptions): Root => ({ text, lines: linesOf(text, printWidth) }),
    astFormat: 'mmspec',
    hasPragma: (text: string): boolean => leadingComment(text, /^@(?:format|prettier)$/u),
    hasIgnorePragma: (text: string): boolean => leadingComment(text, /^@no(?:format|prettier)$/u),
    locStart: () => 0,
    locEnd: ({ text }) => text.length,
  },
};

/** Whether one of the comments above everything else is such a word. */
function leadingComment(text: string, word: RegExp): boolean {
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    if (!trimmed.startsWith('//')) return false;
    if (word.test(trimmed.replace(/^\/+/u, '').trim())) return true;
  }
  return false;
}

const { hardline, join } = builders;

export const printers: { readonly mmspec: Printer<Root> } = {
  mmspec: {
    insertPragma: (text: string): string => `// @format\n${text}`,
    print({ node }: AstPath<Root>): Doc {
      return node.lines.length === 0 ? '' : [join(hardline, [...node.lines]), hardline];
    },
  },
};

/** A `.prettierrc` may say otherwise. */
export const defaultOptions: { readonly printWidth: number; readonly tabWidth: number } = { printWidth: widthDefault, tabWidth: 2 };
