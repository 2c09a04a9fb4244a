import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import type { Unmatched } from '../lex/classify.ts';
import { beginsDeclaration } from '../lex/declaration_starts.ts';
import { indentOf } from './blamed.ts';
import { make } from './make.ts';
import { declarationWords } from './unexpected.ts';

/** Declarations that stand inside of a block, and the braces that are without a partner only because of that. */
export interface Nested {
  readonly declarations: ReadonlySet<IToken>;
  readonly braces: ReadonlySet<IToken>;
}

/** A `{` that a declaration ends, which is farther to the right than all that belongs to the file, and the `}` that closes nothing then. */
export function nestedDeclarations(file: SourceFile, tokens: readonly IToken[], unmatched: readonly Unmatched[]): Nested {
  const declarations = new Set<IToken>();
  const braces = new Set<IToken>();
  const strays = unmatched.filter(isStrayBrace);
  for (const { token: opener, until, stray } of unmatched) {
    if (stray || opener.image !== '{') continue;
    const declaration = tokens.find(({ startOffset, image }) => startOffset === until && image !== '');
    if (declaration === undefined || !beginsDeclaration(declaration.tokenType, null) || indentOf(file, declaration) === 0) continue;
    const closer = strays.find(({ token }) => token.startOffset > until && !braces.has(token));
    if (closer === undefined) continue;
    declarations.add(declaration);
    braces.add(opener).add(closer.token);
  }
  return { declarations, braces };
}

const values: ReadonlySet<string> = new Set(['shared', 'ghost', 'const', 'variant', 'define']);

/** What is said of them; `import` and `module` have a message of their own where they stand too late. */
export function nestedText(index: number, declarations: ReadonlySet<IToken>): Diagnostic[] {
  return [...declarations]
    .filter(({ image }) => image !== 'import' && image !== 'module')
    .map(({ image, startOffset }) =>
      make(
        'MM0101',
        { file: index, start: startOffset, end: startOffset + image.length },
        {
          message: `\`${image}\` declares something inside of a block`,
          why: 'What a file declares stands outside of all braces; a block holds statements.',
          help: values.has(image) ? 'Move it out of the braces; a variable of an actor is `var x: T = e`, or `let x = e`.' : 'Move it out of the braces.',
        },
      ),
    );
}

/** What is said of a text, and whether it may follow from a mistake before it. */
export interface Stumble extends Diagnostic {
  readonly mayFollow?: boolean;
}

/** Mistakes that may leave the braces behind them without the partners that they were meant to have. */
const unsettling: ReadonlySet<string> = new Set(['MM0101', 'MM0103', 'MM0104']);

/** Characters of the longest of the words that begin a declaration. */
const longest: number = Math.max(...[...declarationWords].map(({ length }) => length));

/** Where declarations begin again: with a word of theirs at the very beginning of a line. */
const anew = new RegExp(`[\\n\\r](?:${[...declarationWords].join('|')})(?!\\w)`, 'u');

/**
 * Leaves out what follows from a mistake before it, in the same declaration, because braces do not pair as they were meant to:
 * that what goes on there is no declaration, and that a brace closes nothing.
 * The stumbles are in text order. It looks at a whole text: a part of it may begin anywhere.
 */
export function withoutFollowing({ text }: SourceFile, stumbles: readonly Stumble[]): Diagnostic[] {
  let mistake = -1;
  let looked = 0;
  return stumbles.flatMap(({ mayFollow = false, ...diagnostic }): Diagnostic[] => {
    const { start } = diagnostic.span;
    if (mistake >= 0 && anew.test(text.slice(looked, start + longest))) mistake = -1;
    looked = start;
    if (mayFollow && mistake >= 0) return [];
    if (unsettling.has(diagnostic.code) && diagnostic.fixes.length === 0) mistake = start;
    return [diagnostic];
  });
}

export const isStrayBrace = ({ token, stray }: Unmatched): boolean => stray && token.image === '}';
