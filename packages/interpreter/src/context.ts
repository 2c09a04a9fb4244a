import type { ActorIdentity, LocalNode, ObjectInstance } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { Awaited } from './choices.ts';
import type { Run } from './run.ts';
import type { Scene } from './scene.ts';
import type { Passed } from './state.ts';
import { isAwaited, type Value } from './value.ts';

/** Everything that the value of an expression may depend on. */
export interface Context {
  readonly scene: Scene;
  readonly shared: ReadonlyMap<string, Value>;
  /** The value of a local or parameter of the actor that is running; undefined where it has none. */
  readonly local: (node: LocalNode) => Value | undefined;
  /** What a parameter stands for. */
  readonly passed: (node: LocalNode) => Passed | undefined;
  /** Variables of quantifiers, parameters of defines and actions. */
  readonly bound: ReadonlyMap<LocalNode, Value>;
  readonly self: ActorIdentity | null;
  /** The object that an invariant or `live when` inside `object` is about. */
  readonly own: ObjectInstance | null;
  /** The step that is being taken; null where nothing may change. */
  readonly run: Run | null;
  /** True in ghost code and properties, which `live when` does not watch. */
  readonly exempt: boolean;
  /** What only properties can ask for; null elsewhere. */
  readonly property: PropertyForms | null;
}

/** The forms of properties: they see whole states, not the variables of one actor. */
export interface PropertyForms {
  /** Primes, places of actors, steps and references. */
  value(expression: Expression, context: Context): Value;
  /** `rest(f)` */
  rest(target: Expression, context: Context): Value;
  /** A variable of the top level of an actor; undefined before it is declared. */
  variable(actor: ActorIdentity, name: string, context: Context): Value | undefined;
}

export function bind(context: Context, node: LocalNode, value: Value): Context {
  return { ...context, bound: new Map(context.bound).set(node, value) };
}

/** The value of a bound name or a local; `none` is one. Undefined where it has no value now. */
export function localValue(context: Context, node: LocalNode): Value | undefined {
  const bound = context.bound.get(node);
  const value = bound === undefined ? context.local(node) : bound;
  if (isAwaited(value)) throw new Awaited();
  return value;
}

/** A context in which only constants, variants, addresses, objects and actors have values. */
export function emptyContext(scene: Scene): Context {
  return {
    scene,
    shared: new Map(),
    local: () => undefined,
    passed: () => undefined,
    bound: new Map(),
    self: null,
    own: null,
    run: null,
    exempt: true,
    property: null,
  };
}
