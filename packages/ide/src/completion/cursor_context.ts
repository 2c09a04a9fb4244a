import type { TokenInfo } from '@mmspec/syntax';

/** Where the cursor stands. */
export type CursorContext =
  | { readonly kind: 'nothing' | 'import' | 'item' | 'item_or_expectation' | 'member' | 'statement' | 'expression' | 'constant' | 'property' | 'type' }
  | { readonly kind: 'setting_name' | 'property_name' | 'expectation' | 'label' | 'step' }
  /** In the braces of a check; `taken` are set already. */
  | { readonly kind: 'setting'; readonly taken: readonly string[] }
  /** After `at`, or in its braces: where the actor may stand. */
  | { readonly kind: 'location'; readonly actor: string }
  /** After the dot: the word before it. */
  | { readonly kind: 'field' | 'property_field'; readonly before: string; readonly dot: number }
  /** After the dot of a path of steps: the names before it. */
  | { readonly kind: 'step_field'; readonly path: readonly string[] }
  | { readonly kind: 'setting_value'; readonly name: string }
  /** Nothing else than these words. */
  | { readonly kind: 'words'; readonly words: readonly string[] };

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
    /^(?:[-+*/%<>=,:([|.]|==|!=|<=|>=|\.\.|\+=|-=|and|or|not|implies|iff|in|within|where|when|if|while|await|assert|is|at)$/u.test(token.image)
  );
}
