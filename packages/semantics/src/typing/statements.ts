import type { AssignStatement, Block, ChooseStatement, Expression, LocalDeclaration, ReturnStatement, Statement } from '@mmspec/syntax';
import { bool, describeType, fits, int, unknown, type Type } from '../types.ts';
import type { Meaning } from '../model.ts';
import { isEmbeddedObject } from '../embedded_objects.ts';
import { inner, report, type Context } from './context.ts';
import { bind, declareLocal, expectType, expectSet, infer, wrongType } from './expressions.ts';
import { lookUp } from './names.ts';
import { expectTypeOf, lacksType, reportTypeNeeded } from './type_needed.ts';
import { typeOfNode } from './types.ts';
import { withoutArrays } from './beginnings.ts';
import { rule, type Rule } from '../rule.ts';

/** An object stays where it is declared. */
export const placeAssigned: Rule = rule({
  code: 'MM0221',
  title: 'an object is assigned',
  why: 'Objects are like structs in memory: they are never copied, created or destroyed.',
  text: 'A shared variable or field of an object type without initial value is the object. With an initial value, or as `T?`, it is a reference, which can be assigned.',
  example: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio
actor a { set: f = g }
`,
  fix: `module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio = f
actor a { set: g = f }
`,
});

/** Only variables are assigned. */
export const notAssignable: Rule = rule({
  code: 'MM0220',
  title: 'not a variable',
  why: 'Constants and variants are fixed by a check, parameters and `let` by their declaration.',
  text: 'Shared variables, fields of objects, elements of arrays, and locals declared by `var` or `choose` can be assigned.',
  example: `module m
const N: 0..3 = 1
actor a { set: N = 2  done: assert N == 2 }
`,
  fix: `module m
shared n: 0..3 = 1
actor a { set: n = 2  done: assert n == 2 }
`,
});

/** An operation returns a value if and only if it declares a result. */
export const returnValue: Rule = rule({
  code: 'MM0222',
  title: 'wrong return',
  why: 'The caller must know whether there is a value, on every path.',
  text: '`return` in an actor ends it. An operation with a result must not run to its end without `return`.',
  example: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { n = 1 }
actor a { let x = next()  set: n = x }
`,
  fix: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { n = 1  return 2 }
actor a { let x = next()  set: n = x }
`,
});

/** Types a block in a scope of its own. */
export function typeBlock(context: Context, block: Block): void {
  typeStatements(inner(context), block.statements);
}

/** Types statements one after the other; declarations go into the scope of the context. */
export function typeStatements(context: Context, statements: readonly Statement[]): void {
  for (const statement of statements) typeStatement(context, statement);
}

function typeStatement(context: Context, statement: Statement): void {
  switch (statement.kind) {
    case 'label':
    case 'break':
    case 'continue':
    case 'goto':
    case 'skip':
    case 'error_statement':
      return;
    case 'local':
      typeLocal(context, statement);
      return;
    case 'assign':
      typeAssign(context, statement);
      return;
    case 'call_statement':
      infer(context, statement.call, null);
      return;
    case 'if':
      expectType(context, statement.condition, bool);
      typeBlock(context, statement.consequent);
      if (statement.alternative?.kind === 'block') typeBlock(context, statement.alternative);
      else if (statement.alternative !== null) typeStatement(context, statement.alternative);
      return;
    case 'while':
      expectType(context, statement.condition, bool, statement.condition.kind === 'number' ? endless : undefined);
      typeBlock(context, statement.body);
      return;
    case 'repeat':
      if (statement.count !== null) expectType(context, statement.count, { kind: 'int', forever: true });
      typeBlock(context, statement.body);
      return;
    case 'either':
      for (const branch of statement.branches) typeBlock(context, branch);
      return;
    case 'choose':
      typeChoose(context, statement);
      return;
    case 'await':
    case 'assert':
      expectType(context, statement.condition, bool);
      return;
    case 'atomic':
      if (statement.when !== null) expectType(context, statement.when, bool);
      typeBlock(context, statement.body);
      return;
    case 'for': {
      const scope = inner(context);
      expectTypeOf(scope, statement.binder, bind(scope, statement.binder, null));
      if (statement.condition !== null) expectType(scope, statement.condition, bool);
      typeBlock(scope, statement.body);
      return;
    }
    case 'return':
      typeReturn(context, statement);
      return;
  }
}

function typeLocal(context: Context, statement: LocalDeclaration): void {
  let type: Type;
  if (statement.weight !== undefined) expectType(context, statement.weight, int);
  if (statement.type !== null) {
    type = typeOfNode(context, statement.type, statement.storage === 'var' && !statement.owns ? 'local' : 'value');
    // One value is that of every element.
    expectType(context, statement.initial, withoutArrays(type));
  } else {
    type = infer(context, statement.initial, null);
    if (lacksType(type)) reportTypeNeeded(context, statement.name, 'its value', 'Write the type: `let x: T = …`.');
    if (type.kind === 'ref') type = int;
    if (type.kind === 'array' || type.kind === 'nothing') {
      report(context, wrongType, statement.initial.span, `This is ${describeType(type)}, which no variable can hold.`, 'Name one element, or a value.');
      type = unknown;
    }
  }
  declareLocal(context, statement.name, { kind: 'local', declaration: statement }, type);
}

function typeAssign(context: Context, statement: AssignStatement): void {
  const { target, operator, value } = statement;
  const type = infer(context, target, null);
  checkTarget(context, target);
  if (type.kind === 'array') {
    report(context, wrongType, target.span, 'An array is not assigned as a whole.', 'Assign one element, or use `for` in an `atomic` block.');
    infer(context, value, null);
    return;
  }
  if (operator === '=') {
    expectType(context, value, type);
    return;
  }
  if (type.kind !== 'unknown' && type.kind !== 'int' && type.kind !== 'ref' && type.kind !== 'set') {
    const help = type.kind !== 'seq' ? 'Use `=`.' : seqHelp(operator, target.kind === 'name_expression' ? target.name.text : 'q');
    report(context, wrongType, target.span, `\`${operator}\` changes numbers, counters and sets, not ${describeType(type)}.`, help);
    infer(context, value, null);
    return;
  }
  expectType(context, value, type.kind === 'set' || type.kind === 'unknown' ? type : int);
}

