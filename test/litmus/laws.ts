import { answerLkmm, answerWindow, type LitmusTest } from '@mmspec/litmus';
import type { MemoryMode } from '@mmspec/system';
import { copyOf, type Candidate } from '../../packages/litmus/src/axioms/candidate.ts';
import { saturate } from '../../packages/litmus/src/axioms/coherence.ts';
import { forbidden } from '../../packages/litmus/src/axioms/consistent.ts';
import { graphOf, type Graph } from '../../packages/litmus/src/axioms/graph.ts';
import { judgePlain } from '../../packages/litmus/src/axioms/races.ts';
import { Evaluator } from '../../packages/litmus/src/model/evaluate.ts';
import { brokenAxiom } from '../../packages/litmus/src/model/explain.ts';
import { dataRace } from '../../packages/litmus/src/model/lkmm.ts';
import { universeOf } from '../../packages/litmus/src/model/universe.ts';
import { combinations } from '../../packages/litmus/src/search/combinations.ts';
import { memoryOf } from '../../packages/litmus/src/search/memory.ts';
import { searchGraph } from '../../packages/litmus/src/search/search.ts';
import { pathsOf } from '../../packages/litmus/src/threads/paths.ts';

/*
 * Two laws about any litmus test.
 */

/** What a candidate execution is. */
const keyOf = ({ rf, co }: Candidate): string => `${rf.join()} ${co.join()}`;

/** How much is tried of one test. */
export interface Effort {
  /** Decisions of a search that prunes nothing. */
  readonly steps: number;
  /** Candidates that the axioms as terms are asked of. */
  readonly asked: number;
}

/**
 * Of each candidate execution the fast axioms and the axioms as terms say the same, races too;
 * and the search, which asks after each decision, finds the candidates that are allowed when they are whole.
 */
export function differsFromTerms(test: LitmusTest, { steps, asked }: Effort): string | null {
  const memory = memoryOf(test);
  let left = steps;
  let questions = 0;
  for (const paths of combinations(test.threads.map(({ body }, thread) => pathsOf(body, memory.registers(thread), 1000).paths))) {
    const graph = graphOf(paths);
    let found: string | null = null;
    let seen = 0;
    const allowed = new Set<string>();
    const onExecution = (_: Graph, candidate: Candidate): void => {
      const fast = byFastAxioms(graph, candidate);
      if (fast !== 'forbidden') allowed.add(keyOf(candidate));
      // The first ones differ in what was decided last only.
      if (questions >= asked || (seen++ % 5 !== 0 && fast === 'forbidden')) return;
      questions++;
      const slow = bySlowModel(graph, candidate);
      if (fast !== slow) found ??= `${keyOf(candidate)}: ${fast}, as terms ${slow}`;
    };
    const finished = searchGraph(graph, memory, { onStep: () => left-- > 0 && found === null, onExecution }, 'none');
    if (found !== null || !finished) return found;
    const pruned = new Set<string>();
    searchGraph(graph, memory, {
      onStep: () => true,
      onExecution: (_, candidate, orders) => void (judgePlain(graph, candidate, orders!).isCoherent && pruned.add(keyOf(candidate))),
    });
    const lost = [...allowed].find((key) => !pruned.has(key)) ?? [...pruned].find((key) => !allowed.has(key));
    if (lost !== undefined) return `${lost}: found by one search only`;
  }
  return null;
}

type Said = 'forbidden' | 'allowed' | 'a race';

function byFastAxioms(graph: Graph, candidate: Candidate): Said {
  const whole = copyOf(candidate);
  if (!saturate(graph, whole)) return 'forbidden';
  const orders = forbidden(graph, whole);
  if (typeof orders === 'string') return 'forbidden';
  const { isCoherent, flags } = judgePlain(graph, whole, orders);
  if (!isCoherent) return 'forbidden';
  return flags.includes('data-race') ? 'a race' : 'allowed';
}

function bySlowModel(graph: Graph, candidate: Candidate): Said {
  const evaluator = new Evaluator(universeOf(graph, candidate));
  if (brokenAxiom(evaluator) !== null) return 'forbidden';
  return evaluator.of(dataRace).includes(1) ? 'a race' : 'allowed';
}

const modes: readonly MemoryMode[] = ['sc', 'tso', 'weak'];

/** A final state of a model that the next does not have: sc, tso, weak, LKMM. */
export function outsideOfNext(test: LitmusTest): string | null {
  const answers = [...modes.map((mode) => answerWindow(test, mode, { window: null })), answerLkmm(test)];
  const states = answers.map(({ finalStates }) => new Set(finalStates));
  for (const [index, mode] of modes.entries()) {
    const outside = [...states[index]!].find((state) => !states[index + 1]!.has(state));
    if (outside !== undefined) return `${mode}: ${outside}`;
  }
  return null;
}

/** With a window of one every mode is sc. */
export function differsInWindowOfOne(test: LitmusTest): string | null {
  const statesOf = (mode: MemoryMode): string => answerWindow(test, mode, { window: 1 }).finalStates.join(' | ');
  return modes.find((mode) => statesOf(mode) !== statesOf('sc')) ?? null;
}
