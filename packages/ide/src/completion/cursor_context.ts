import type { TokenInfo } from '@mmspec/syntax';

/** What a property speaks about: one state, a step too, or whole behaviours. */
export type About = 'state' | 'step' | 'path';

/** Where the cursor stands. */
export type CursorContext =
  | { readonly kind: 'nothing' | 'module' | 'import' | 'condition' | 'member' | 'type' }
  /** A declaration; `more`: or a word that goes on with the one before. */
  | { readonly kind: 'item'; readonly more: readonly string[] }
  /** In a check without an end: a declaration, an expectation, or `more`. */
  | { readonly kind: 'item_or_expectation'; readonly more: readonly string[] }
  /** A new name, or one of these words. */
  | { readonly kind: 'name'; readonly words: readonly string[] }
  /** `value`: a whole right-hand side or condition, which may be a call that changes something; `expression`: a part of one. */
  | { readonly kind: 'value' | 'expression' | 'constant' }
  /** `more`: or a branch of the one before. */
  | { readonly kind: 'statement'; readonly more: readonly string[] }
  /** A property, or a part of one; `isSelection`: after `refs(`. */
  | { readonly kind: 'property'; readonly about: About; readonly isSelection?: true }
  /** An operand ends before: what goes on with it; `statements`: the next one may begin as well. */
  | { readonly kind: 'operator'; readonly words: readonly string[]; readonly statements: boolean }
  | { readonly kind: 'property_name' | 'fair_or_property' | 'expectation' | 'label' | 'step' }
  /** Constants and variants; `taken` are there already. */
  | { readonly kind: 'setting_name'; readonly taken: readonly string[] }
  /** In the braces of a check; `taken` are set already. */
  | { readonly kind: 'setting'; readonly taken: readonly string[] }
  /** After `at`, or in its braces: where the actor may stand. */
  | { readonly kind: 'location'; readonly actor: string }
  /** After the dot: the word before it. */
  | { readonly kind: 'field' | 'property_field'; readonly before: string; readonly dot: number }
  /** After the dot of a path of steps: the names before it. */
  | { readonly kind: 'step_field'; readonly path: readonly string[] }
  | {
      readonly kind: 'setting_value';
      readonly name: string;
      /** Behind the `in` of an axis, where a range may be open. */
      readonly beginsAxis?: true;
    }
  /** Nothing else than these words. `mayEnd`: or the end of the line, so no list comes by itself that Enter would take from. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly mayEnd?: true };

/** What stands before the word that is being typed. */
export interface Before {
  readonly tokens: readonly TokenInfo[];
  readonly last: TokenInfo | undefined;
  readonly left: TokenInfo | undefined;
  /** Index of the token that began the declaration, and the token's text. */
  readonly at: number;
  readonly item: string;
  /** Open braces of the declaration. */
  readonly depth: number;
  /** The word is the first of its line. */
  readonly lineStart: boolean;
}

/** Does an expression go on after this token? */
export function isOperator(token: TokenInfo | undefined): boolean {
  return (
    token !== undefined &&
    token.type !== 'BarClose' &&
    /^(?:[-+*/%<>=,:([|.]|==|!=|<=|>=|\.\.|\+=|-=|and|or|not|implies|iff|in|within|where|when|if|while|await|assert|is|at)$/u.test(token.image)
  );
}

const valueWords: ReadonlySet<string> = new Set(['true', 'false', 'none', 'self', 'forever', 'mover', 'quiescent', 'refs', 'holders', 'bool', 'ref', 'done']);
const closing: ReadonlySet<string> = new Set(['Name', 'Number', 'ParenthesisClose', 'BracketClose', 'SetClose', 'BarClose', 'Prime', 'ActorWord']);

/** Words in their places, which elsewhere are names. */
const softWords: ReadonlySet<string> = new Set(['waits', 'set', 'seq', 'live', 'bound', 'memory', 'ignore', 'deadlock', 'fair']);

/** Words that an operand follows, though elsewhere they are names. */
const prefixWords: ReadonlySet<string> = new Set(['always', 'eventually']);

/** Does an operand end with this token? Some words are one where an operator stands before them. */
export function endsOperand(token: TokenInfo | undefined, before?: TokenInfo): boolean {
  if (token === undefined || prefixWords.has(token.image)) return false;
  return closing.has(token.type) || valueWords.has(token.image) || (softWords.has(token.image) && isOperator(before));
}
