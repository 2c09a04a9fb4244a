import type { ActorIdentity } from '@mmspec/semantics';
import type { Expression, NewRefsExpression, RefsExpression, StepPath } from '@mmspec/syntax';
import { actorsIn, actorsNamedBy, isAt } from './at_place.ts';
import { Fault } from './choices.ts';
import { isAtBeginning } from './cpu.ts';
import { emptyContext, type Context, type PropertyForms } from './context.ts';
import { evaluate, number } from './evaluate.ts';
import { counterOfObject, ownedBy, pointing, refsByActor, refsByAll, type Counter, type Owned } from './holdings.ts';
import { nameOf, placeOf, readPlace, weightOf } from './place.ts';
import { noteLoad } from './log.ts';
import { domainOf, fieldOf, meaningOf, type Scene } from './scene.ts';
import { actionOutcomes, actorOutcomes, candidates, type Outcome } from './step.ts';
import type { MachineState } from './state.ts';
import { actorNamed, isSubsequence } from './step_path.ts';
import { equal, textOf, type Value } from './value.ts';

/** What a property is asked about: a state, or a step from it. */
export interface View {
  readonly state: MachineState;
  readonly step: Outcome | null;
  /** The state is that after a step, of which a primed expression speaks. */
  readonly isAfter?: boolean;
  /** Initial counts less the initial references, by counter. */
  readonly rest: ReadonlyMap<string, number>;
}

/** The context in which the text of a property has a value. */
export function propertyContext(scene: Scene, view: View): Context {
  return { ...emptyContext(scene), shared: view.state.shared, property: formsOf(scene, view) };
}

/** Every actor is done or where it may wait for ever; a handler may also not run at all. */
export function isQuiescent(scene: Scene, state: MachineState): boolean {
  return scene.world.actors.every((actor) => isAtBeginning(state, actor) || candidates(scene, state, actor).every((candidate) => candidate.idle));
}

function formsOf(scene: Scene, view: View): PropertyForms {
  return {
    value: (expression, context) => valueOf(scene, view, expression, context),
    rest: (target, context) => view.rest.get(counterNamed(target, context).row) ?? 0,
    variable: (actor, name, context) => {
      const [node, value] = [...(view.state.actors[actor.id]?.top ?? [])].find(([candidate]) => nameOf(candidate) === name) ?? [];
      if (node !== undefined && value !== undefined) noteLoad(context.run, `${actor.name}.${name}`, node, value);
      return value;
    },
  };
}

/** What a property looks at beside the values of variables: the place of an actor, or who holds references. */
export const placeOfActor = (name: string): string => `place of ${name}`;
export const referencesHeld = 'references held';

function noteLooks(scene: Scene, view: View, expression: Expression, context: Context): void {
  const note = (name: string): void => noteLoad(context.run, name, null, null);
  const places = (actors: readonly ActorIdentity[] | null): void => (actors ?? scene.world.actors).forEach((actor) => note(placeOfActor(actor.name)));
  switch (expression.kind) {
    case 'at':
      return places(actorsNamedBy(evaluate(expression.actor, context)));
    case 'enabled':
      return places(actorNamed(scene, expression.path, context, true).actors);
    case 'quiescent':
      return places(null);
    case 'mover':
    case 'step_is':
      return view.step?.actor == null ? undefined : note(placeOfActor(view.step.actor));
    case 'new_refs':
      return note(counterNamed(expression.on, context).row);
    case 'holds':
    case 'refs':
    case 'holders':
      return note(referencesHeld);
    case 'binary':
    case 'boolean':
    case 'call':
    case 'comprehension':
    case 'conditional':
    case 'count':
    case 'sum':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'index':
    case 'name_expression':
    case 'none':
    case 'number':
    case 'prime':
    case 'quantifier':
    case 'range':
    case 'self':
    case 'set':
    case 'size':
    case 'temporal_expression':
    case 'unary':
      return undefined;
  }
}

function valueOf(scene: Scene, view: View, expression: Expression, context: Context): Value {
  if (context.run !== null) noteLooks(scene, view, expression, context);
  switch (expression.kind) {
    case 'prime': {
      // Inside of a primed expression everything is that after the step, what has a prime of its own too.
      if (view.isAfter === true) return evaluate(expression.operand, context);
      const after = view.step?.next;
      if (after === undefined || after === null) throw new Error('a prime outside a step');
      return evaluate(expression.operand, { ...context, shared: after.shared, property: formsOf(scene, { ...view, state: after, step: null, isAfter: true }) });
    }
    case 'at':
      return isAt(scene, expression, context, (actor) => scene.windowed?.placesOf(view.state, actor) ?? candidates(scene, view.state, actor));
    case 'step_is':
      return view.step !== null && stepIs(scene, view.step, expression.path, context);
    case 'new_refs':
      return newRefs(scene, view, expression, context);
    case 'holds': {
      const held = counterNamed(expression.target, context);
      return actorsNamedBy(evaluate(expression.actor, context)).some((actor) => refsByActor(scene, view.state, actor, held) > 0);
    }
    case 'refs':
      return refs(view.state, expression, context);
    case 'holders': {
      const held = counterNamed(expression.target, context);
      const elements = domainOf(scene.world, { kind: 'actor', declaration: null });
      return { kind: 'set', elements: elements.filter((element) => actorsIn(element).some((actor) => refsByActor(scene, view.state, actor, held) > 0)) };
    }
    case 'mover':
      return moverOf(scene, view.step);
    case 'enabled': {
      const { actors, parts } = actorNamed(scene, expression.path, context, true);
      const outcomes = (actors ?? scene.world.actors).flatMap((actor) => [
        ...(scene.windowed?.outcomesOf(view.state, actor) ?? actorOutcomes(scene, view.state, actor)),
      ]);
      if (actors === null) outcomes.push(...scene.model.actions.flatMap((action) => actionOutcomes(scene, view.state, action)));
      return outcomes.some((outcome) => outcome.executed.some((executed) => isSubsequence(parts, executed)));
    }
    case 'quiescent':
      return isQuiescent(scene, view.state);
    case 'binary':
    case 'boolean':
    case 'call':
    case 'comprehension':
    case 'conditional':
    case 'count':
    case 'sum':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'index':
    case 'name_expression':
    case 'none':
    case 'number':
    case 'quantifier':
    case 'range':
    case 'self':
    case 'set':
    case 'size':
    case 'temporal_expression':
    case 'unary':
      throw new Error(`${expression.kind} cannot be judged in one state or step`);
  }
}

