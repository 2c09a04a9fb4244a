import type { Concern } from '@mmspec/checker';
import { judgedOn } from '@mmspec/system';
import type { Question } from './question.ts';
import type { PlannedLine } from './reading_plan.ts';

/**
 * The steps that lines may be, and what was there before where a line says what it changed: `x 1 -> 0`; null: everything, where nobody knows what a property looks at.
 * `faulty`: any property may be the one that is violated.
 */
export function concernOf({ system, senses }: Question, plan: readonly PlannedLine[], faulty: boolean): Concern | null {
  const actions = new Uint8Array(system.actions.length);
  const slots = new Set<number>();
  for (const line of plan) {
    if (line.mode !== 'step') continue;
    const says = senses[line.event]!.values.some(({ from }) => from !== null);
    line.actions.forEach((can, action) => {
      if (can !== 1) return;
      actions[action] = 1;
      if (says) for (const slot of system.actions[action]!.writes) slots.add(slot);
    });
  }
  for (const property of faulty ? system.properties.keys() : plan.flatMap(({ bugs }) => bugs)) {
    const on = judgedOn(system.properties[property]!.kind);
    // Of others the step itself tells, or no run does.
    if (on !== 'state' && on !== 'step') continue;
    const looks = system.dependencies?.().properties[property] ?? null;
    if (looks === null) return null;
    for (const slot of looks.reads) slots.add(slot);
    for (const action of looks.visibleActions) actions[action] = 1;
  }
  return { actions, slots: [...slots] };
}
