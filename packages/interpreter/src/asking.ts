import type { ActorIdentity, AskedExpression } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import { evaluate } from './evaluate.ts';
import { nameOf, placeOf, placeOfLocal, writePlace, type Place } from './place.ts';
import { propertyContext, type View } from './property.ts';
import { contextOf, runOf, stateOf, type Run } from './run.ts';
import { fit, type Scene } from './scene.ts';
import { beforeIn } from './step.ts';
import type { MachineState } from './state.ts';
import { watching } from './watching.ts';
import type { Value } from './value.ts';

/*
 * What a person asks about a state who looks at it from outside, and what is set by hand.
 */

/** The value of an expression; `fault` names the fault that a step would make that needs it. */
export type Judged = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'fault'; readonly fault: string };

/** A state in which a variable was given a value. */
export type Set =
  | { readonly kind: 'set'; readonly state: MachineState; readonly value: Value }
  | { readonly kind: 'fault'; readonly fault: string }
  /** The target is no variable that has a value now. */
  | { readonly kind: 'no_variable' };

/** Judges an expression in a state; an actor sees its own variables and counts. */
export function judge(scene: Scene, view: View, asked: AskedExpression, actor: ActorIdentity | null): Judged {
  return guarded(() => ({ kind: 'value', value: evaluate(asked.expression, contextIn(meaning(scene, asked), view, actor)) }));
}

/** Gives a variable a value, as no step does: references are counted by nobody, and `live when` is not asked. */
export function setVariable(scene: Scene, view: View, target: AskedExpression, given: AskedExpression, actor: ActorIdentity | null): Set {
  return guarded<Set>(() => {
    const found = targetOf(meaning(scene, target), view, target.expression, actor);
    if (found === null || !canBeSet(found)) return { kind: 'no_variable' };
    const { place, run } = found;
    const value = evaluate(given.expression, contextIn(meaning(scene, given), view, actor));
    const stored = place.type === null ? value : fit(scene, value, place.type, place.name);
    writePlace(run, place, stored, contextOf(run));
    return { kind: 'set', state: stateOf(run, view.state), value: stored };
  });
}

/** A place, and a run that may store into it. */
interface Target {
  readonly place: Place;
  readonly run: Run;
}

/** The place that an expression names: also the variable of another actor, `cpu[1].old`. */
function targetOf(scene: Scene, view: View, expression: Expression, actor: ActorIdentity | null): Target | null {
  const context = contextIn(scene, view, actor);
  if (expression.kind === 'field') {
    const owner = evaluate(expression.object, context);
    if (owner !== null && typeof owner === 'object' && owner.kind === 'actor') return variableOf(runIn(scene, view, owner.actor), expression.name.text);
  }
  const place = placeOf(expression, context);
  return place === null ? null : { place, run: context.run };
}

function variableOf(run: Run, name: string): Target | null {
  const node = [...run.top.keys()].find((candidate) => nameOf(candidate) === name);
  return node === undefined ? null : { place: placeOfLocal(contextOf(run), node), run };
}

function guarded<T>(action: () => T): T | { readonly kind: 'fault'; readonly fault: string } {
  try {
    return action();
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault', fault: error.property };
    throw error;
  }
}

/** The scene, in which the names of the question have a meaning too. */
function meaning(scene: Scene, { meanings }: AskedExpression): Scene {
  return { ...scene, model: { ...scene.model, meanings } };
}

/** What a property may say, and what an actor that takes a step there. */
function contextIn(scene: Scene, view: View, actor: ActorIdentity | null): Context & { readonly run: Run } {
  const run = runIn(scene, view, actor);
  return { ...contextOf(run), run, exempt: true, property: propertyContext(scene, view).property };
}

function runIn(scene: Scene, { state }: View, actor: ActorIdentity | null): Run {
  if (actor !== null) return runOf(scene, state, actor, () => 0, null, beforeIn(scene, state));
  return { ...watching(scene), shared: new Map(state.shared), cpus: [...state.cpus], log: null };
}

/** Arguments and the elements that a `for` visits are not stored into. */
function canBeSet({ place: { root }, run: { top, stack } }: Target): boolean {
  if (root.kind === 'shared') return true;
  return top.has(root.node) || stack.some((entry) => entry.kind === 'block' && entry.locals.has(root.node));
}
