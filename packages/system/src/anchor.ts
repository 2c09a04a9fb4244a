import type { StepSource } from './check.ts';

/*
 * Where the source is that a spec says it models.
 */

/** Where an anchor was found in a tree. */
export interface AnchorFinding {
  /** It stands in its symbol in its file; elsewhere; nowhere; or its path leads out of the tree. */
  readonly kind: 'found' | 'moved' | 'gone' | 'refused';
  /** The file that it stands in; of one that is gone the file in which it was looked for. */
  readonly path: string;
  /** From 1; of one that is gone the line of its symbol; null: that is gone too. */
  readonly line: number | null;
  /** What it stands in; null: in nothing that has a name. */
  readonly symbol: string | null;
  /** Why it is gone; null where it is not. */
  readonly why: 'no file' | 'no symbol' | 'no text' | null;
}

/** An anchor of a spec, and what became of it in each tree. */
export interface AnchorRow extends Pick<StepSource, 'path' | 'symbol' | 'text'> {
  readonly what: 'actor' | 'operation' | 'step' | 'field' | 'variable';
  /** `gup.take.get`, `Folio.refcount`. */
  readonly name: string;
  /** In the spec. */
  readonly spec: { readonly path: string; readonly line: number };
  /** One for each tree, in their order. */
  readonly found: readonly AnchorFinding[];
}
