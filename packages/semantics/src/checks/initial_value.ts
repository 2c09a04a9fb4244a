import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Expression, VariableDeclaration } from '@mmspec/syntax';
import type { Facts, Lint } from '../facts.ts';
import { initialValues, isEmbeddedObject } from '../embedded_objects.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** An initial value is known before there is a state. */
const initialValue: Rule = rule({
  code: 'MM0234',
  title: 'initial value depends on a state',
  why: 'Before the initial state nothing has a value yet, so an initial value is made of constants, objects and actors.',
  text: 'It may name constants, variants, tags, objects (a reference to them) and actors. To start one variable with the value of another, give both the same constant. What stands after `in` and `where` may also name variables that are declared before, and fields of objects where all objects are.',
  example: 'module m\nshared n: 0..3 = 1\nshared m: 0..3 = n\nactor a { let x = n  set: m = x }\n',
  fix: 'module m\nconst FIRST: 0..3 = 1\nshared n: 0..3 = FIRST\nshared m: 0..3 = FIRST\nactor a { let x = n  set: m = x }\n',
});

export const lint: Lint = { rules: [initialValue], check: checkInitialValues };

function checkInitialValues({ model, tables }: Facts): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const judge = (value: Expression, known: readonly VariableDeclaration[]): void => {
    const bad = firstRead(value, known);
    if (bad === null) return;
    const isLater = bad.kind === 'name_expression' && known.length > 0;
    const message = isLater ? `\`${bad.name.text}\` is declared later, and has no value yet.` : 'This has no value before the initial state.';
    diagnostics.push(
      violation(
        initialValue,
        bad.span,
        message,
        isLater ? 'Declare it before, and objects before what asks for their fields.' : 'Use a constant, a tag, an object or an actor.',
      ),
    );
  };
  const inOrder = (variables: readonly VariableDeclaration[]): void => {
    variables.forEach((variable, at) => {
      for (const value of initialValues(variable)) judge(value, []);
      if (variable.beginning?.kind !== 'choice_beginning') return;
      // A choice may ask for what has been chosen before it, its condition for itself too.
      judge(variable.beginning.domain, variables.slice(0, at));
      if (variable.beginning.condition !== null) judge(variable.beginning.condition, variables.slice(0, at + 1));
    });
  };
  inOrder(model.variables);
  for (const object of model.objects) inOrder(object.members.filter((member): member is VariableDeclaration => member.kind === 'variable'));
  return diagnostics;

  /** True where every object is declared before: then its fields have values. */
  function objectsAre(known: readonly VariableDeclaration[]): boolean {
    return known.length > 0 && model.variables.every((variable) => known.includes(variable) || !isEmbeddedObject(variable, model.meanings));
  }

  function firstRead(initial: Expression, known: readonly VariableDeclaration[]): Expression | null {
    let found: Expression | null = null;
    walk(initial, (node) => {
      if (found !== null) return false;
      if (node.kind === 'name_expression') {
        const meaning = model.meanings.get(node.name);
        if (
          (meaning?.kind === 'variable' || meaning?.kind === 'own_field') &&
          !isEmbeddedObject(meaning.declaration, model.meanings) &&
          !known.includes(meaning.declaration)
        )
          found = node;
        if (meaning?.kind === 'define') found = firstRead(meaning.declaration.body, known) === null ? null : node;
      }
      if (node.kind === 'field') {
        const field = tables.fields.get(node);
        if (field?.kind === 'field' && !isEmbeddedObject(field.declaration, model.meanings) && !objectsAre(known)) found = node;
      }
      if (node.kind === 'call' && model.meanings.get(node.callee)?.kind === 'operation') found = node;
      return found === null;
    });
    return found;
  }
}
