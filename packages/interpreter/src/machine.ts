import { buildWorld, type ActorIdentity, type AskedExpression, type DeclaredProperty, type LocalNode, type Model } from '@mmspec/semantics';
import type { Expression, VariableDeclaration } from '@mmspec/syntax';
import { kindsOfEverySpec } from '@mmspec/system';
import type { Described, PropertyKind, Settings } from '@mmspec/system';
import { standsAt } from './control.ts';
import { emptyContext, type Context } from './context.ts';
import { counters, refsByAll } from './holdings.ts';
import { initialOutcomes } from './initial.ts';
import { liveCondition, isTrue } from './live.ts';
import { judge, setVariable, type Judged, type Set } from './asking.ts';
import { inspect, type Inspected } from './inspect.ts';
import type { Load } from './log.ts';
import { nameOf } from './place.ts';
import { isQuiescent, noReferenceIsLost, propertyContext, referencesHeld, type View } from './property.ts';
import { sceneOf, type Scene } from './scene.ts';
import { actionOutcomes, actorOutcomes, standingIn, waitsOf, type Outcome, type Wait } from './step.ts';
import { rowsOfCpus, runningOn, type Running } from './cpu.ts';
import { keyOfState } from './keys.ts';
import type { ActorState, MachineState } from './state.ts';
import { rowsOf, type Value } from './value.ts';
import { watching } from './watching.ts';

export interface MachineProperty {
  readonly name: string;
  readonly kind: PropertyKind;
}

/** Who takes a step. */
export type Mover = Pick<Outcome, 'actor' | 'environment'>;

/** A spec under one setting, ready to be run step by step. */
export interface Machine {
  /** Declared properties, `live` and the implicit ones that every spec has; range errors and assertions are known by the names of the faults. */
  readonly properties: readonly MachineProperty[];
  initial(): Outcome[];
  /** Every step of every actor, in order of the actors, then of the actions; one outcome for each combination of choices. */
  successors(state: MachineState): Outcome[];
  /** The same of one actor, or of one action of the environment, with what was executed. */
  outcomesOf(state: MachineState, mover: Mover): Outcome[];
  /** The steps that an actor stands at and cannot take. */
  waitsOf(state: MachineState, actor: string): Wait[];
  /** Where an actor runs that is placed on a CPU; null for one that has a CPU of its own. */
  runningOn(state: MachineState, actor: string): Running | null;
  /** What decides that a property is false in a state, or on a step: the cells that are read, and `placeOfActor` and `referencesHeld`. */
  looksOf(property: string, state: MachineState, step: Outcome | null): Load[];
  /** The shared variable or field that a cell belongs to. */
  declarationOf(cell: string): VariableDeclaration | null;
  /** The value of an expression about a state, as an actor sees it that stands there; null: as nobody in particular. */
  ask(asked: AskedExpression, state: MachineState, actor: string | null): Judged;
  /** The state in which a variable has another value, and everything else is as it was. */
  set(target: AskedExpression, value: AskedExpression, state: MachineState, actor: string | null): Set;
  /** What there is in a state. */
  inspect(state: MachineState): Inspected;
  /** Equal for equal states and for no others. */
  key(state: MachineState): string;
  describe(state: MachineState): Described[];
  /** The truth of a property of kind `state`, `reachable`, `possible` or `lost_reference`, by its index; undefined is false. */
  holdsInState(property: number, state: MachineState): boolean;
  /** The truth of a property of kind `step` on a step that is no fault. */
  holdsOnStep(property: number, before: MachineState, outcome: Outcome): boolean;
  isQuiescent(state: MachineState): boolean;
  /** Within the bound of the check. */
  isWithin(state: MachineState): boolean;
  /** The references that exist at the beginning and belong to nobody, by counter. */
  readonly rest: ReadonlyMap<string, number>;
}

