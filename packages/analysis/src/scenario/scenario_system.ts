import type { Property, TransitionSystem } from '@mmspec/system';

/** A step that a scenario asks for. */
export interface WantedStep {
  /** As written. */
  readonly text: string;
  /** By action: 1 where taking it is this step. */
  readonly actions: Uint8Array;
  /** Nothing may come between the step before and this one. */
  readonly immediate: boolean;
}

/**
 * A system that counts in one more slot how many of the wanted steps were taken, in their order. Its k-th property is
 * reachable where the first k + 1 of them can follow each other. A step that ends in a fault counts, and nothing follows it.
 * It is the product with the automaton of the scenario (Vardi and Wolper, "An automata-theoretic approach to automatic
 * program verification", LICS 1986), which stops where everything was seen.
 */
export function scenarioSystem(system: TransitionSystem, steps: readonly WantedStep[]): TransitionSystem {
  const seen = system.slots.length;
  const properties = steps.map(({ text }): Property => ({ name: text, kind: 'reachable', text: '', span: null, expectViolated: false }));
  const all = steps.length;
  /** Numbers above `all` stand for runs that ended in a fault. */
  const countOf = (number: number): number => (number > all ? number - all : number);
  const isStep = (count: number, action: number): boolean => steps[count]?.actions[action] === 1;
  // Neither the packed steps nor the families of the system know of the new slot.
  return {
    name: system.name,
    actors: system.actors,
    actions: system.actions,
    describe: (state) => system.describe(state),
    slots: [...system.slots, { name: 'steps of the scenario', min: 0, max: 2 * all }],
    properties,
    atoms: [],
    initial: (next, emit) => {
      next[seen] = 0;
      system.initial(next, emit, () => undefined);
    },
    successors: (state, next, emit) => {
      const count = state[seen] ?? 0;
      if (count >= all) return;
      const waits = count === 0 || steps[count]?.immediate !== true;
      const mayComeAgain = waits && steps[count + 1]?.immediate === true;
      const put = (value: number, action: number): void => {
        next[seen] = value;
        emit(action, 0);
        next[seen] = count;
      };
      system.successors(
        state,
        next,
        (action) => {
          const taken = isStep(count, action);
          if (taken) put(count + 1, action);
          // Taking the first step that fits is as good as any, but where the one after it must follow at once.
          if (taken ? mayComeAgain : waits) put(count, action);
        },
        (action) => {
          if (!isStep(count, action)) return;
          const begun = next.slice();
          next.set(state);
          put(all + count + 1, action);
          next.set(begun);
        },
      );
    },
    holdsInState: (property, state) => countOf(state[seen] ?? 0) > property,
    holdsOnStep: () => true,
    isQuiescent: () => true,
  };
}
