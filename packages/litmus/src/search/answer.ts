import type { Span } from '@mmspec/source';
import { judgePlain, judgeSections, type Flag } from '../axioms/races.ts';
import type { Candidate } from '../axioms/candidate.ts';
import { graphOf, type Graph } from '../axioms/graph.ts';
import type { LitmusTest, Location, Statement, Verdict } from '../syntax/tree.ts';
import type { Path } from '../threads/event.ts';
import { pathsOf } from '../threads/paths.ts';
import { asFarAsKnown, compiled, observed, stateText, type PartialReading, type Reading } from './condition.ts';
import { combinations } from './combinations.ts';
import { memoryOf, type Memory } from './memory.ts';
import type { Locks } from './locks.ts';
import { readingOf, registersOf } from './reading.ts';
import { searchGraph } from './search.ts';

export interface Limits {
  /** Executions after which to stop. */
  readonly executionsMax?: number | undefined;
  /** Asked now and then with how many executions were found; true: stop. */
  readonly isEnough?: ((executions: number) => boolean) | undefined;
}

/** An execution that was chosen to be shown. */
export interface Witness {
  readonly graph: Graph;
  readonly candidate: Candidate;
  readonly state: string;
}

export interface Answer {
  /** Null: the search ended before it was known. */
  readonly verdict: Verdict | null;
  readonly finished: boolean;
  /** Executions where the condition holds, and where it does not. */
  readonly positive: number;
  readonly negative: number;
  readonly flags: readonly Flag[];
  /** Sorted, as herd7 writes them. */
  readonly finalStates: readonly string[];
  /** Why there is no execution at all; null: there is one, or another reason. */
  readonly stuck: Stuck | null;
  /** An access of something that is no variable, in an execution that the axioms allow: herd7 rejects such a test. */
  readonly wild: Wild | null;
  /** Loops that were followed for two rounds only. */
  readonly loops: readonly Statement[];
  /** The first execution where the condition holds, and the first where it does not. */
  readonly holds: Witness | null;
  readonly fails: Witness | null;
}

/** An access of an address that is no variable. */
export interface Wild {
  readonly span: Span;
  readonly address: number;
}

/** What keeps every execution from its end: locks, or the filter of the test. */
export type Stuck = NonNullable<Locks['dead']> | 'filter';

/** Ways through one thread at most. */
export const pathsMax = 20_000;

/** Answers a test by the axioms of the kernel's memory model. */
export function answerLkmm(test: LitmusTest, limits: Limits = {}): Answer {
  return new Asking(test, limits).answer();
}

class Asking {
  readonly #test: LitmusTest;
  readonly #limits: Limits;
  readonly #memory: Memory;
  readonly #observed: readonly Location[];
  /** Addresses of the variables among them. */
  readonly #shown: readonly number[];
  readonly #states: Set<string> = new Set();
  readonly #flags: Set<Flag> = new Set();
  readonly #holds: (read: Reading) => boolean;
  readonly #filter: (read: Reading) => boolean;
  readonly #early: ((read: PartialReading) => boolean | null) | null;
  #positive = 0;
  #negative = 0;
  #steps = 0;
  #stuck: Stuck | null = null;
  #wild: Wild | null = null;
  readonly #loops: Set<Statement> = new Set();
  #witness: Witness | null = null;
  #counter: Witness | null = null;

  constructor(test: LitmusTest, limits: Limits) {
    this.#test = test;
    this.#limits = limits;
    this.#memory = memoryOf(test);
    this.#observed = observed(test);
    this.#shown = this.#observed.flatMap((location) => (location.kind === 'variable' ? [this.#memory.addressOf(location.name)] : []));
    this.#holds = compiled(test.condition, this.#memory);
    this.#early = test.filter === null ? null : asFarAsKnown(test.filter, this.#memory);
    this.#filter = test.filter === null ? () => true : compiled(test.filter, this.#memory);
  }