/** Executes the tree of the model itself, with nothing compiled. With the bound of a check no step is taken where that is false. */
export function interpret(model: Model, settings: Settings, bound: Expression | null = null): Machine {
  return interpretScene(sceneOf(model, buildWorld(model, settings)), bound);
}

/** The same of a scene. */
export function interpretScene(scene: Scene, bound: Expression | null = null): Machine {
  const { model } = scene;
  const rest = restsOf(scene);
  const isWithin = (state: MachineState): boolean => bound === null || isTrue(bound, propertyContext(scene, { state, step: null, rest }));
  const properties = propertiesOf(model);
  const declared = (property: number): DeclaredProperty => {
    const found = model.properties[property];
    if (found === undefined) throw new Error(`no declared property ${property}`);
    return found;
  };
  const named = (name: string | null): ActorIdentity | null => scene.world.actors.find((actor) => actor.name === name) ?? null;
  return {
    properties,
    initial: () => initialOutcomes(scene),
    successors: (state) => {
      if (!isWithin(state)) return [];
      return [
        ...scene.world.actors.flatMap((actor) => actorOutcomes(scene, state, actor)),
        ...model.actions.flatMap((action) => actionOutcomes(scene, state, action)),
      ];
    },
    outcomesOf: (state, { actor, environment }) => [
      ...scene.world.actors.filter(({ name }) => name === actor).flatMap((each) => actorOutcomes(scene, state, each, true)),
      ...model.actions.filter(({ name }) => name.text === environment).flatMap((action) => actionOutcomes(scene, state, action, true)),
    ],
    waitsOf: (state, actor) => scene.world.actors.filter(({ name }) => name === actor).flatMap((each) => waitsOf(scene, state, each)),
    runningOn: (state, name) => {
      const actor = named(name);
      return actor === null ? null : runningOn(scene, state, actor, standingIn(scene));
    },
    looksOf: (name, state, step) => {
      const property = model.properties.find((each) => each.name === name);
      if (property !== undefined && property.declaration.kind !== 'temporal') return looksOfProperty(scene, property, { state, step, rest });
      return looksOfImplicit(scene, name, state);
    },
    ask: (asked, state, actor) => judge(scene, { state, step: null, rest }, asked, named(actor)),
    set: (target, value, state, actor) => setVariable(scene, { state, step: null, rest }, target, value, named(actor)),
    inspect: (state) => inspect(scene, state, rest),
    declarationOf: (cell) => declarationOf(scene, cell),
    key: (state) => keyOfState(scene, state),
    describe: (state) => describe(scene, state),
    holdsInState: (property, state) => {
      if (properties[property]?.kind === 'lost_reference') return counters(scene).every((counter) => noReferenceIsLost(scene, state, rest, counter));
      return holds(scene, declared(property), { state, step: null, rest });
    },
    holdsOnStep: (property, before, outcome) => outcome.next === null || holds(scene, declared(property), { state: before, step: outcome, rest }),
    isQuiescent: (state) => !isWithin(state) || isQuiescent(scene, state),
    isWithin,
    rest,
  };
}

/** What the body of a property that is false looks at; inside an object, for each of which it is false. */
function looksOfProperty(scene: Scene, property: DeclaredProperty, view: View): Load[] {
  const context = propertyContext(scene, view);
  const owners = property.object === null ? [null] : scene.world.objects(property.object);
  return owners
    .filter((own) => !isTrue(property.declaration.body, { ...context, own }))
    .flatMap((own) => {
      const run = watching(scene);
      isTrue(property.declaration.body, { ...context, own, run });
      return run.log?.done.flatMap(({ loads }) => loads) ?? [];
    });
}

