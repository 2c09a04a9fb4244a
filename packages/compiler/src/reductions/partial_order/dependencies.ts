import { judgedOn } from '@mmspec/system';
import type { Dependencies, Process, PropertyDependencies } from '@mmspec/system';
import { cellsIn } from '../../ir/access.ts';
import type { Program, PropertyProgram, StepProgram } from '../../ir/ir.ts';
import { leafSize, numberingOf } from '../../ir/numbering.ts';
import type { Numbering } from '../../ir/numbering.ts';
import { judgedBodies } from '../judged_bodies.ts';
import { visibleActions } from './visible_actions.ts';
import { nextLocations } from './next_locations.ts';
import { observedSlots } from './observed_slots.ts';

/** What the steps and properties of a program have to do with each other. */
export function dependenciesOf(program: Program): Dependencies {
  const numbering = numberingOf(
    program.steps,
    program.kinds.map(({ count }) => count),
  );
  return { processes: processesOf(program, numbering), properties: program.properties.map((each, index) => propertyOf(program, numbering, each, index)) };
}

/** Instances kind after kind, then the actions of the environment: the order of `successors`. */
function processesOf(program: Program, numbering: Numbering): readonly Process[] {
  const actors = program.kinds.flatMap((kind, at) => {
    const own = program.steps.filter((step) => step.kind === at);
    return Array.from({ length: kind.count }, (_, me): Process => {
      const [cell = -1] = cellsIn(kind.locationCell, me);
      const slot = program.slotOf.get(cell) ?? null;
      const only = program.constants.get(cell);
      const locations = Array.from({ length: kind.locationCount }, (_unused, location) => {
        const steps = own.filter((step) => step.location === location);
        return {
          actions: steps.flatMap((step) => actionsOf(step, me, numbering)),
          next: [...new Set(steps.flatMap((step) => nextLocations(step.body, kind.locationCell, me, location, kind.locationCount)))],
        };
      });
      const here = only === undefined ? undefined : locations[only];
      return { actor: kind.first + me, slot, locations: slot === null ? (here === undefined ? [] : [{ ...here, next: [0] }]) : locations };
    });
  });
  const environment = program.steps
    .filter((step) => step.kind < 0)
    .map((step): Process => ({ actor: -1, slot: null, locations: [{ actions: actionsOf(step, 0, numbering), next: [0] }] }));
  return [...actors, ...environment];
}

/** The numbers of a step's actions. */
function actionsOf(step: StepProgram, me: number, { base, perInstance, stepBase }: Numbering): readonly number[] {
  const at = step.kind < 0 ? base.length - 1 : step.kind;
  const first = (base[at] ?? 0) + (perInstance[at] ?? 0) * me + (stepBase[step.id] ?? 0);
  return Array.from({ length: step.leaves.reduce((sum, leaf) => sum + leafSize(leaf), 0) }, (_, leaf) => first + leaf);
}

function propertyOf(program: Program, { count }: Numbering, { property, body }: PropertyProgram, index: number): PropertyDependencies | null {
  if (property.temporal !== undefined) return formulaOf(program, index);
  if (body === null) return null;
  return { ...observedSlots(program, body), visibleActions: judgedOn(property.kind) === 'step' ? visibleActions(body, count) : [] };
}

/** What the atoms of a formula look at; null where one of them is about steps. */
function formulaOf(program: Program, index: number): PropertyDependencies | null {
  const judged = judgedBodies(program, [index]);
  if (judged.some(({ overSteps }) => overSteps)) return null;
  return {
    ...observedSlots(
      program,
      judged.flatMap(({ body }) => body),
    ),
    visibleActions: [],
  };
}
