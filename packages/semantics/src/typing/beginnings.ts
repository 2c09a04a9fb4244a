import type { Beginning, CallExpression, ChoiceBeginning, InitialValue, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { bool, describeType, fits, unknown, type Type } from '../types.ts';
import { rule, type Rule } from '../rule.ts';
import { typeFieldValues } from './calls.ts';
import { inner, report, type Context } from './context.ts';
import { declareLocal, expectSet, expectType, wrongType } from './expressions.ts';
import { typeOfVariable } from './types.ts';

/** A variable begins with one value, those of its elements, or any of several. */
export const wrongBeginning: Rule = rule({
  code: 'MM0248',
  title: 'this variable cannot begin so',
  why: 'What a variable begins with has the shape of its type: `[a, b]` and `[k: e]` are for arrays, `in S` for values that a step may choose.',
  text: 'An array begins with `[a, b]` in order of its keys, with `[k: e]` computed for each key, or with one value for all. A pool of objects begins with `T(field: e)` for each. `in S` is for what has no references to count: neither a `ref` nor what `owns`.',
  example: `module m
shared owner: 0..3 = [1, 2]
actor a { set: owner = 1 }
`,
  fix: `module m
shared owner: 0..3[2] = [1, 2]
actor a { set: owner[0] = 1 }
`,
});

export function withoutArrays(type: Type): Type {
  return type.kind === 'array' ? withoutArrays(type.element) : type;
}

/** `= e`: one value, of all elements of an array. */
export function typeInitialValue(context: Context, value: InitialValue, type: Type, variable: VariableDeclaration): void {
  if (value.kind === 'list_beginning' || value.kind === 'keyed_beginning') return typeBeginning(context, value, type, variable);
  const element = withoutArrays(type);
  if (element.kind === 'object' && value.kind === 'call' && value.callee.text === element.declaration.name.text) {
    return typeMade(context, value, element.declaration, variable);
  }
  const slip = arraySlip(value, type);
  if (slip === null) {
    expectType(context, value, element);
    return;
  }
  report(context, wrongBeginning, value.span, slip.message, slip.help);
}

/** What other languages write for an array. */
function arraySlip(value: InitialValue, type: Type): { readonly message: string; readonly help: string } | null {
  if (type.kind !== 'array') return null;
  const element = withoutArrays(type);
  if (value.kind === 'set' && element.kind !== 'set' && element.kind !== 'seq')
    return { message: '`{…}` is a set, and has no order.', help: 'Write the values of the elements in order of the keys: `[a, b]`.' };
  if (value.kind === 'name_expression' && value.name.text === 'index')
    return { message: '`index` is no value here.', help: 'Compute the value of each element from its key: `[k: k]`.' };
  return null;
}

/** `= [a, b]`, `= [k: e]`, `in S where p`. */
export function typeBeginning(context: Context, beginning: Beginning, type: Type, variable: VariableDeclaration): void {
  switch (beginning.kind) {
    case 'choice_beginning':
      return typeChoice(context, beginning, type, variable);
    case 'list_beginning': {
      const element = type.kind === 'array' || type.kind === 'seq' ? type.element : unknown;
      if (type.kind !== 'array' && type.kind !== 'seq' && type.kind !== 'unknown')
        report(
          context,
          wrongBeginning,
          beginning.span,
          `\`[…]\` has the elements of an array, but this is ${describeType(type)}.`,
          'Write one value, or declare an array: `T[2]`.',
        );
      for (const value of beginning.elements) typeInitialValue(context, value, element, variable);
      return;
    }
    case 'keyed_beginning': {
      const scope = inner(context);
      if (type.kind !== 'array' && type.kind !== 'unknown')
        report(
          context,
          wrongBeginning,
          beginning.span,
          `\`[k: e]\` is computed for the keys of an array, but this is ${describeType(type)}.`,
          'Write one value, or declare an array: `T[2]`.',
        );
      declareLocal(scope, beginning.key.name, { kind: 'local', declaration: beginning.key }, type.kind === 'array' ? type.key : unknown);
      typeInitialValue(scope, beginning.value, type.kind === 'array' ? type.element : unknown, variable);
    }
  }
}

function typeChoice(context: Context, choice: ChoiceBeginning, type: Type, variable: VariableDeclaration): void {
  const element = withoutArrays(type);
  const refused = (message: string, help: string): void => report(context, wrongBeginning, choice.span, message, help);
  if (variable.owns)
    refused(`\`${variable.name.text}\` owns references, which exist from the beginning on.`, 'Let it begin with one value, and let a first step choose.');
  else if (element.kind === 'ref')
    refused('How many references there are in the beginning is one number.', 'Write `= n`, or a check for each: `const N: 1..3 = 1` and `for N`.');
  else if (choice.subset && element.kind !== 'set' && element.kind !== 'unknown')
    refused(`\`within\` chooses a set, but this is ${describeType(element)}.`, 'Write `in` for one of the values.');
  else if (element.kind === 'seq' || (element.kind === 'set' && !choice.subset)) {
    const help = element.kind === 'set' ? 'Write `within S` for any subset of `S`.' : 'Let it begin with one value, and let a first step choose.';
    refused(`This is ${describeType(element)}, and no set has such elements.`, help);
  }
  const member = expectSet(context, choice.domain, choice.subset ? element : { kind: 'set', element });
  const found: Type = choice.subset ? { kind: 'set', element: member } : member;
  if (!fits(found, element)) {
    const help = 'Choose from a set of the needed type.';
    report(
      context,
      wrongType,
      choice.domain.span,
      `The set has elements that are ${describeType(found)}, but the variable holds ${describeType(element)}.`,
      help,
    );
  }
  if (choice.condition !== null) expectType(context, choice.condition, bool);
}

/** `T(field: e)`: what the fields of an object begin with; the others as the type says. */
function typeMade(context: Context, call: CallExpression, object: ObjectDeclaration, variable: VariableDeclaration): void {
  context.tables.meanings.set(call.callee, { kind: 'object', declaration: object });
  if (context.object !== null || variable.storage === 'field')
    report(context, wrongBeginning, call.span, 'Objects inside of objects begin as their type says.', 'Give the fields their initial values there.');
  typeFieldValues(context, call, {
    of: object.name.text,
    fields: object.members.flatMap((member) => (member.kind === 'variable' ? [member] : [])),
    code: wrongBeginning,
    form: `${object.name.text}(field: value)`,
    typeOf: (field) => withoutArrays(typeOfVariable(context, field)),
    refused: (field) => {
      const isObject = withoutArrays(typeOfVariable(context, field)).kind === 'object' && field.initial === null && field.beginning === null;
      return isObject ? 'is an object of its own, and begins as its type says' : null;
    },
  });
}