  answer(): Answer {
    const walks = this.#test.threads.map(({ body }, thread) => pathsOf(body, this.#memory.registers(thread), pathsMax));
    let finished = !walks.some(({ tooMany }) => tooMany);
    for (const paths of combinations(walks.map(({ paths }) => paths))) {
      if (!this.#search(paths)) {
        finished = false;
        break;
      }
    }
    return {
      verdict: verdictOf(this.#positive, this.#negative, finished),
      finished,
      positive: this.#positive,
      negative: this.#negative,
      flags: [...this.#flags].sort(),
      finalStates: [...this.#states].sort(),
      stuck: this.#positive + this.#negative === 0 && finished ? this.#stuck : null,
      wild: this.#wild,
      loops: [...this.#loops],
      holds: this.#witness,
      fails: this.#counter,
    };
  }

  #search(paths: readonly Path[]): boolean {
    const graph = graphOf(paths);
    const cut = paths.flatMap((path) => path.cut ?? []);
    if (cut.length > 0) return this.#searchCut(graph, cut);
    const early = this.#early;
    return searchGraph(graph, this.#memory, {
      onStep: () => this.#goesOn(),
      isWanted: early === null ? undefined : (candidate) => this.#isWanted(early(registersOf(graph, candidate))),
      onStuck: (why) => void (this.#stuck ??= why),
      onExecution: (_, candidate, orders, { hasUnmatchedUnlock }) => {
        this.#wild ??= this.#wildIn(graph, candidate);
        const read = readingOf(graph, candidate, this.#memory);
        if (!this.#filter(read)) {
          this.#stuck = 'filter';
          return;
        }
        const { isCoherent, flags } = judgePlain(graph, candidate, orders!);
        if (!isCoherent) return;
        for (const flag of [...flags, ...judgeSections(graph, candidate, this.#shown)]) this.#flags.add(flag);
        if (hasUnmatchedUnlock) this.#flags.add('unmatched-unlock');
        this.#count(graph, candidate, read);
      },
    });
  }

  /** Executions that go on in a loop are not counted; that there is one is told. */
  #searchCut(graph: Graph, cut: readonly Statement[]): boolean {
    if (cut.every((loop) => this.#loops.has(loop))) return true;
    let isFound = false;
    const onExecution = (): void => {
      isFound = true;
      for (const loop of cut) this.#loops.add(loop);
    };
    return searchGraph(graph, this.#memory, { onStep: () => !isFound && this.#goesOn(), onExecution }) || isFound;
  }

  /** What the filter leaves out is followed no further. */
  #isWanted(passes: boolean | null): boolean {
    if (passes === false) this.#stuck = 'filter';
    return passes !== false;
  }

  #wildIn({ nodes }: Graph, { location }: Candidate): Wild | null {
    const node = nodes.find(({ number }) => !this.#memory.isVariable(location[number]!));
    return node === undefined ? null : { span: node.event.statement, address: location[node.number]! };
  }

  #goesOn(): boolean {
    if (this.#wild !== null) return false;
    const { executionsMax, isEnough } = this.#limits;
    const executions = this.#positive + this.#negative;
    if (executionsMax !== undefined && executions >= executionsMax) return false;
    return (++this.#steps & 0x3ff) !== 0 || isEnough === undefined || !isEnough(executions);
  }

  #count(graph: Graph, candidate: Candidate, read: Reading): void {
    const state = stateText(this.#observed, read, this.#memory);
    this.#states.add(state);
    if (this.#holds(read)) {
      this.#positive++;
      this.#witness ??= { graph, candidate, state };
    } else {
      this.#negative++;
      this.#counter ??= { graph, candidate, state };
    }
  }
}

/** What numbers of executions or final states, with the condition and without it, say; null: nothing yet. */
export function verdictOf(positive: number, negative: number, finished: boolean): Verdict | null {
  if (positive > 0 && negative > 0) return 'Sometimes';
  if (!finished) return null;
  return positive > 0 ? 'Always' : 'Never';
}
