import type { Span } from '@mmspec/source';
import type { Declared, Name } from './names.ts';
import type { Expression, StepPath } from './expressions.ts';

/* Properties, and what is said of them elsewhere: their names and their fairness. */

/** `invariant p: e [expect violated]` over states, or over steps where it mentions one. */
export interface InvariantDeclaration extends Declared {
  readonly kind: 'invariant';
  readonly body: Expression;
  readonly expectViolated: boolean;
}

export interface TemporalDeclaration extends Declared {
  readonly kind: 'temporal';
  readonly body: Expression;
  readonly fairness: Fairness | null;
  readonly expectViolated: boolean;
}

export interface PossibleDeclaration extends Declared {
  readonly kind: 'possible';
  readonly body: Expression;
  readonly expectViolated: boolean;
}

export interface ReachableDeclaration extends Declared {
  readonly kind: 'reachable';
  readonly body: Expression;
  /** Over constants and variants: elsewhere nothing is wanted; left out where it always is. */
  readonly when?: Expression;
  readonly expectViolated: boolean;
}

/** `under fair`, `under fair a except a.idle, strongly fair b.put` */
export interface Fairness {
  readonly kind: 'fairness';
  readonly items: readonly FairnessItem[];
  readonly span: Span;
}

export interface FairnessItem {
  readonly kind: 'fairness_item';
  readonly strong: boolean;
  readonly path: StepPath | null;
  /** `except a.idle`: where it may stop for ever; left out where it may nowhere. */
  readonly except?: readonly StepPath[];
  readonly span: Span;
}

/** `no_new_refs`, `walker.touch`, `Type.live`, `range of folio.safe`, `deadlock` */
export interface PropertyPath {
  readonly kind: 'property_path';
  readonly parts: readonly Name[];
  /** The variable after `of`. */
  readonly of: readonly Name[];
  readonly span: Span;
}
