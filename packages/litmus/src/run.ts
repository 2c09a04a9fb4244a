import { textOf, type SourceFile, type Span } from '@mmspec/source';
import type { MemoryMode } from '@mmspec/system';
import type { Flag } from './axioms/races.ts';
import { answerLkmm, type Answer, type Stuck, type Wild } from './search/answer.ts';
import { memoryOf } from './search/memory.ts';
import { reasonAgainst } from './search/reason.ts';
import type { LitmusTest, Verdict } from './syntax/tree.ts';
import { drawCycle } from './text/cycle.ts';
import { drawExecution } from './text/execution.ts';
import { drawPerforms } from './text/performs.ts';
import { answerWindow, type WindowAnswer } from './window/answer.ts';

/** `lkmm`: the axioms of the kernel; the others: the window machine. */
export type LitmusMemory = 'lkmm' | MemoryMode;

export interface LitmusOptions {
  readonly memory: LitmusMemory;
  /** Entries of a window; null: as many as a thread has. */
  readonly window: number | null;
  /** Executions, or states of the machine, after which to stop. */
  readonly max: number;
  /** Asked now and then with how many there are; true: stop. */
  readonly isEnough: (count: number) => boolean;
  /** Draw a witness, or what forbids the condition. */
  readonly draw: boolean;
}

export interface LitmusResult {
  readonly name: string;
  readonly memory: LitmusMemory;
  /** Null: not known when the search stopped. */
  readonly verdict: Verdict | null;
  readonly finished: boolean;
  /** Executions where the condition holds and does not; under sc, tso and weak final states. */
  readonly positive: number;
  readonly negative: number;
  readonly flags: readonly Flag[];
  readonly finalStates: readonly string[];
  readonly stuck: Stuck | null;
  /** Loops that were followed for two rounds only. */
  readonly loops: readonly Span[];
  /** Null: all of it fitted into the windows, or there are none. */
  readonly bounded: { readonly window: number; readonly where: string } | null;
  /** An access of something that is no variable: the test is rejected, and the rest means nothing. */
  readonly wild: Wild | null;
  /** Whether a `Result:` comment says so; null: there is none, or it is about another model. */
  readonly met: boolean | null;
  /** An execution where the condition holds, or does not where that was asked; null: none was drawn. */
  readonly witness: { readonly state: string; readonly drawing: string } | null;
  /** Why no execution has what the condition asks for; null: one has, or it is not known. */
  readonly forbidden: { readonly axiom: string; readonly drawing: string } | null;
}

/** Answers a litmus test. */
export function runLitmus(file: SourceFile, test: LitmusTest, options: LitmusOptions): LitmusResult {
  return options.memory === 'lkmm' ? byAxioms(file, test, options) : byMachine(file, test, options, options.memory);
}

function byAxioms(file: SourceFile, test: LitmusTest, { max, isEnough, draw }: LitmusOptions): LitmusResult {
  const answer = answerLkmm(test, { executionsMax: max, isEnough });
  const memory = memoryOf(test);
  const shown = wanted(test, answer);
  const asksForNone = draw && answer.verdict === 'Never' && answer.stuck === null && test.asks;
  const reason = asksForNone ? reasonAgainst(test) : null;
  return {
    ...common(test, answer),
    memory: 'lkmm',
    flags: answer.flags,
    stuck: answer.stuck,
    bounded: null,
    met: metBy(test, answer),
    witness: draw && shown !== null ? { state: shown.state, drawing: drawExecution(file, shown, memory) } : null,
    forbidden: reason === null ? null : { axiom: reason.cycle.axiom, drawing: drawCycle(file, reason.cycle, reason.items, memory, test.threads.length) },
  };
}

function byMachine(file: SourceFile, test: LitmusTest, { max, isEnough, draw, window }: LitmusOptions, memory: MemoryMode): LitmusResult {
  const answer = answerWindow(test, memory, { window, statesMax: max, isEnough });
  const shown = wanted(test, answer);
  return {
    ...common(test, answer),
    memory,
    flags: [],
    stuck: null,
    bounded: answer.full === null ? null : { window: window!, where: `P${answer.full.thread} at ${textOf(file, answer.full.span)}` },
    met: null,
    witness: draw && shown !== null ? { state: shown.state, drawing: drawPerforms(file, shown, memoryOf(test)) } : null,
    forbidden: null,
  };
}

/** What is worth showing: for `exists` and `~exists` where the condition holds, for `forall` where it does not. */
function wanted<Shown>({ quantifier }: LitmusTest, { holds, fails }: { readonly holds: Shown | null; readonly fails: Shown | null }): Shown | null {
  return quantifier === 'forall' ? fails : holds;
}

function common(
  { name }: LitmusTest,
  { verdict, finished, positive, negative, finalStates, wild, loops }: Answer | WindowAnswer,
): Pick<LitmusResult, 'name' | 'verdict' | 'finished' | 'positive' | 'negative' | 'finalStates' | 'wild' | 'loops'> {
  return { name, verdict, finished, positive, negative, finalStates, wild, loops: loops.map(({ span }) => span) };
}

function metBy({ expected }: LitmusTest, { verdict, finished, flags, positive, negative }: Answer): boolean | null {
  if (expected === null) return null;
  const flag = expected.race ? 'data-race' : expected.flag;
  if (flag !== null) return flags.some((found) => found === flag) ? true : finished ? false : null;
  if (verdict === null) return null;
  if (expected.verdict === 'DEADLOCK') return finished && positive + negative === 0;
  return verdict === expected.verdict;
}
