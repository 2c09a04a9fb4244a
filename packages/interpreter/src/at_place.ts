import type { ActorIdentity } from '@mmspec/semantics';
import type { AtExpression, LabelStatement, PlaceRange } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import { labelOf, pathOf } from './control.ts';
import { evaluate } from './evaluate.ts';
import { elementsOf, type Scene } from './scene.ts';
import type { Entry } from './state.ts';
import { actorNamed, isSubsequence, textRange } from './step_path.ts';
import { textOf, type Value } from './value.ts';

/*
 * What `a at L` means.
 */

/** A step that an actor stands at, or has performed. */
export interface PlaceOfStep {
  readonly path: readonly string[];
  /** The labels of the actor's own text that cover the step. */
  readonly labels: readonly LabelStatement[];
}

export function placeOfStep(stack: readonly Entry[]): PlaceOfStep {
  const firstCall = stack.findIndex((entry) => entry.kind === 'call');
  const own = firstCall < 0 ? stack : stack.slice(0, firstCall);
  return { path: pathOf(stack), labels: own.map(labelOf).filter((label) => label !== null) };
}

/** The actors that a value is, or has. */
export function actorsIn(value: Value): ActorIdentity[] {
  if (value === null) throw new Fault('null_reference');
  return elementsOf(value).map((element) => {
    if (element === null || typeof element !== 'object' || element.kind !== 'actor') throw new Error(`${textOf(element)} is no actor`);
    return element.actor;
  });
}

/** The actors that a value names; `none` names nobody, who stands nowhere, holds nothing and takes nothing. */
export function actorsNamedBy(value: Value): ActorIdentity[] {
  return value === null ? [] : actorsIn(value);
}

/** A text that is equal for the same places. */
export function placesText(places: readonly PlaceOfStep[]): string {
  const texts = places.map(({ path, labels }) => `${path.join('.')} ${labels.map(({ span }) => `${span.file}:${span.start}`).join()}`);
  return [...new Set(texts)].join('~');
}

/** Whether an actor stands at one of the places; `stepsOf` says where one stands, with no step at the end. */
export function isAt(scene: Scene, expression: AtExpression, context: Context, stepsOf: (actor: ActorIdentity) => readonly PlaceOfStep[]): boolean {
  return actorsNamedBy(evaluate(expression.actor, context)).some((actor) => {
    const steps = stepsOf(actor);
    return expression.places.some((place) => (steps.length === 0 ? coversDone(place) : steps.some((step) => covers(scene, actor, place, step, context))));
  });
}

function coversDone(place: PlaceRange): boolean {
  return (place.high ?? place.low).parts.at(-1)?.text === 'done';
}

function covers(scene: Scene, actor: ActorIdentity, place: PlaceRange, step: PlaceOfStep, context: Context): boolean {
  if (place.high === null) return isSubsequence(actorNamed(scene, place.low, context, false).parts, step.path);
  const low = actorNamed(scene, place.low, context, false).parts;
  const high = actorNamed(scene, place.high, context, false).parts;
  const range = textRange(scene, actor.declaration, low, high);
  return range !== null && step.labels.some((label) => label.span.start >= range.first && label.span.start <= range.last);
}
