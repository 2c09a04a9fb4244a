/*
 * Relations as terms, so that the model can be read, evaluated slowly, and asked why two events are related.
 */

export type Term =
  /** A relation that an execution gives: po, rf, co, addr, … */
  | { readonly kind: 'base'; readonly name: string }
  /** Each event of a set to itself. */
  | { readonly kind: 'set'; readonly name: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Term[] }
  | { readonly kind: 'union'; readonly parts: readonly Term[] }
  | { readonly kind: 'meet'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'without'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'inverse' | 'optional' | 'star'; readonly part: Term }
  /** A word for people: what it stands for is not looked into when a relation is explained. */
  | { readonly kind: 'named'; readonly name: string; readonly part: Term }
  /** The least relation that holds itself, by its name. */
  | { readonly kind: 'least'; readonly name: string; readonly part: Term };

export const base = (name: string): Term => ({ kind: 'base', name });
/** The events of a set, each to itself; a leading `~` takes all others. */
export const set = (name: string): Term => ({ kind: 'set', name });
export const sequence = (...parts: readonly Term[]): Term => ({ kind: 'sequence', parts });
export const union = (...parts: readonly Term[]): Term => ({ kind: 'union', parts });
export const meet = (left: Term, right: Term): Term => ({ kind: 'meet', left, right });
export const without = (left: Term, right: Term): Term => ({ kind: 'without', left, right });
export const inverse = (part: Term): Term => ({ kind: 'inverse', part });
export const optional = (part: Term): Term => ({ kind: 'optional', part });
export const star = (part: Term): Term => ({ kind: 'star', part });
export const named = (name: string, part: Term): Term => ({ kind: 'named', name, part });
export const least = (name: string, part: Term): Extract<Term, { kind: 'least' }> => ({ kind: 'least', name, part });
