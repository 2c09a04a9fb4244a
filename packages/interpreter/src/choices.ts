/** Picks one of `count` alternatives; with none the step is blocked, and it throws `Blocked`. */
export type Choose = (count: number) => number;

/** The alternative that was picked is blocked: an `await` that is false, an empty `choose`. */
export class Blocked extends Error {}

/** What is asked for waits for an access that is not performed (`window/`). */
export class Awaited extends Error {}

/** The step ends here: `property` is what it violates. In a property: what it asks for is undefined. */
export class Fault extends Error {
  readonly property: string;
  constructor(property: string) {
    super(property);
    this.property = property;
  }
}

/**
 * Runs `attempt` once for every sequence of choices it can make, in order of the alternatives.
 * An attempt must be deterministic apart from its choices; those that are blocked give nothing.
 */
export function everyChoice<T>(attempt: (choose: Choose) => T): T[] {
  const results: T[] = [];
  for (let prefix: readonly number[] | null = []; prefix !== null;) {
    const taken: Taken[] = [];
    try {
      results.push(attempt(choosing(prefix, taken)));
    } catch (error) {
      if (!(error instanceof Blocked)) throw error;
    }
    prefix = following(taken);
  }
  return results;
}

/** The same, one after the other, as they are asked for: there may be more than anybody wants. */
export function* eachChoice<T>(attempt: (choose: Choose) => T): Generator<T> {
  for (let prefix: readonly number[] | null = []; prefix !== null;) {
    const taken: Taken[] = [];
    try {
      yield attempt(choosing(prefix, taken));
    } catch (error) {
      if (!(error instanceof Blocked)) throw error;
    }
    prefix = following(taken);
  }
}

/** A choice that was made. */
interface Taken {
  readonly pick: number;
  readonly count: number;
}

/** The first choices as given, then the first alternative of each. */
function choosing(prefix: readonly number[], taken: Taken[]): Choose {
  return (count) => {
    if (count === 0) throw new Blocked();
    const pick = prefix[taken.length] ?? 0;
    taken.push({ pick, count });
    return pick;
  };
}

/** The first choices of the next attempt; null: there is none. */
function following(taken: readonly Taken[]): readonly number[] | null {
  const last = taken.findLastIndex(({ pick, count }) => pick + 1 < count);
  return last < 0 ? null : taken.slice(0, last + 1).map(({ pick }, index) => (index === last ? pick + 1 : pick));
}

/** Takes the same alternatives once more. */
export function repeated(picks: readonly number[]): Choose {
  let at = 0;
  return () => picks[at++] ?? 0;
}
