import { createToken, Lexer } from 'chevrotain';
import type { TokenType } from 'chevrotain';

/*
 * Two vocabularies, as in herd7: that of C in threads, and that of states before and after them.
 */

const code: TokenType[] = [];
const state: TokenType[] = [];

function token(list: TokenType[], name: string, pattern: string | RegExp, longer?: TokenType): TokenType {
  const made = createToken({ name, pattern, ...(longer === undefined ? {} : { longer_alt: longer }) });
  list.push(made);
  return made;
}

const skip = (list: TokenType[], name: string, pattern: RegExp): void => {
  list.push(createToken({ name, pattern, group: Lexer.SKIPPED, line_breaks: true }));
};

skip(code, 'Blank', /\s+/);
skip(code, 'Comment', /\/\*[\s\S]*?\*\//);
skip(code, 'LineComment', /\/\/[^\n]*/);

/** What C has and herd7 does not, so that a message can name it. */
token(code, 'Foreign', /&&|\|\||<<|>>|\+\+|--|->|[-+*/&|^%]=|[!%?.[\]#"'](?!=)|0[xX][0-9a-fA-F]+/);
export const Word: TokenType = createToken({ name: 'Word', pattern: /[A-Za-z_]\w*/ });
export const Thread: TokenType = token(code, 'Thread', /P\d+/, Word);
export const If: TokenType = token(code, 'If', 'if', Word);
export const Else: TokenType = token(code, 'Else', 'else', Word);
export const While: TokenType = token(code, 'While', 'while', Word);
export const Struct: TokenType = token(code, 'Struct', 'struct', Word);
export const Void: TokenType = token(code, 'Void', 'void', Word);
export const Qualifier: TokenType = token(code, 'Qualifier', /const|volatile|_Atomic/, Word);
/** Names of types that herd7 knows. */
export const BaseType: TokenType = token(
  code,
  'BaseType',
  /__u?int128_t|__u?int128|u?int(?:8|16|32|64|ptr)_t|int|char|long|mtx_t|spinlock_t|atomic_t|atomic_int/,
  Word,
);
/** Words of herd7 that kernel code has as names. */
token(code, 'Reserved', /lock|unlock|atomic|regions|WCAS|SCAS|mtx_lock|mtx_unlock|memory_order_\w+|atomic_\w+_explicit|atomic_thread_fence/, Word);
code.push(Word);
export const Integer: TokenType = token(code, 'Integer', /-?\d+/);
export const NotEqual: TokenType = token(code, 'NotEqual', '!=');
export const EqualEqual: TokenType = token(code, 'EqualEqual', '==');
export const Relation: TokenType = token(code, 'Relation', /<=|>=|<|>/);
export const Assign: TokenType = token(code, 'Assign', '=');
export const Star: TokenType = token(code, 'Star', '*');
export const Slash: TokenType = token(code, 'Slash', '/');
export const Plus: TokenType = token(code, 'Plus', '+');
export const Minus: TokenType = token(code, 'Minus', '-');
export const Ampersand: TokenType = token(code, 'Ampersand', '&');
export const Caret: TokenType = token(code, 'Caret', '^');
export const Bar: TokenType = token(code, 'Bar', '|');
export const LeftParenthesis: TokenType = token(code, 'LeftParenthesis', '(');
export const RightParenthesis: TokenType = token(code, 'RightParenthesis', ')');
export const LeftBrace: TokenType = token(code, 'LeftBrace', '{');
export const RightBrace: TokenType = token(code, 'RightBrace', '}');
export const Comma: TokenType = token(code, 'Comma', ',');
export const Semicolon: TokenType = token(code, 'Semicolon', ';');

/** The end of a comment in `(* … *)` that begins here; comments nest. Null: none begins, or it has no end. */
export function endOfComment(text: string, start: number): number | null {
  if (text[start] !== '(' || text[start + 1] !== '*') return null;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair !== '(*' && pair !== '*)') continue;
    depth += pair === '(*' ? 1 : -1;
    at++;
    if (depth === 0) return at + 1;
  }
  return null;
}

skip(state, 'StateBlank', /\s+/);
state.push(
  createToken({
    name: 'StateComment',
    group: Lexer.SKIPPED,
    line_breaks: true,
    start_chars_hint: ['('],
    pattern: (text, offset) => {
      const end = endOfComment(text, offset);
      return end === null ? null : ([text.slice(offset, end)] as unknown as RegExpExecArray);
    },
  }),
);
export const Name: TokenType = createToken({ name: 'Name', pattern: /[A-Za-z_.$][\w.$]*/ });
export const Proc: TokenType = token(state, 'Proc', /P\d+/, Name);
export const Exists: TokenType = token(state, 'Exists', /exists|final/, Name);
export const Forall: TokenType = token(state, 'Forall', 'forall', Name);
export const Locations: TokenType = token(state, 'Locations', 'locations', Name);
export const Filter: TokenType = token(state, 'Filter', 'filter', Name);
export const True: TokenType = token(state, 'True', 'true', Name);
export const False: TokenType = token(state, 'False', 'false', Name);
export const Not: TokenType = token(state, 'Not', /~|not/, Name);
export const AtomicInit: TokenType = token(state, 'AtomicInit', 'ATOMIC_INIT', Name);
state.push(Name);
export const StateNumber: TokenType = token(state, 'StateNumber', /0[xX][0-9a-fA-F]+|-?\d+/);
export const And: TokenType = token(state, 'And', '/\\');
export const Or: TokenType = token(state, 'Or', '\\/');
export const Implies: TokenType = token(state, 'Implies', '=>');
export const Differs: TokenType = token(state, 'Differs', /!=|<>/);
export const Is: TokenType = token(state, 'Is', /==?/);
export const StateStar: TokenType = token(state, 'StateStar', '*');
export const AddressOf: TokenType = token(state, 'AddressOf', '&');
export const Colon: TokenType = token(state, 'Colon', ':');
export const StateSemicolon: TokenType = token(state, 'StateSemicolon', ';');
export const LeftBracket: TokenType = token(state, 'LeftBracket', '[');
export const RightBracket: TokenType = token(state, 'RightBracket', ']');
export const Open: TokenType = token(state, 'Open', '(');
export const Close: TokenType = token(state, 'Close', ')');
token(state, 'StateForeign', /&&|\|\||[^\s\w]/);

export const codeVocabulary: readonly TokenType[] = code;
export const stateVocabulary: readonly TokenType[] = state;
const options = { positionTracking: 'onlyOffset', ensureOptimizations: false } as const;
export const codeLexer: Lexer = new Lexer(code, options);
export const stateLexer: Lexer = new Lexer(state, options);
