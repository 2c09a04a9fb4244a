import type { FairnessItem, TransitionSystem, UntakenAction } from '@mmspec/system';
import type { Lasso, Walk } from './lasso.ts';
import type { Steps } from './steps.ts';
import { nameOfMove } from './moves.ts';

/*
 * Fairness without a name is about actors only. Where the loop of a lasso could go on with an action of the environment
 * and never does, fairness of that action might have helped.
 */

/** Fairness of everybody. */
function isBare({ actor, index, environment, names }: FairnessItem): boolean {
  return actor === null && index === null && environment === null && names.length === 0;
}

/** Instances of actions that the loop never takes: those that can be taken all the time and, where everybody is strongly fair, again and again. */
export function untakenActions(
  system: TransitionSystem,
  fairness: readonly FairnessItem[],
  unpack: Steps['unpack'],
  { steps: path, loop }: Lasso,
  { states }: Walk,
): readonly UntakenAction[] {
  const bare = fairness.filter(isBare);
  if (bare.length === 0 || !system.actions.some(({ environment }) => environment !== null)) return [];
  const enabled = new Map<string, { readonly action: string; states: number }>();
  const taken = new Set<string>();
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const count = Math.max(1, path.length - loop);
  for (let index = loop; index < loop + count; index++) {
    const state = states[index]!;
    const here = new Set<string>();
    const steps: string[] = [];
    const note = (action: number, instance: number | undefined): string => {
      const environment = system.actions[action]?.environment ?? null;
      if (environment === null) return '';
      const name = nameOfMove(system, { action, instance: instance ?? null });
      if (!here.has(name)) {
        here.add(name);
        const known = enabled.get(name) ?? { action: environment, states: 0 };
        known.states++;
        enabled.set(name, known);
      }
      return name;
    };
    unpack(state, before);
    system.successors(
      before,
      next,
      (action, _, instance) => void steps.push(note(action, instance)),
      (action, _, __, instance) => void steps.push(note(action, instance)),
    );
    const step = path[index]?.step;
    if (step !== undefined) taken.add(steps[step] ?? '');
  }
  const isStrong = bare.some(({ strong }) => strong);
  return [...enabled].flatMap(([name, { action, states }]): UntakenAction[] => {
    const always = states === count;
    return taken.has(name) || (!always && !isStrong) ? [] : [{ name, action, always }];
  });
}
