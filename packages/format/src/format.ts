import { positionAt, type Diagnostic, type SourceFile } from '@mmspec/source';
import { parse, tokens } from '@mmspec/syntax';
import { layout } from './layout.ts';

/** Lines are broken where they would be longer. */
export const widthDefault = 120;

/** A text with mistakes has no layout. */
export class UnformattableError extends SyntaxError {
  /** What Prettier calls it. */
  override readonly name = 'SyntaxError';
  readonly diagnostic: Diagnostic;
  /** As Prettier shows it. */
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };

  constructor(diagnostic: Diagnostic, file: SourceFile) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
    this.loc = { start: positionAt(file, diagnostic.span.start) };
  }
}

/**
 * The same spec, laid out. Throws an `UnformattableError` where the text has a mistake of grammar.
 * Twice changes nothing; the tree and all comments stay.
 */
export function formatSpec(text: string, width: number = widthDefault): string {
  const lines = linesOf(text, width);
  return lines.map((line) => `${line}\n`).join('');
}

/** The lines of `formatSpec`, for Prettier. */
export function linesOf(text: string, width: number): readonly string[] {
  const file = { path: '', text: text.replace(/\r\n?/gu, '\n') };
  const { module, diagnostics } = parse(file, 0);
  const mistake = diagnostics.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) throw new UnformattableError(mistake, file);
  return layout({ text: file.text, module, tokens: tokens(file) }, width).flatMap((line) => line.split('\n'));
}
