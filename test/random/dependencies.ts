import type { TransitionSystem } from '@mmspec/system';
import { initialOf, successorsOf } from './agreement.ts';

/*
 * Read and write sets: an action changes only slots that it writes, and two states that agree on what it reads
 * have the same ways to take it, with the same values written and the same faults.
 */

/** What is wrong with the read sets over the first states of a system, or null. */
export function wrongReads(system: TransitionSystem, statesMax: number): string | null {
  const seen = new Set<string>();
  const queue: Int32Array[] = [];
  const visit = (state: Int32Array | null): void => {
    if (state === null || seen.size >= statesMax) return;
    const key = state.join(' ');
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(state);
  };
  for (const outcome of initialOf(system)) visit(outcome.next);
  const effects: Map<string, { readonly effect: string; readonly state: Int32Array }>[] = system.actions.map(() => new Map());
  for (const state of queue) {
    const outcomes = successorsOf(system, state);
    const byAction = new Map<number, string[]>();
    for (const outcome of outcomes) {
      visit(outcome.next);
      const { next } = outcome;
      // A slot that is written but keeps its value may be told by its new value only where it is read.
      const changes =
        next === null
          ? `fault ${outcome.fault}`
          : [...(system.actions[outcome.action]?.writes ?? [])].map((slot) => (next[slot] === state[slot] ? '' : `${slot}=${next[slot]}`)).join(' ');
      const list = byAction.get(outcome.action) ?? [];
      list.push(`${changes} flags ${outcome.flags}`);
      byAction.set(outcome.action, list);
    }
    for (const [index, action] of system.actions.entries()) {
      const key = [...new Set([...action.reads, ...action.writes])].map((slot) => state[slot]).join(' ');
      const effect = (byAction.get(index) ?? []).sort().join(' | ');
      const known = effects[index]?.get(key);
      if (known === undefined) effects[index]?.set(key, { effect, state });
      else if (known.effect !== effect) {
        const named = action.reads.map((slot) => system.slots[slot]?.name).join(', ');
        return `action ${index} (${action.path.join('.')}), which reads ${named}, does [${known.effect}] in [${known.state.join(' ')}] and [${effect}] in [${state.join(' ')}]`;
      }
    }
  }
  return null;
}
