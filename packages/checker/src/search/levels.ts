/** How far a breadth-first search is. States are expanded in the order of their numbers, so each level is a range of numbers. */
export class Levels {
  /** The number of the first state of each level. */
  firsts: number[] = [];
  /** Number of the first state that is not expanded. */
  next = 0;
  /** Number of the first state of the next level. */
  end = 0;
  /** Number of states from which on the search pauses at the end of a level. */
  pauseFrom: number = Infinity;

  /** Levels that have begun. */
  get count(): number {
    return this.firsts.length;
  }

  /** A level was expanded, and its successor was not begun. */
  get isBetween(): boolean {
    return this.next === this.end;
  }

  /** The number of the first state of each level, and where the last one ends. */
  get bounds(): readonly number[] {
    return [...this.firsts, this.end];
  }

  /** The next state begins a level, where there are so many. */
  begin(states: number): void {
    this.firsts.push(this.next);
    this.end = states;
  }
}
