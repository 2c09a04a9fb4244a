import { searchProduct } from '@mmspec/checker';
import type { TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { scenarioAutomaton, takenFor } from '../../packages/analysis/src/scenario/scenario_automaton.ts';
import type { WantedEnd, WantedStep } from '../../packages/analysis/src/scenario/scenario_automaton.ts';
import { choicesFrom } from '../random/choices.ts';
import type { Choices } from '../random/choices.ts';
import { engines } from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';

/*
 * Law: the product of a system with a scenario finds what a search over states and all sets of positions finds,
 * the textbook way to run a nondeterministic automaton.
 */

/** A random list of steps: some of them of one action, some of a whole actor. */
function wantedSteps(choices: Choices, system: TransitionSystem): WantedStep[] {
  return Array.from({ length: 1 + choices.below(4) }, (_, number) => {
    const action = choices.below(system.actions.length);
    const actor = system.actions[action]?.actor;
    const whole = choices.chance(40);
    const actions = Uint8Array.from(system.actions, (other, index) => ((whole ? other.actor === actor : index === action) ? 1 : 0));
    return { text: `step ${number}`, actions, immediate: choices.chance(40), waits: null };
  });
}

/** Length of the shortest run that has the first k + 1 steps, for each k; null where there is none. */
function naive(system: TransitionSystem, steps: readonly WantedStep[], statesMax: number): readonly (number | null)[] | null {
  const found: (number | null)[] = steps.map(() => null);
  const seen = new Set<string>();
  let level: { readonly state: Int32Array; readonly positions: ReadonlySet<number> }[] = [];
  const note = (positions: ReadonlySet<number>, depth: number): void => {
    for (const position of positions) for (let step = 0; step < position; step++) found[step] ??= depth;
  };
  const put = (target: typeof level, state: Int32Array, positions: ReadonlySet<number>, depth: number): void => {
    note(positions, depth);
    const key = `${state.join()} ${[...positions].sort((a, b) => a - b).join()}`;
    if (positions.size === 0 || seen.has(key)) return;
    seen.add(key);
    target.push({ state: state.slice(), positions });
  };
  const moved = (positions: ReadonlySet<number>, action: number): ReadonlySet<number> => {
    const after = new Set<number>();
    for (const position of positions) {
      const step = steps[position];
      if (step === undefined) continue;
      if (step.actions[action] === 1) after.add(position + 1);
      if (position === 0 || !step.immediate) after.add(position);
    }
    return after;
  };
  const next = new Int32Array(system.slots.length);
  const initial = level;
  system.initial(
    next,
    () => put(initial, next, new Set([0]), 0),
    () => undefined,
  );
  for (let depth = 1; level.length > 0; depth++) {
    const following: typeof level = [];
    for (const { state, positions } of level) {
      system.successors(
        state,
        next,
        (action) => put(following, next, moved(positions, action), depth),
        (action) => {
          for (const position of positions) if (steps[position]?.actions[action] === 1) note(new Set([position + 1]), depth);
        },
      );
    }
    if (seen.size > statesMax) return null;
    level = following;
  }
  return found;
}

/** Length of the shortest run that a scenario has; null where there is none. */
async function shortest(system: TransitionSystem, steps: readonly WantedStep[], end: WantedEnd | null): Promise<number | null> {
  const { accepted } = await searchProduct({ system, automaton: scenarioAutomaton(system, steps, end), taken: takenFor(system, steps, end), search: 'short' });
  return accepted?.actions.length ?? null;
}

test('scenarios on 120 random specs', async () => {
  const counts = { possible: 0, impossible: 0, judged: 0 };
  const differences: string[] = [];
  // The product is searched with what does not matter left out, and with what has no hope cut off.
  for (let number = 0; number < 120; number++) {
    const { system } = engines(specOf(number));
    const choices = choicesFrom(tapeOf(100_000 + number));
    if (system.actions.length === 0) continue;
    const steps = wantedSteps(choices, system);
    const expected = naive(system, steps, 20_000);
    if (expected === null) continue;
    const found: (number | null)[] = [];
    for (let count = 1; count <= steps.length; count++) found.push(await shortest(system, steps.slice(0, count), null));
    counts.judged++;
    if (found.at(-1) === null) counts.impossible++;
    else counts.possible++;
    if (JSON.stringify(found) !== JSON.stringify(expected)) differences.push(`spec ${number}: expected ${expected.join()}, found ${found.join()}`);
  }
  expect(differences).toEqual([]);
  expect(counts.judged).toBeGreaterThan(90);
  expect(counts.possible).toBeGreaterThan(20);
  expect(counts.impossible).toBeGreaterThan(20);
});
