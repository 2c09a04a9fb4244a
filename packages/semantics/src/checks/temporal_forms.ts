import type { Diagnostic } from '@mmspec/source';
import { children, isExpression, walk } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import type { Facts, Lint } from '../facts.ts';
import type { Model } from '../model.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { firstStep, hasTemporal } from '../temporal.ts';

/** In `temporal` a formula about steps stands under `always`. */
const stepUnderAlways: Rule = rule({
  code: 'MM0337',
  title: 'step formula that is not under `always`',
  why: 'A behaviour may stand still, and standing still is no step: only "at every step" has a clear meaning.',
  text: '`step is`, `mover`, `new refs` and primes may stand under `always`, and on the left of `leads to`, but not under `eventually`, in `until` or on the right of `leads to`. To say that a step happens, name the place that it leads to: `a at done`.',
  example: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ntemporal ends: eventually step is a.set under fair\n',
  fix: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ntemporal ends: step is a.set leads to n == 1 under fair\n',
});

/** Temporal operators are joined by logic only. */
const temporalInValue: Rule = rule({
  code: 'MM0338',
  title: 'temporal operator inside a value',
  why: 'What holds in the long run is no value that could be compared, counted or passed on.',
  text: 'Around temporal operators stand other temporal operators, `and`, `or`, `not`, `implies`, `iff`, the conditional, `forall` and `exists`, and defines; the set and the `where` of a quantifier and the arguments of a define are about one state.',
  example: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ntemporal ends: (eventually n == 1) == true under fair\n',
  fix: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ntemporal ends: eventually n == 1 under fair\n',
});

export const lint: Lint = { rules: [stepUnderAlways, temporalInValue], check: checkTemporalForms };

function checkTemporalForms({ model }: Facts): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const steps = (expression: Expression): void => {
    const found = firstStep(model, expression);
    if (found !== null)
      diagnostics.push(
        violation(stepUnderAlways, found.span, 'This is about a step, and no `always` covers it.', 'Write `always` around it, or name a place: `a at done`.'),
      );
  };
  const visit = (expression: Expression): void => {
    for (const part of partsOf(model, expression)) {
      if (part.joined) {
        visit(part.expression);
        continue;
      }
      if (isExpression(part.expression) && hasTemporal(model, part.expression)) {
        diagnostics.push(
          violation(
            temporalInValue,
            part.expression.span,
            'A temporal operator stands inside a value.',
            'Join temporal formulas by `and`, `or`, `not`, `implies` and quantifiers only.',
          ),
        );
      }
    }
  };
  for (const { declaration } of model.properties) {
    if (declaration.kind !== 'temporal') continue;
    steps(declaration.body);
    walk(declaration.body, (node) => {
      if (node.kind !== 'temporal_expression' || node.operator === 'always') return;
      steps(node.right);
      if (node.operator === 'until' && node.left !== null) steps(node.left);
    });
    visit(declaration.body);
  }
  return diagnostics;
}

interface Part {
  readonly expression: Expression;
  /** May be temporal itself. */
  readonly joined: boolean;
}

const logic: ReadonlySet<string> = new Set(['and', 'or', 'implies', 'iff']);

function partsOf(model: Model, expression: Expression): Part[] {
  const joined = (...expressions: readonly Expression[]): Part[] => expressions.map((part) => ({ expression: part, joined: true }));
  const values = (...expressions: readonly (Expression | null)[]): Part[] =>
    expressions.flatMap((part) => (part === null ? [] : [{ expression: part, joined: false }]));
  switch (expression.kind) {
    case 'temporal_expression':
      return expression.left === null ? joined(expression.right) : joined(expression.left, expression.right);
    case 'unary':
      return expression.operator === 'not' ? joined(expression.operand) : values(expression.operand);
    case 'binary':
      return logic.has(expression.operator) ? joined(expression.left, expression.right) : values(expression.left, expression.right);
    case 'conditional':
      return joined(expression.condition, expression.consequent, expression.alternative);
    case 'quantifier':
      return [...values(expression.binder.domain, expression.condition), ...joined(expression.body)];
    case 'name_expression': {
      const meaning = model.meanings.get(expression.name);
      return meaning?.kind === 'define' ? joined(meaning.declaration.body) : [];
    }
    case 'call': {
      const meaning = model.meanings.get(expression.callee);
      const passed = values(...expression.arguments.map((argument) => argument.value));
      return meaning?.kind === 'define' ? [...passed, ...joined(meaning.declaration.body)] : passed;
    }
    case 'at':
    case 'boolean':
    case 'comprehension':
    case 'count':
    case 'sum':
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
      return values(...children(expression).filter(isExpression));
  }
}
