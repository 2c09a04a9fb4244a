import type { AstPath, Doc, Parser, ParserOptions, Printer, SupportLanguage } from 'prettier';
import { builders } from 'prettier/doc';
import { linesOf, widthDefault } from './format.ts';

export { formatSpec, UnformattableError, widthDefault } from './format.ts';

/** The whole text is one node: tokens and comments decide the layout together. */
interface Root {
  readonly text: string;
  readonly width: number;
  readonly lines: readonly string[];
}

export const languages: SupportLanguage[] = [
  { name: 'mmspec', parsers: ['mmspec'], extensions: ['.mmspec'], aliases: ['mmspec'], vscodeLanguageIds: ['mmspec'], linguistLanguageId: 0 },
];

export const parsers: { readonly mmspec: Parser<Root> } = {
  mmspec: {
    parse: (text: string, { printWidth }: ParserOptions): Root => ({ text, width: printWidth, lines: linesOf(text, printWidth) }),
    astFormat: 'mmspec',
    locStart: () => 0,
    locEnd: ({ text }) => text.length,
  },
};

const { hardline, join } = builders;

export const printers: { readonly mmspec: Printer<Root> } = {
  mmspec: {
    print({ node }: AstPath<Root>): Doc {
      return node.lines.length === 0 ? '' : [join(hardline, [...node.lines]), hardline];
    },
  },
};

/** A `.prettierrc` may say otherwise. */
export const defaultOptions: { readonly printWidth: number; readonly tabWidth: number } = { printWidth: widthDefault, tabWidth: 2 };
