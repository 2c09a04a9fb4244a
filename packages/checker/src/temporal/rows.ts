import type { Automaton } from './automaton.ts';
import { isNever } from './requirements.ts';
import type { Requirements } from './requirements.ts';

/*
 * Which states of an automaton count. A formula such as `p leads to q` is violated by runs that go on in any way for some
 * time, and then keep away from q. The automaton waits in its initial state as long as it likes, reads anything there,
 * and never accepts. All states of the system go with that one, so nobody has to look for them, and no cycle lies there.
 */

export interface Rows {
  /** By row: the state of the automaton. */
  readonly states: readonly number[];
  /** By state of the automaton: its row; -1 where it has none. */
  readonly ofState: Int32Array;
  /** What is reached: `initial`: what the initial states lead to; `all`: all states with the initial one of the automaton, which has a row or has none. */
  readonly reached: 'all' | 'initial';
}

export function rowsOf(automaton: Automaton, requirements: Requirements, extent: 'part' | 'whole'): Rows {
  const all = [...automaton.states.keys()];
  const waits = automaton.states[0]!.some(({ target, literals }) => target === 0 && literals.length === 0);
  if (extent === 'whole' || !waits) return rows(all, 'initial');
  return rows(isIdle(automaton, requirements) ? all.slice(1) : all, 'all');
}

function rows(states: readonly number[], reached: Rows['reached']): Rows {
  const length = Math.max(0, ...states) + 1;
  const ofState = new Int32Array(length).fill(-1);
  states.forEach((state, row) => (ofState[state] = row));
  return { states, ofState, reached };
}

/** No cycle that is accepted leads through the initial state. */
function isIdle({ states, acceptanceCount }: Automaton, { conditions }: Requirements): boolean {
  if (states.some((edges, state) => state > 0 && edges.some(({ target }) => target === 0))) return false;
  const accepted = new Set(states[0]!.flatMap(({ target, accepts }) => (target === 0 ? accepts : [])));
  return accepted.size < acceptanceCount || isNever(conditions[0]!);
}
