import type { Span } from '@mmspec/source';

/*
 * A litmus test in C, as it was written: the operations of the kernel are resolved, everything else is as in the text.
 */

/** Order of a load. */
export type LoadOrder = 'plain' | 'once' | 'acquire' | 'srcu_lock';
/** Order of a store. */
export type StoreOrder = 'plain' | 'once' | 'release' | 'srcu_unlock';
/** Order of a read-modify-write; one without a result is `noreturn`. */
export type UpdateOrder = 'full' | 'once' | 'acquire' | 'release' | 'noreturn';

export type Operator = '+' | '-' | '*' | '/' | '&' | '|' | '^' | '&~' | '==' | '!=' | '<' | '>' | '<=' | '>=';

export type Fence =
  | 'mb'
  | 'rmb'
  | 'wmb'
  | 'barrier'
  | 'before-atomic'
  | 'after-atomic'
  | 'after-spinlock'
  | 'after-unlock-lock'
  | 'after-srcu-read-unlock'
  | 'rcu-lock'
  | 'rcu-unlock'
  | 'sync-rcu';

export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Expression; readonly right: Expression; readonly span: Span }
  | { readonly kind: 'load'; readonly order: LoadOrder; readonly address: Expression; readonly span: Span }
  | { readonly kind: 'exchange'; readonly order: UpdateOrder; readonly address: Expression; readonly value: Expression; readonly span: Span }
  | {
      readonly kind: 'compare_exchange';
      readonly order: UpdateOrder;
      readonly address: Expression;
      readonly old: Expression;
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'update';
      readonly order: UpdateOrder;
      readonly operator: Operator;
      readonly address: Expression;
      readonly value: Expression;
      readonly gives: 'old' | 'new';
      readonly span: Span;
    }
  /** atomic_add_unless(): adds `value` unless it finds `unless`, and gives whether it did. */
  | { readonly kind: 'add_unless'; readonly address: Expression; readonly value: Expression; readonly unless: Expression; readonly span: Span }
  | { readonly kind: 'trylock' | 'is_locked'; readonly address: Expression; readonly span: Span };

export type Statement =
  | { readonly kind: 'assign'; readonly register: string | null; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'store'; readonly order: StoreOrder; readonly address: Expression; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'fence'; readonly fence: Fence; readonly span: Span }
  | { readonly kind: 'lock' | 'unlock' | 'sync_srcu'; readonly address: Expression; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
      /** Up to the end of the condition. */
      readonly head: Span;
      readonly span: Span;
    }
  | { readonly kind: 'while'; readonly condition: Expression; readonly body: readonly Statement[]; readonly head: Span; readonly span: Span };

/** A number, or the address of a variable. */
export type Constant = { readonly kind: 'number'; readonly value: number } | { readonly kind: 'address'; readonly name: string };

export type Location =
  | { readonly kind: 'register'; readonly thread: number; readonly name: string; readonly span: Span }
  | { readonly kind: 'variable'; readonly name: string; readonly span: Span };

export type Proposition =
  | { readonly kind: 'true' | 'false' }
  | { readonly kind: 'is'; readonly location: Location; readonly value: Constant }
  | { readonly kind: 'same'; readonly left: Location; readonly right: Location }
  | { readonly kind: 'not'; readonly part: Proposition }
  | { readonly kind: 'and' | 'or' | 'implies'; readonly left: Proposition; readonly right: Proposition };

export type Quantifier = 'exists' | '~exists' | 'forall';

export interface Initial {
  readonly location: Location;
  readonly value: Constant;
}

export interface Thread {
  /** N of `PN`. */
  readonly number: number;
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
  readonly span: Span;
}

export type Verdict = 'Never' | 'Sometimes' | 'Always';

/** What a `Result:` comment of the file says: a verdict; no execution at all; or a flag. */
export interface Expected {
  readonly verdict: Verdict | 'DEADLOCK' | null;
  readonly flag: string | null;
  /** `Result: Never DATARACE`: a race is expected, whatever the verdict. */
  readonly race: boolean;
}

export interface LitmusTest {
  readonly name: string;
  readonly expected: Expected | null;
  readonly initial: readonly Initial[];
  /** In order of their numbers. */
  readonly threads: readonly Thread[];
  /** What final states show beside what the condition names. */
  readonly locations: readonly Location[];
  readonly filter: Proposition | null;
  readonly quantifier: Quantifier;
  readonly condition: Proposition;
  /** False: the test ends without `exists`. */
  readonly asks: boolean;
  /** What is asked, as it is written, in one line. */
  readonly question: string;
}