function moverOf(scene: Scene, step: Outcome | null): Value {
  const actor = scene.world.actors.find((candidate) => candidate.name === step?.actor);
  return actor === undefined ? null : { kind: 'actor', actor };
}

/** Whether the step executed a statement under the label or in the operation. */
function stepIs(scene: Scene, step: Outcome, path: StepPath, context: Context): boolean {
  const { actors, parts } = actorNamed(scene, path, context, true);
  if (actors !== null && !actors.some((actor) => actor.name === step.actor)) return false;
  return parts.length === 0 || step.executed.some((executed) => isSubsequence(parts, executed));
}

/** Whether the step raises the counter of the object; with `by`, whether one of these actors takes it. */
function newRefs(scene: Scene, view: View, expression: NewRefsExpression, context: Context): boolean {
  const { row } = counterNamed(expression.on, context);
  if (view.step?.next === undefined || view.step.next === null) throw new Error('new refs outside a step');
  const raised = number(view.step.next.shared.get(row) ?? null) > number(view.state.shared.get(row) ?? null);
  const mover = moverOf(scene, view.step);
  const found =
    raised &&
    (expression.by === null || (mover !== null && actorsNamedBy(evaluate(expression.by, context)).some((actor) => equal(mover, { kind: 'actor', actor }))));
  return expression.negated ? !found : found;
}

/** The counter that an expression names: a `ref` variable, or that of an object; null is the object around the property. */
function counterNamed(target: Expression | null, context: Context): Counter {
  if (target === null) {
    if (context.own === null) throw new Error('an object is needed');
    return counterOfObject(context.scene, context.own);
  }
  const place = placeOf(target, context);
  if (place?.type?.kind === 'ref' && place.root.kind === 'shared') {
    const row = place.root.row;
    const object = context.scene.rootOf.get(row)?.object ?? null;
    return { row, object: object !== null && counterOfObject(context.scene, object).row === row ? object : null };
  }
  const value = evaluate(target, context);
  if (value === null) throw new Fault('null_reference');
  if (typeof value !== 'object' || value.kind !== 'object') throw new Error(`${textOf(value)} has no reference counter`);
  return counterOfObject(context.scene, value.object);
}

function refs(state: MachineState, expression: RefsExpression, context: Context): number {
  const counter = counterNamed(expression.target, context);
  if (expression.by === null) return refsByAll(context.scene, state, counter);
  const parts = expression.by.kind === 'set' ? expression.by.elements : [expression.by];
  return parts.map((part) => refsBy(state, part, counter, context)).reduce((sum, count) => sum + count, 0);
}

/** References held by actors, or by the owning variables that an expression names. */
function refsBy(state: MachineState, by: Expression, counter: Counter, context: Context): number {
  const owned = ownersNamed(by, context);
  if (owned !== null) return pointing(owned, counter);
  return actorsIn(evaluate(by, context))
    .map((actor) => refsByActor(context.scene, state, actor, counter))
    .reduce((sum, count) => sum + count, 0);
}

/** What the owning variables have that an expression names: a variable, `pt.pte`, or `PageTable.pte` for those of all objects. */
function ownersNamed(by: Expression, context: Context): Owned[] | null {
  const { scene } = context;
  const place = placeOf(by, context);
  if (place !== null) return place.owns ? ownedBy(readPlace(place, context), place.weight) : null;
  if (by.kind !== 'field') return null;
  if (by.object.kind === 'name_expression') {
    const meaning = meaningOf(scene, by.object.name);
    const field = meaning.kind === 'object' ? fieldOf(meaning.declaration, by.name.text) : null;
    if (meaning.kind === 'object' && field?.owns === true) {
      const rows = scene.world.objects(meaning.declaration).map((object) => context.shared.get(`${object.name}.${by.name.text}`) ?? null);
      return rows.flatMap((value) => ownedBy(value, weightOf(scene, field)));
    }
  }
  const owner = evaluate(by.object, context);
  if (owner === null || typeof owner !== 'object' || owner.kind !== 'actor') return null;
  const local = owner.actor.declaration.body.statements.find((each) => each.kind === 'local' && each.name.text === by.name.text);
  return ownedBy(evaluate(by, context), local?.kind === 'local' ? weightOf(scene, local) : 1);
}

/** True where the counter of every reference that exists is accounted for. */
export function noReferenceIsLost(scene: Scene, state: MachineState, rest: ReadonlyMap<string, number>, counter: Counter): boolean {
  const count = state.shared.get(counter.row) ?? 0;
  return equal(count, 0) || equal(count, (rest.get(counter.row) ?? 0) + refsByAll(scene, state, counter));
}
