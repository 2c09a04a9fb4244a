/*
 * How much of the states a breadth-first search has explored, as long as nobody knows.
 * Expanding a state finds some number of new ones. Where that is less than one on average of late, the queue is a
 * branching process that dies out: w states of the frontier with q children each have w / (1 - q) descendants, themselves included
 * (Harris, "The theory of branching processes", 1963). Late levels find fewer and fewer, so more is explored than told.
 */

interface Sample {
  readonly expanded: number;
  readonly states: number;
}

/** What is of late: since so much of the expanded states. */
const since = 0.9;

export class Forecast {
  readonly #moments: Sample[] = [];

  /** Expanded states by all states that there may be, from 0 to 1, with these numbers; null while more is found than expanded. */
  fraction(states: number, frontier: number): number | null {
    const expanded = states - frontier;
    const moments = this.#moments;
    moments.push({ expanded, states });
    // The first one that is kept is the last one that was long enough ago.
    while (moments.length > 2 && moments[1]!.expanded <= since * expanded) moments.shift();
    const [before] = moments;
    if (before === undefined || expanded === 0 || before.expanded >= expanded) return null;
    const children = (states - before.states) / (expanded - before.expanded);
    return children >= 1 ? null : expanded / (expanded + frontier / (1 - children));
  }
}
