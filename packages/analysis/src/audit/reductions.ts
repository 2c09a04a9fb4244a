import { explore, type SearchResult } from '@mmspec/checker';
import type { TransitionSystem } from '@mmspec/system';
import { limitsOf, type SearchLimits } from '../search_limits.ts';

/*
 * Which reductions the searches of an audit use. With all of them verdicts and the lengths of races are the same, so what is chosen here
 * is a matter of time alone: a state with symmetry or with dead values costs more, and in many specs there are hardly fewer of them.
 */

/** What reduces one search. */
export interface Reductions {
  readonly symmetry: boolean;
  readonly deadValues: boolean;
}

export const allReductions: Reductions = { symmetry: true, deadValues: true };

/**
 * Code over packed states pays off later than in a check: each mutant would have it made and compiled anew under each setting
 * (direct_map: 10.1 s of processor time from 10,000 states on, 7.9 s from these).
 */
export const packedFrom = 60_000;

/** States of a search by which it is seen what dead values do. */
const triedFrom = 3000;
/** Dead values are worth what they cost where they leave at most so many of the states. */
const leftMost = 0.8;
/** Of so many states without symmetry, or with all reductions, a search is over before a reduction has begun. */
const fewStates = 2000;
const fewReduced = 300;

/** What is known of the reductions of one spec: of the first search that is large enough the states with and without dead values are compared. */
export class ReductionChoice {
  /** States of the trial; it answers no question. */
  states = 0;
  private pays: boolean | null = null;
  private large: Searched | null = null;
  private readonly options: SearchLimits;

  constructor(options: SearchLimits) {
    this.options = options;
  }

  /** Tells of a search of the spec as it is. */
  note(system: TransitionSystem, { states, finished }: Pick<SearchResult, 'states' | 'finished'>): void {
    if (finished && states >= triedFrom) this.large ??= { system, states };
  }

  /** For the next search of the spec as it is: what it will find is not known. */
  async next(): Promise<Reductions> {
    return { symmetry: true, deadValues: await this.deadValuesPay() };
  }

  /** For mutants under a check with so many states, of which symmetry stands for so many orders each. */
  async of(states: number, orders: number): Promise<Reductions> {
    return { symmetry: orders > 1 && states * orders > fewStates, deadValues: states > fewReduced && (await this.deadValuesPay()) };
  }

  private async deadValuesPay(): Promise<boolean> {
    if (this.pays === null && this.large !== null) this.pays = await this.tried(this.large);
    return this.pays === true;
  }

  /** Whether a search with dead values ends within that share of the states. */
  private async tried({ system, states }: Searched): Promise<boolean> {
    const { onCompile: _, ...limits } = limitsOf(this.options);
    const trial = await explore(system, { ...limits, ...allReductions, packedFrom, statesMax: Math.floor(states * leftMost) });
    this.states += trial.states;
    return trial.finished;
  }
}

interface Searched {
  readonly system: TransitionSystem;
  readonly states: number;
}
