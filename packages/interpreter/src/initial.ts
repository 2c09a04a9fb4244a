import { everyChoice, Fault } from './choices.ts';
import { emptyContext } from './context.ts';
import { ownCounts } from '@mmspec/semantics';
import { blockEntry, standsAt } from './control.ts';
import { evaluate } from './evaluate.ts';
import { runOf, stateOf } from './run.ts';
import { defaultOf, fit, type Scene } from './scene.ts';
import type { MachineState } from './state.ts';
import { runLocalWork, type Outcome } from './step.ts';
import type { Value } from './value.ts';

/** The initial state: variables have their initial values, then the actors run their local work, in order. */
export function initialOutcomes(scene: Scene): Outcome[] {
  return everyChoice((choose) => {
    const who = { actor: null, environment: null, parameters: [], path: [], executed: [], flags: [] };
    try {
      let state: MachineState = {
        shared: initialValues(scene),
        actors: scene.world.actors.map((actor) => ({
          top: new Map(),
          stack: [blockEntry(actor.declaration.body)],
          held: new Map(),
          counts: new Map(ownCounts(scene.world, actor).map((count) => [count, 0])),
          beginning: '',
        })),
        cpus: scene.world.cpus.map(() => ({ irq_off: 0, bh_off: 0, holder: null })),
      };
      for (const actor of scene.world.actors) {
        const run = runOf(scene, state, actor, choose);
        runLocalWork(run);
        state = stateOf({ ...run, beginning: standsAt(run.stack) }, state);
      }
      return { ...who, next: state, fault: null };
    } catch (error) {
      if (error instanceof Fault) return { ...who, next: null, fault: error.property };
      throw error;
    }
  });
}

function initialValues(scene: Scene): ReadonlyMap<string, Value> {
  return new Map(
    scene.roots.map(({ row, type, declaration, object }) => {
      if (declaration.initial === null) return [row, defaultOf(scene, type)];
      const name = object === null ? declaration.name.text : `${object.declaration.name.text}.${declaration.name.text}`;
      return [row, fit(scene, evaluate(declaration.initial, { ...emptyContext(scene), own: object }), type, name)];
    }),
  );
}
