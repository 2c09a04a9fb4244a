import type { Span } from '@mmspec/source';

/* What nodes of all kinds have in common. */

export interface Name {
  readonly kind: 'name';
  /** Empty where the name is missing. */
  readonly text: string;
  readonly span: Span;
}

export interface Comment {
  readonly kind: 'comment';
  /** Without the slashes: `//` is `line`, `///` is `doc`. */
  readonly style: 'line' | 'doc';
  readonly text: string;
  readonly span: Span;
  /** True where nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

/** `at "mm/gup.c" gup_fast_pte_range "try_grab_folio_fast"`: the source that something models. */
export interface Anchor {
  readonly kind: 'anchor';
  /** The path of the file, from the top of the tree. */
  readonly path: string;
  /** The function, or the struct of a field. */
  readonly symbol: string;
  /** What stands in its line; null: the line of the symbol itself. */
  readonly text: string | null;
  readonly span: Span;
}

export interface Declared {
  readonly name: Name;
  readonly span: Span;
  /** Lines of `///` right above, without the slashes and one leading blank. */
  readonly doc: readonly string[];
}