/** What changes a sequence. */
function seqHelp(operator: string, queue: string): string {
  if (operator === '+=') return `\`append(${queue}, x)\` adds at the end, \`insert(${queue}, i, x)\` before the element at \`i\`.`;
  return `\`remove(${queue}, x)\` takes out the first element that equals \`x\`, \`remove_at(${queue}, i)\` the one at \`i\`, \`pop(${queue})\` the first.`;
}

/** Reports a target that is no variable, or one that never changes. */
function checkTarget(context: Context, target: Expression): void {
  switch (target.kind) {
    case 'error_expression':
      return;
    case 'name_expression': {
      const meaning = context.tables.meanings.get(target.name);
      if (meaning !== undefined) checkMeaning(context, target, target.name.text, meaning);
      return;
    }
    case 'field': {
      const field = context.tables.fields.get(target);
      if (field?.kind === 'field' && isEmbeddedObject(field.declaration, context.tables.meanings) && context.tables.types.get(target)?.kind === 'object')
        place(context, target);
      if (field?.kind === 'record_field') checkTarget(context, target.object);
      return;
    }
    case 'index': {
      const root = rootOf(target);
      const isPool = context.tables.types.get(target)?.kind === 'object' && rootIsPlace(context, root);
      if (isPool) place(context, target);
      if (root.kind === 'name_expression' && context.tables.meanings.get(root.name)?.kind === 'actor') {
        report(context, notAssignable, target.span, 'An actor is not a variable.', 'Assign a variable of type `actor`.');
      }
      return;
    }
    case 'at':
    case 'binary':
    case 'boolean':
    case 'call':
    case 'comprehension':
    case 'conditional':
    case 'count':
    case 'enabled':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'prime':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'sum':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      report(context, notAssignable, target.span, 'This cannot be assigned.', 'Name a variable, a field or an element of an array.');
  }
}

function rootOf(expression: Expression): Expression {
  return expression.kind === 'index' ? rootOf(expression.array) : expression;
}

function rootIsPlace(context: Context, root: Expression): boolean {
  if (root.kind === 'field') {
    const field = context.tables.fields.get(root);
    return field?.kind === 'field' && isEmbeddedObject(field.declaration, context.tables.meanings);
  }
  const meaning = root.kind === 'name_expression' ? context.tables.meanings.get(root.name) : undefined;
  return (meaning?.kind === 'variable' || meaning?.kind === 'own_field') && isEmbeddedObject(meaning.declaration, context.tables.meanings);
}

function place(context: Context, target: Expression): void {
  report(
    context,
    placeAssigned,
    target.span,
    'An object stays where it is: it cannot be assigned.',
    'Assign its fields, or declare a reference with an initial value or `?`.',
  );
}

