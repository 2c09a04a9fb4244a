import { fairnessItems, goalsOf, hasTemporal, isAboutSteps, type DeclaredProperty } from '@mmspec/semantics';
import type { Expression, QuantifierExpression } from '@mmspec/syntax';
import type { Atom, Formula, TemporalProperty } from '@mmspec/system';
import { Fault } from '../choices.ts';
import { bind, emptyContext, type Context } from '../context.ts';
import { evaluate, truth } from '../evaluate.ts';
import { isTrue } from '../live.ts';
import { domainOf, elementsOf, meaningOf, type Scene } from '../scene.ts';
import { typeOf, withoutOption } from '../types.ts';
import { contains, type Value } from '../value.ts';

/*
 * Temporal properties as formulas over atoms, which the interpreter judges: the largest parts without temporal operators.
 * Quantifiers and defines around temporal operators are unfolded.
 */

/** An atom, as it is judged in the context of a state or step. */
export interface JudgedAtom extends Atom {
  readonly holds: (context: Context) => boolean;
}

type Binding = (context: Context) => Context;

interface FormulaContext {
  readonly scene: Scene;
  readonly atoms: JudgedAtom[];
  readonly bindings: readonly Binding[];
}

/** What a property says; its atoms are added to those that there are. */
export function temporalOf(scene: Scene, atoms: JudgedAtom[], { declaration }: DeclaredProperty): TemporalProperty | null {
  if (declaration.kind !== 'temporal') return null;
  const { model, world } = scene;
  return {
    formula: formulaOf({ scene, atoms, bindings: [] }, declaration.body),
    fairness: declaration.fairness === null ? [] : fairnessItems(model, world.settings, declaration.fairness),
    goals: goalsOf(model, declaration),
  };
}

function formulaOf(context: FormulaContext, expression: Expression): Formula {
  const { model } = context.scene;
  if (!hasTemporal(model, expression)) return atomOf(context, isAboutSteps(model, expression), (inside) => isTrue(expression, inside));
  const inner = (part: Expression): Formula => formulaOf(context, part);
  switch (expression.kind) {
    case 'temporal_expression':
      return operatorOf(context, expression);
    case 'unary':
      return { kind: 'not', operand: inner(expression.operand) };
    case 'binary': {
      const [left, right] = [inner(expression.left), inner(expression.right)];
      if (expression.operator === 'and' || expression.operator === 'or') return { kind: expression.operator, operands: [left, right] };
      if (expression.operator === 'implies') return implies(left, right);
      return { kind: 'and', operands: [implies(left, right), implies(right, left)] };
    }
    case 'conditional': {
      const condition = inner(expression.condition);
      const otherwise: Formula = { kind: 'not', operand: condition };
      return { kind: 'and', operands: [implies(condition, inner(expression.consequent)), implies(otherwise, inner(expression.alternative))] };
    }
    case 'quantifier':
      return quantified(context, expression);
    case 'name_expression':
    case 'call':
      return insideDefine(context, expression);
    case 'at':
    case 'boolean':
    case 'comprehension':
    case 'count':
    case 'enabled':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'index':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'prime':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'step_is':
    case 'sum':
      throw new Error('a temporal operator inside a value');
  }
}

function insideDefine(context: FormulaContext, expression: Expression): Formula {
  const { scene, bindings } = context;
  const meaning =
    expression.kind === 'name_expression' ? meaningOf(scene, expression.name) : expression.kind === 'call' ? meaningOf(scene, expression.callee) : null;
  if (meaning?.kind !== 'define') throw new Error('a temporal operator inside a value');
  const given = expression.kind === 'call' ? expression.arguments : [];
  const parameters = meaning.declaration.parameters ?? [];
  const bindAll: Binding = (outer) =>
    parameters.reduce((inside, parameter, at) => {
      const argument = given[at]?.value;
      return argument === undefined ? inside : bind(inside, parameter, evaluate(argument, outer));
    }, outer);
  return formulaOf({ ...context, bindings: [...bindings, bindAll] }, meaning.declaration.body);
}

function operatorOf(context: FormulaContext, expression: Expression & { readonly kind: 'temporal_expression' }): Formula {
  const { model } = context.scene;
  const right = formulaOf(context, expression.right);
  const left = expression.left === null ? right : formulaOf(context, expression.left);
  switch (expression.operator) {
    case 'always':
      return { kind: 'always', steps: isAboutSteps(model, expression.right), operand: right };
    case 'eventually':
      return { kind: 'eventually', operand: right };
    case 'until':
      return { kind: 'until', left, right };
    case 'leads_to': {
      const steps = expression.left !== null && isAboutSteps(model, expression.left);
      return { kind: 'always', steps, operand: implies(left, { kind: 'eventually', operand: right }) };
    }
  }
}

function implies(left: Formula, right: Formula): Formula {
  return { kind: 'or', operands: [{ kind: 'not', operand: left }, right] };
}

/** One part for each value of the variable; an atom asks whether it is in the set, and meets the condition. */
function quantified(context: FormulaContext, { quantifier, binder, condition, body }: QuantifierExpression): Formula {
  const { scene, bindings } = context;
  const overSteps = condition !== null && isAboutSteps(scene.model, condition);
  const operands = valuesOf(scene, binder.domain).map((value): Formula => {
    const bindValue: Binding = (inside) => bind(inside, binder, value);
    const isChosen = (inside: Context): boolean =>
      contains(elementsOf(evaluate(binder.domain, inside)), value) && (condition === null || truth(evaluate(condition, bindValue(inside))));
    const chosen = atomOf(context, overSteps, isChosen);
    const part = formulaOf({ ...context, bindings: [...bindings, bindValue] }, body);
    return quantifier === 'forall' ? implies(chosen, part) : { kind: 'and', operands: [chosen, part] };
  });
  return { kind: quantifier === 'forall' ? 'and' : 'or', operands };
}

/** All values that a set may have. */
function valuesOf(scene: Scene, domain: Expression): readonly Value[] {
  try {
    return elementsOf(evaluate(domain, emptyContext(scene)));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const type = withoutOption(typeOf(scene, domain, () => undefined));
    if (type?.kind === 'set' || type?.kind === 'array' || type?.kind === 'seq') return domainOf(scene.world, type.element);
    throw new Error('a temporal formula over a set whose members are not known');
  }
}

function atomOf({ atoms, bindings }: FormulaContext, overSteps: boolean, holds: JudgedAtom['holds']): Formula {
  const bound = (context: Context): boolean => {
    try {
      return holds(bindings.reduce((inside, binding) => binding(inside), context));
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  };
  return { kind: 'atom', atom: atoms.push({ over: overSteps ? 'step' : 'state', holds: bound }) - 1 };
}
