import type { Diagnostic, SourceFile, Span } from '@mmspec/source';
import { CodeParser } from './code_parser.ts';
import { expectedIn } from './expected.ts';
import { inMistake, inName, inSyntax, inText, strayCharacter, type Wrong } from './messages.ts';
import { misnamed } from './names.ts';
import { sections, type Section, type Sections } from './sections.ts';
import { StateParser, type Final } from './state_parser.ts';
import { codeLexer, endOfComment, stateLexer } from './tokens.ts';
import type { Initial, LitmusTest, Thread } from './tree.ts';
import type { EmbeddedActionsParser, IToken, Lexer } from 'chevrotain';

export interface Read {
  /** Null: there are errors. */
  readonly test: LitmusTest | null;
  readonly diagnostics: readonly Diagnostic[];
}

let parsers: { readonly code: CodeParser; readonly state: StateParser } | null = null;

/** Reads a litmus test in C, in the grammar of herd7; never fails. */
export function readLitmus(file: SourceFile): Read {
  const found = sections(file.text);
  if ('missing' in found) return { test: null, diagnostics: [inText(file.text, found)] };
  parsers ??= { code: new CodeParser(), state: new StateParser() };
  const wrong: Wrong[] = [];
  const { code, state } = parsers;
  code.mistakes = [];
  const initial = parsed(file.text, found.initial, stateLexer, state, () => state.initial(), wrong);
  const threads = parsed(file.text, found.threads, codeLexer, code, () => code.program(), wrong);
  const final = parsed(file.text, found.final, stateLexer, state, () => state.final(), wrong);
  wrong.push(...code.mistakes.map(inMistake));
  if (wrong.length > 0 || initial === null || threads === null || final === null)
    return { test: null, diagnostics: wrong.sort((a, b) => a.span.start - b.span.start) };
  return named(found, initial, threads, final, questionIn(file.text.slice(found.final.start, found.final.end)));
}

function named(found: Sections, initial: readonly Initial[], threads: readonly Thread[], final: Final, question: string): Read {
  const ordered = threads.toSorted((a, b) => a.number - b.number);
  const test: LitmusTest = { name: found.name, expected: expectedIn(found.comments), initial, threads: ordered, question, ...final };
  const diagnostics = [...misnamed(test)].map(inName);
  return { test: diagnostics.length === 0 ? test : null, diagnostics };
}

/** The filter and the condition, without comments, in one line. */
function questionIn(text: string): string {
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const end = endOfComment(text, at);
    if (end === null) plain += text[at];
    else at = end - 1;
  }
  return plain
    .replace(/locations\s*\[[^\]]*\]/u, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** The tree of a section, or null after its first mistake. */
function parsed<Result>(
  text: string,
  section: Section,
  lexer: Lexer,
  parser: EmbeddedActionsParser & { base: number },
  rule: () => Result,
  wrong: Wrong[],
): Result | null {
  const { tokens, errors } = lexer.tokenize(text.slice(section.start, section.end));
  const [stray] = errors;
  if (stray !== undefined) {
    wrong.push(strayCharacter(text, section.start + stray.offset));
    return null;
  }
  parser.base = section.start;
  parser.input = tokens;
  const result = rule();
  const [error] = parser.errors;
  if (error === undefined) return result;
  const found = tokens.indexOf(error.token);
  // The parser looks two tokens ahead: of these it is the word that nothing in the grammar has.
  const at = found >= 0 && tokens[found + 1]?.tokenType.name === 'Foreign' && error.token.tokenType.name !== 'Foreign' ? found + 1 : found;
  wrong.push(inSyntax(text, spanOf(tokens[at] ?? error.token, section), tokens, at));
  return null;
}

function spanOf(token: IToken, section: Section): Span {
  if (Number.isNaN(token.startOffset)) return { file: 0, start: section.end, end: section.end };
  return { file: 0, start: section.start + token.startOffset, end: section.start + token.startOffset + token.image.length };
}