function checkMeaning(context: Context, target: Expression, text: string, meaning: Meaning): void {
  const fixed = (what: string, help: string): void => report(context, notAssignable, target.span, `\`${text}\` is ${what} and does not change.`, help);
  switch (meaning.kind) {
    case 'variable':
    case 'own_field':
      if (isEmbeddedObject(meaning.declaration, context.tables.meanings) && context.tables.types.get(target)?.kind === 'object') place(context, target);
      return;
    case 'local':
      if (meaning.declaration.kind === 'parameter') fixed('a parameter', 'Copy it into a `var`.');
      if (meaning.declaration.kind === 'binder') fixed('the variable of a set', 'Copy it into a `var`.');
      if (meaning.declaration.kind === 'local' && meaning.declaration.storage === 'let') fixed('declared by `let`', 'Declare it by `var` with a type.');
      return;
    case 'const':
    case 'variant':
      fixed(meaning.kind === 'const' ? 'a constant' : 'a variant', 'Let a check set it, or use a `shared` variable.');
      return;
    case 'actor':
    case 'all_actors':
    case 'any_object':
    case 'builtin':
    case 'define':
    case 'enum':
    case 'object':
    case 'operation':
    case 'record':
    case 'tag':
      fixed('not a variable', 'Assign a variable.');
  }
}

function typeChoose(context: Context, statement: ChooseStatement): void {
  const { target } = statement;
  const isNew = target.kind === 'name_expression' && !isVariable(context, target.name.text);
  if (!isNew) {
    const type = infer(context, target, null);
    checkTarget(context, target);
    if (type.kind === 'ref')
      report(
        context,
        wrongType,
        target.span,
        'This is a reference counter, which no choice is stored in.',
        'Choose a number, and store that: who stores it holds so many references.',
      );
    const member = expectSet(context, statement.domain, statement.subset ? type : { kind: 'set', element: type });
    const element: Type = statement.subset ? { kind: 'set', element: member } : member;
    if (statement.subset) expectElements(context, statement.domain, member);
    const { types } = context.tables;
    if (type.kind !== 'unknown' && element.kind !== 'unknown') expectElement(context, statement.domain, element, type);
    types.set(target, type);
    if (statement.condition !== null) expectType(context, statement.condition, bool);
    return;
  }
  const member = expectSet(context, statement.domain, null);
  const element: Type = statement.subset ? { kind: 'set', element: member } : member;
  if (statement.subset) expectElements(context, statement.domain, member);
  const meaning: Meaning = { kind: 'local', declaration: statement };
  context.tables.meanings.set(target.name, meaning);
  context.tables.types.set(target, element);
  declareLocal(context, target.name, meaning, element);
  if (lacksType(element))
    reportTypeNeeded(context, target.name, 'the set', `Declare it before, with its type: \`var ${target.name.text}: T = …\`; \`choose\` then assigns it.`);
  if (statement.condition !== null) expectType(context, statement.condition, bool);
}

/** What a set may contain: only of such values there are subsets. */
function expectElements(context: Context, domain: Expression, member: Type): void {
  if (!['option', 'set', 'seq'].includes(member.kind)) return;
  report(
    context,
    wrongType,
    domain.span,
    `There is no set whose elements are ${describeType(member)}.`,
    'Choose a subset of numbers, tags, objects or actors.',
  );
}

function expectElement(context: Context, domain: Expression, element: Type, wanted: Type): void {
  if (fits(element, wanted)) return;
  report(
    context,
    wrongType,
    domain.span,
    `The set has elements that are ${describeType(element)}, but the variable holds ${describeType(wanted)}.`,
    'Choose from a set of the needed type.',
  );
}

/** `while 1` of C. */
const endless = 'A loop without end is `loop { … }`, which `break` leaves; any other condition compares: `x != 0`.';

function isVariable(context: Context, text: string): boolean {
  const meaning = lookUp(context, text);
  return meaning !== null && (meaning.kind === 'variable' || meaning.kind === 'own_field' || meaning.kind === 'local');
}

function typeReturn(context: Context, statement: ReturnStatement): void {
  const { operation } = context;
  const { value } = statement;
  if (value === null) {
    if (operation !== null && operation.result !== null) {
      report(
        context,
        returnValue,
        statement.span,
        `\`${operation.name.text}\` returns a value, but there is none here.`,
        'Write `return` and the value on one line.',
      );
    }
    return;
  }
  if (operation === null || operation.result === null) {
    infer(context, value, null);
    const who = operation === null ? 'An actor' : `\`${operation.name.text}\``;
    report(context, returnValue, value.span, `${who} returns no value.`, operation === null ? 'Write `return` alone.' : 'Declare the result: `op …(…): T`.');
    return;
  }
  expectType(context, value, typeOfNode({ ...context, scope: null, tables: { ...context.tables, diagnostics: [] } }, operation.result, 'parameter'));
}
