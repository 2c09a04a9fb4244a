import type { ActorDeclaration, Expression, TypeNode } from '@mmspec/syntax';
import type { Model } from '../model.ts';
import { modeDefaults } from './modes.ts';
import { evaluate, isScalar, type Scalar, type StaticScope, type StaticValue } from './static_value.ts';

/** Values of constants and variants; what is absent has its declared default. */
export type PartialSettings = Readonly<Record<string, Scalar>>;

/** A constant that stands for any number from its value on: ranges whose upper end it is in end at `most` instead. */
export interface OpenConstant {
  readonly name: string;
  readonly most: number;
}

/** The values of all constants under a setting, and of expressions over them. */
export interface Constants {
  /** Undefined where the constant has no value: its text has an error. */
  valueOf(name: string): Scalar | undefined;
  evaluate(expression: Expression): StaticValue | undefined;
  /** The value of an expression that is no set. */
  scalar(expression: Expression): Scalar | undefined;
  number(expression: Expression): number | undefined;
}

/**
 * Evaluates the constants of a model: those of the setting, and the declared value of the others. `open`: constants that stand for
 * other numbers too, so that what is said of all instances of an actor of which there are so many is not static.
 */
export function constantsUnder(model: Pick<Model, 'meanings' | 'constants'>, settings: PartialSettings, open: readonly string[] = []): Constants {
  const values = new Map<string, Scalar | undefined>();
  const declarations = new Map(model.constants.map((declaration) => [declaration.name.text, declaration]));
  const scope: StaticScope = {
    model,
    constant: (name) => valueOf(name),
    instances: (actor) => (isOpen(actor) ? undefined : countOf(actor)),
  };
  const valueOf = (name: string): Scalar | undefined => {
    if (values.has(name)) return values.get(name);
    values.set(name, undefined);
    const declaration = declarations.get(name);
    const value = Object.hasOwn(settings, name) ? settings[name] : declaration === undefined ? modeDefaults.get(name) : scalar(declaration.value);
    values.set(name, value);
    return value;
  };
  const scalar = (expression: Expression): Scalar | undefined => {
    const value = evaluate(expression, scope);
    return isScalar(value) ? value : undefined;
  };
  const number = (expression: Expression): number | undefined => {
    const value = scalar(expression);
    return typeof value === 'number' ? value : undefined;
  };
  const isOpen = ({ count }: ActorDeclaration): boolean => count?.kind === 'name_expression' && open.includes(count.name.text);
  const countOf = (actor: ActorDeclaration): number | undefined => (actor.count === null ? 1 : number(actor.count));
  return { valueOf, scalar, number, evaluate: (expression) => evaluate(expression, scope) };
}

/** All values of the type of a constant, in order; null where they are too many to list, or the type has an error. */
export function valuesOfConstant(model: Pick<Model, 'meanings'>, type: TypeNode, constants: Constants): readonly Scalar[] | null {
  switch (type.kind) {
    case 'bool_type':
      return [false, true];
    case 'range_type': {
      const low = constants.number(type.low);
      const high = constants.number(type.high);
      if (low === undefined || high === undefined || high - low >= 65_536) return null;
      const numbers: Scalar[] = Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
      return type.forever ? [...numbers, 'forever'] : numbers;
    }
    case 'tags_type':
      return [...new Set(type.tags.map((tag) => tag.text))];
    case 'named_type': {
      const meaning = model.meanings.get(type.name);
      return meaning?.kind === 'enum' ? meaning.declaration.members.map((member) => member.text) : [type.name.text];
    }
    case 'array_type':
    case 'error_type':
    case 'option_type':
    case 'ref_type':
    case 'seq_type':
    case 'set_type':
      return null;
  }
}
