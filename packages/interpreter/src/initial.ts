import { ownCounts } from '@mmspec/semantics';
import type { ConcreteType } from '@mmspec/semantics';
import type { InitialValue } from '@mmspec/syntax';
import { Blocked, eachChoice, Fault, type Choose } from './choices.ts';
import { bind, emptyContext, type Context } from './context.ts';
import { blockEntry, standsAt } from './control.ts';
import { evaluate, truth } from './evaluate.ts';
import { runOf, stateOf } from './run.ts';
import { defaultOf, domainOf, elementsOf, fit, type Root, type Scene } from './scene.ts';
import type { MachineState } from './state.ts';
import { runLocalWork, type Outcome } from './step.ts';
import { subsetsOf } from './stores.ts';
import { textOf, type Value } from './value.ts';

/** The initial states: variables have their initial values, one state for each choice of them, then the actors run their local work, in order. */
export function initialOutcomes(scene: Scene): Outcome[] {
  return [...eachInitialOutcome(scene)];
}

/** The same, one after the other. */
export function eachInitialOutcome(scene: Scene): Generator<Outcome> {
  return eachChoice((choose) => {
    const who = { actor: null, environment: null, parameters: [], path: [], executed: [], flags: [] };
    try {
      let state: MachineState = {
        shared: chosenValues(scene, initialValues(scene), choose),
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

/** The values of what begins with one; the others have none yet. */
function initialValues(scene: Scene): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const root of scene.roots) {
    const { row, type, declaration, object, made } = root;
    const given = made?.call.arguments.find(({ label }) => label?.text === declaration.name.text);
    const context: Context = { ...emptyContext(scene), own: object };
    const { initial, beginning } = declaration;
    if (given !== undefined) values.set(row, fit(scene, evaluate(given.value, { ...context, bound: made?.keys ?? new Map() }), type, nameOfRoot(root)));
    else if (initial !== null) values.set(row, fit(scene, evaluate(initial, context), type, nameOfRoot(root)));
    else if (beginning === null) values.set(row, defaultOf(scene, type));
    else if (beginning.kind !== 'choice_beginning') values.set(row, listed(beginning, type, nameOfRoot(root), context));
  }
  return values;
}

/** A variable as `range of NAME` says it. */
function nameOfRoot({ declaration, object }: Root): string {
  return object === null ? declaration.name.text : `${object.declaration.name.text}.${declaration.name.text}`;
}

/** The value of an array whose elements have values of their own, or of a sequence with elements. */
function listed(value: InitialValue, type: ConcreteType, name: string, context: Context): Value {
  const { scene } = context;
  if (value.kind !== 'list_beginning' && value.kind !== 'keyed_beginning') return fit(scene, evaluate(value, context), type, name);
  if (type.kind === 'seq' && value.kind === 'list_beginning') {
    return fit(scene, { kind: 'seq', elements: value.elements.map((element) => listed(element, type.element, name, context)) }, type, name);
  }
  if (type.kind !== 'array') throw new Error(`${name} is no array`);
  const keys = domainOf(scene.world, type.key);
  const elements = keys.map((key, at): Value => {
    if (value.kind === 'keyed_beginning') return listed(value.value, type.element, name, bind(context, value.key, key));
    const element = value.elements[at];
    if (element === undefined) throw new Error(`${name} has no value for ${textOf(key)}`);
    return listed(element, type.element, name, context);
  });
  return { kind: 'array', keys, elements };
}

/** All values: what begins with any of several is chosen in order, each with what was chosen before it in view. */
function chosenValues(scene: Scene, values: Map<string, Value>, choose: Choose): ReadonlyMap<string, Value> {
  for (const root of scene.roots) {
    const { row, type, declaration, object, made } = root;
    const { beginning } = declaration;
    const isGiven = made?.call.arguments.some(({ label }) => label?.text === declaration.name.text) === true;
    if (isGiven || beginning?.kind !== 'choice_beginning') continue;
    const context: Context = { ...emptyContext(scene), shared: values, own: object };
    const members = elementsOf(evaluate(beginning.domain, context));
    const items = beginning.subset ? subsetsOf(members) : members;
    values.set(row, anyOf(scene, items, type, nameOfRoot(root), choose));
    if (beginning.condition !== null && !truth(evaluate(beginning.condition, context))) throw new Blocked();
  }
  return values;
}

/** One of the values, for each element of an array. */
function anyOf(scene: Scene, items: readonly Value[], type: ConcreteType, name: string, choose: Choose): Value {
  if (type.kind === 'array') {
    const keys = domainOf(scene.world, type.key);
    return { kind: 'array', keys, elements: keys.map(() => anyOf(scene, items, type.element, name, choose)) };
  }
  const item = items[choose(items.length)];
  if (item === undefined) throw new Blocked();
  return fit(scene, item, type, name);
}