/** A lost reference is one of those that are held; an object that is not live is so by its condition. */
function looksOfImplicit(scene: Scene, name: string, state: MachineState): Load[] {
  if (name === 'lost_reference') return [{ name: referencesHeld, local: null, value: null }];
  const object = scene.model.objects.find((each) => `${each.name.text}.live` === name);
  const condition = object === undefined ? null : liveCondition(object);
  if (object === undefined || condition === null) return [];
  return scene.world.objects(object).flatMap((own) => {
    const run = watching(scene);
    const context: Context = { ...emptyContext(scene), shared: state.shared, own, run };
    return isTrue(condition, context) ? [] : (run.log?.done.flatMap(({ loads }) => loads) ?? []);
  });
}

function declarationOf(scene: Scene, cell: string): VariableDeclaration | null {
  for (let row = cell; row !== ''; row = row.replace(/(?:\.[^.[\]]*|\[[^[]*|^[^.[]*)$/u, '')) {
    const root = scene.rootOf.get(row);
    if (root !== undefined) return root.declaration;
  }
  return null;
}

/** The references that exist at the beginning and belong to nobody. */
function restsOf(scene: Scene): ReadonlyMap<string, number> {
  const [first] = initialOutcomes(scene);
  const state = first?.next;
  if (state === undefined || state === null) return new Map();
  return new Map(counters(scene).map((counter) => [counter.row, Number(state.shared.get(counter.row)) - refsByAll(scene, state, counter)]));
}

function propertiesOf(model: Model): MachineProperty[] {
  const declared = model.properties.map((property) => ({ name: property.name, kind: kindOf(property) }));
  const live = model.objects.filter((object) => liveCondition(object) !== null).map((object) => ({ name: `${object.name.text}.live`, kind: 'live' as const }));
  const implicit = kindsOfEverySpec.map((kind) => ({ name: kind, kind }));
  return [...declared, ...live, ...implicit];
}

function kindOf(property: DeclaredProperty): PropertyKind {
  if (property.declaration.kind !== 'invariant') return property.declaration.kind;
  return property.overSteps ? 'step' : 'state';
}

function holds(scene: Scene, property: DeclaredProperty, view: View): boolean {
  if (property.declaration.kind === 'temporal') throw new Error(`${property.name} is about runs`);
  const { body } = property.declaration;
  const when = property.declaration.kind === 'reachable' ? property.declaration.when : undefined;
  if (when !== undefined && !isTrue(when, emptyContext(scene))) return true;
  const context = propertyContext(scene, view);
  if (property.object === null) return isTrue(body, context);
  return scene.world.objects(property.object).every((own) => isTrue(body, { ...context, own }));
}

function describe(scene: Scene, state: MachineState): Described[] {
  const shared = scene.roots.flatMap((root) => rowsOf(root.row, state.shared.get(root.row) ?? null));
  const actors = scene.world.actors.flatMap((actor) => {
    const own = state.actors[actor.id];
    if (own === undefined) return [];
    return [{ name: actor.name, value: locationOf(own) }, ...localsOf(actor.name, own)];
  });
  return [...shared, ...actors, ...rowsOfCpus(scene, state)];
}

/** `done`, or the path and the chain of the next step; where an `either` is next, of the `either`. */
function locationOf({ stack }: ActorState): string {
  return stack.length === 0 ? 'done' : standsAt(stack);
}

function localsOf(instance: string, actor: ActorState): Described[] {
  const rows: Described[] = [];
  let prefix = instance;
  const add = (locals: ReadonlyMap<LocalNode, Value>): void => {
    for (const [node, value] of locals) rows.push(...rowsOf(`${prefix}.${nameOf(node)}`, value));
  };
  add(actor.top);
  for (const entry of actor.stack) {
    if (entry.kind === 'block') add(entry.locals);
    if (entry.kind === 'repeat' && entry.limit !== 'forever') rows.push({ name: `${prefix}.repeat@${entry.statement.span.start}`, value: entry.rounds });
    if (entry.kind === 'call') {
      prefix = `${prefix}.${entry.operation.name.text}`;
      add(new Map([...entry.arguments].map(([parameter, passed]) => [parameter, passed.value])));
    }
  }
  return rows;
}
