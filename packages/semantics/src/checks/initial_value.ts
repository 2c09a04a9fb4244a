import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Expression, VariableDeclaration } from '@mmspec/syntax';
import type { Facts, Lint } from '../facts.ts';
import { isEmbeddedObject } from '../embedded_objects.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** An initial value is known before there is a state. */
const initialValue: Rule = rule({
  code: 'MM0234',
  title: 'initial value depends on a state',
  why: 'Before the initial state nothing has a value yet, so an initial value is made of constants, objects and actors.',
  text: 'It may name constants, variants, tags, objects (a reference to them) and actors. To start one variable with the value of another, give both the same constant.',
  example: 'module m\nshared n: 0..3 = 1\nshared m: 0..3 = n\nactor a { let x = n  set: m = x }\n',
  fix: 'module m\nconst FIRST: 0..3 = 1\nshared n: 0..3 = FIRST\nshared m: 0..3 = FIRST\nactor a { let x = n  set: m = x }\n',
});

export const lint: Lint = { rules: [initialValue], check: checkInitialValues };

function checkInitialValues({ model, tables }: Facts): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const fields = model.objects.flatMap((object) => object.members.filter((member): member is VariableDeclaration => member.kind === 'variable'));
  for (const { initial } of [...model.variables, ...fields]) {
    if (initial === null) continue;
    const bad = firstRead(initial);
    if (bad !== null)
      diagnostics.push(violation(initialValue, bad.span, 'This has no value before the initial state.', 'Use a constant, a tag, an object or an actor.'));
  }
  return diagnostics;

  function firstRead(initial: Expression): Expression | null {
    let found: Expression | null = null;
    walk(initial, (node) => {
      if (found !== null) return false;
      if (node.kind === 'name_expression') {
        const meaning = model.meanings.get(node.name);
        if (meaning?.kind === 'variable' && !isEmbeddedObject(meaning.declaration)) found = node;
        if (meaning?.kind === 'define') found = firstRead(meaning.declaration.body) === null ? null : node;
      }
      if (node.kind === 'field') {
        const field = tables.fields.get(node);
        if (field?.kind === 'field' && !isEmbeddedObject(field.declaration)) found = node;
      }
      if (node.kind === 'call' && model.meanings.get(node.callee)?.kind === 'operation') found = node;
      return found === null;
    });
    return found;
  }
}
