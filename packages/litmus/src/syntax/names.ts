import type { Span } from '@mmspec/source';
import type { LitmusTest, Location, Proposition } from './tree.ts';

/** Names that mean nothing: a thread that is not there or there twice. */
export type Misnamed =
  | { readonly kind: 'no_thread'; readonly thread: number; readonly count: number; readonly span: Span }
  | { readonly kind: 'thread_twice'; readonly thread: number; readonly span: Span }
  | { readonly kind: 'thread_order'; readonly thread: number; readonly wanted: number; readonly span: Span };

export function* misnamed(test: LitmusTest): Generator<Misnamed> {
  yield* misnumbered(test);
  const count = test.threads.length;
  for (const location of mentioned(test))
    if (location.kind === 'register' && !test.threads.some(({ number }) => number === location.thread))
      yield { kind: 'no_thread', thread: location.thread, count, span: location.span };
}

/** Threads are P0, P1, …, each once. */
function* misnumbered(test: LitmusTest): Generator<Misnamed> {
  let wanted = 0;
  for (const { number, span } of test.threads) {
    if (number < wanted) yield { kind: 'thread_twice', thread: number, span };
    else if (number > wanted) {
      yield { kind: 'thread_order', thread: number, wanted, span };
      return;
    } else wanted++;
  }
}

function* mentioned(test: LitmusTest): Generator<Location> {
  for (const { location } of test.initial) yield location;
  yield* test.locations;
  if (test.filter !== null) yield* locationsOf(test.filter);
  yield* locationsOf(test.condition);
}

/** The locations of a proposition, in its order. */
export function* locationsOf(proposition: Proposition): Generator<Location> {
  switch (proposition.kind) {
    case 'true':
    case 'false':
      return;
    case 'is':
      yield proposition.location;
      return;
    case 'same':
      yield proposition.left;
      yield proposition.right;
      return;
    case 'not':
      yield* locationsOf(proposition.part);
      return;
    case 'and':
    case 'or':
    case 'implies':
      yield* locationsOf(proposition.left);
      yield* locationsOf(proposition.right);
  }
}
