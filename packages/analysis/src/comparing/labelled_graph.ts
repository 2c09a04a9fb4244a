import type { TransitionSystem } from '@mmspec/system';

/** The states of a system and its steps, each with what it is called. Faults are no steps. */
export interface LabelledGraph {
  readonly initial: readonly number[];
  readonly states: readonly Int32Array[];
  /** Of each state the steps, in the order of the system. */
  readonly steps: readonly (readonly LabelledStep[])[];
}

/** A step of a graph. */
export interface LabelledStep {
  readonly action: number;
  /** `actor.label`, or the name of an action; null: it has no label. */
  readonly label: string | null;
  readonly target: number;
}

/** The whole graph; null where it has more states than these. `turn` is called now and then, and may wait. */
export async function labelledGraph(system: TransitionSystem, statesMax: number, turn: () => Promise<void>): Promise<LabelledGraph | null> {
  const numbers = new Map<string, number>();
  const states: Int32Array[] = [];
  const steps: LabelledStep[][] = [];
  const initial: number[] = [];
  const next = new Int32Array(system.slots.length);
  const labels = labelsOf(system);
  const numberOf = (): number => {
    const key = next.join(' ');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(next.slice()) - 1;
  };
  system.initial(
    next,
    () => void initial.push(numberOf()),
    () => undefined,
  );
  for (let state = 0; state < states.length; state++) {
    if (states.length > statesMax) return null;
    if (state % 4096 === 4095) await turn();
    const own: LabelledStep[] = [];
    system.successors(
      states[state]!,
      next,
      (action) => void own.push({ action, label: labels[action] ?? null, target: numberOf() }),
      () => undefined,
    );
    steps.push(own);
  }
  return { initial: [...new Set(initial)], states, steps };
}

/** What the actions of a system are called. */
export function labelsOf({ actions, actors }: Pick<TransitionSystem, 'actions' | 'actors'>): (string | null)[] {
  return actions.map(({ actor, environment, label }) => environment ?? (label === null ? null : `${actors[actor]?.name}.${label}`));
}
