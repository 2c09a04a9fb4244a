import type { Diagnostic } from '@mmspec/source';
import type { ActionDeclaration, ActorDeclaration, Block, OperationDeclaration } from '@mmspec/syntax';
import { constantsUnder, type Constants, type PartialSettings } from './world/constants.ts';
import type { Model } from './model.ts';
import type { Rule } from './rule.ts';
import { usedSettings } from './world/settings.ts';
import type { Tables } from './typing/context.ts';
import type { Instance } from './typing/generic_calls.ts';

/** What is known about a spec when the checks look at it. */
export interface Facts {
  readonly model: Model;
  readonly tables: Tables;
  /** The texts of operations with `object` parameters, once for each combination of types they are called with. */
  readonly instances: readonly Instance[];
  /** All settings of the checks of the spec, at least one. */
  readonly settings: readonly Setting[];
}

export interface Setting {
  readonly given: PartialSettings;
  readonly constants: Constants;
}

/** What a file of `checks/` exports as `lint`: rules with their codes, and the check that finds where they are broken. */
export interface Lint {
  readonly rules: readonly Rule[];
  readonly check: (facts: Facts) => readonly Diagnostic[];
  /** Left out where there are errors. */
  readonly needsNoErrors?: true;
}

export function gather(model: Model, tables: Tables, instances: readonly Instance[]): Facts {
  const settings = usedSettings(model).map((given) => ({ given, constants: constantsUnder(model, given) }));
  return { model, tables, instances, settings };
}

/** A text of statements: that of an actor, an operation or an action. */
export interface Body {
  readonly block: Block;
  readonly actor: ActorDeclaration | null;
  readonly operation: OperationDeclaration | null;
  readonly action: ActionDeclaration | null;
  /** True where all of it is one step: an atomic operation or an action. */
  readonly atomic: boolean;
}

/** All texts of statements of a spec. */
export function bodiesOf(model: Model): Body[] {
  const operation = (declaration: OperationDeclaration, actor: ActorDeclaration | null): Body => {
    return { block: declaration.body, actor, operation: declaration, action: null, atomic: declaration.atomic };
  };
  return [
    ...model.operations.map((declaration) => operation(declaration, null)),
    ...model.actors.flatMap((actor) => [
      { block: actor.body, actor, operation: null, action: null, atomic: false },
      ...actor.operations.map((declaration) => operation(declaration, actor)),
    ]),
    ...model.actions.map((action) => ({ block: action.body, actor: null, operation: null, action, atomic: true })),
  ];
}
