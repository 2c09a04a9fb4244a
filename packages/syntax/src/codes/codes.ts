import type { CodeDescription } from '@mmspec/source';
import { grammarCodes } from './grammar_codes.ts';
import { textCodes } from './text_codes.ts';

/** The diagnostics of this package, by code. */
export const syntaxCodes: readonly CodeDescription[] = [...textCodes, ...grammarCodes].sort((a, b) => (a.code < b.code ? -1 : 1));
