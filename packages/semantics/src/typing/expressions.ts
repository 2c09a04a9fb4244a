import type { Span } from '@mmspec/source';
import type { Binder, ConditionalExpression, Expression, PlaceRange, StepPath } from '@mmspec/syntax';
import { anyActor, bare, bool, describeType, elementOf, enumOf, fits, int, join, unknown, type Type } from '../types.ts';
import { counterIn } from '../counted.ts';
import { inferCall } from './calls.ts';
import { inner, localNamed, report, type Context } from './context.ts';
import { inferField, inferIndex } from './fields.ts';
import { inferName } from './names.ts';
import { inferBinary, inferUnary } from './operators.ts';
import { typeAdvice } from './type_advice.ts';
import { rule, type Rule } from '../rule.ts';

/** Both values of a conditional, and all elements of a set, are of one type. */
export const unionOfTypes: Rule = rule({
  code: 'MM0212',
  title: 'values of different types together',
  why: 'The result must have one type, whatever the condition is.',
  text: '`none` together with a value of type `T` is of type `T?`.',
  example: `module m
shared n: 0..3 = 0
invariant p: n in {1, true}
`,
  fix: `module m
shared n: 0..3 = 0
invariant p: n in {0, 1}
`,
});

/** No local variable hides another one of the same actor or operation. */
export const shadowedLocal: Rule = rule({
  code: 'MM0216',
  title: 'a local variable hides another',
  why: 'A reader must know which variable a name means without counting braces.',
  text: 'Two blocks that do not contain each other may use the same name.',
  example: `module m
shared n: 0..3 = 0
actor a { let x = n  if x > 0 { let x = n  set: n = x } }
`,
  fix: `module m
shared n: 0..3 = 0
actor a { let x = n  if x > 0 { let y = n  set: n = y } }
`,
});

/** What is ranged over is a set. */
export const notASet: Rule = rule({
  code: 'MM0213',
  title: 'not a set',
  why: 'A set is the name of an enum, an actor with a count, an object type or a pool, `actor`, a range `a..b`, `{…}`, or a variable of type `set`.',
  text: 'Quantifiers, `choose`, `for`, `in` and `within` range over sets and sequences, all of them finite; a sequence is visited front to back.',
  example: `module m
shared n: 0..3 = 0
actor a { pick: choose x in n  set: n = x }
`,
  fix: `module m
shared n: 0..3 = 0
actor a { pick: choose x in 0..3  set: n = x }
`,
});

/** `self` is the actor whose text it stands in. */
export const selfOutside: Rule = rule({
  code: 'MM0215',
  title: '`self` without an actor',
  why: 'An action of the environment, an initial value and a property belong to no actor.',
  text: 'In an operation `self` is the actor that calls it, so an operation with `self` cannot be called by an action.',
  example: `module m
actor p[2] { work: skip }
shared last: p = p[0]
action reset() when last != p[1] { last = self }
`,
  fix: `module m
actor p[2] { work: skip }
shared last: p = p[0]
action reset() when last != p[1] { last = p[1] }
`,
});

/** A value is of the type that its place wants. */
export const wrongType: Rule = rule({
  code: 'MM0210',
  title: 'value of the wrong type',
  why: 'Truth values, numbers, tags, objects, actors, sets, sequences and records are never converted into each other.',
  text: 'A reference counter reads as a number; `T?` may stand where `T` is wanted, and is a fault of the step if it is `none` then.',
  example: `module m
shared n: 0..3 = 0
actor a { set: n = true }
`,
  fix: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
`,
});

/** The type of an expression; `expected` only helps with tags, `none` and empty sets, and is not enforced. */
export function infer(context: Context, expression: Expression, expected: Type | null): Type {
  const type = inferNew(context, expression, expected);
  context.tables.types.set(expression, type);
  return type;
}

/** The type of an expression that must fit `wanted`; says so where it does not. */
export function expectType(context: Context, expression: Expression, wanted: Type, advice?: string): Type {
  return fitted(context, expression, infer(context, expression, wanted), wanted, advice);
}

/** The same of an expression whose type is known. */
export function fitted(context: Context, expression: Expression, type: Type, wanted: Type, advice?: string): Type {
  if (fits(type, wanted)) return wanted;
  const { help, fixes } = advice === undefined ? typeAdvice(context, expression, type, wanted) : { help: advice, fixes: [] };
  report(context, wrongType, expression.span, `This is ${describeType(type)}, but ${describeType(wanted)} is needed.`, help, { fixes });
  return unknown;
}

function inferNew(context: Context, expression: Expression, expected: Type | null): Type {
  switch (expression.kind) {
    case 'number':
      return int;
    case 'boolean':
      return bool;
    case 'none': {
      const wanted = enumOf(expected);
      return wanted !== null && wanted.tags.includes('none') ? wanted : { kind: 'none' };
    }
    case 'forever':
      return { kind: 'int', forever: true };
    case 'self':
      if (context.self !== null) return context.self;
      report(context, selfOutside, expression.span, 'There is no `self` here.', 'Name the actor, or use a quantifier over actors.');
      return unknown;
    case 'name_expression':
      return inferName(context, expression, expected);
    case 'field':
      return inferField(context, expression);
    case 'index':
      return inferIndex(context, expression);
    case 'prime':
      return infer(context, expression.operand, expected);
    case 'call':
      return inferCall(context, expression);
    case 'unary':
      return inferUnary(context, expression);
    case 'binary':
      return inferBinary(context, expression);
    case 'conditional':
      return inferConditional(context, expression, expected);
    case 'range':
      expectType(context, expression.low, int);
      expectType(context, expression.high, int);
      return { kind: 'set', element: int };
    // `{}` is also the empty sequence.
    case 'set':
      if (expected?.kind === 'seq' && expression.elements.length === 0) return expected;
      return { kind: 'set', element: inferElements(context, expression.elements, expected) };
    case 'comprehension': {
      const scope = inner(context);
      const element = bind(scope, expression.binder, expected);
      expectType(scope, expression.condition, bool);
      return { kind: 'set', element };
    }
    case 'quantifier': {
      const scope = inner(context);
      bind(scope, expression.binder, null);
      if (expression.condition !== null) expectType(scope, expression.condition, bool);
      expectType(scope, expression.body, bool);
      return bool;
    }
    case 'count': {
      const scope = inner(context);
      bind(scope, expression.binder, null);
      expectType(scope, expression.body, bool);
      return int;
    }
    case 'sum': {
      const scope = inner(context);
      bind(scope, expression.binder, null);
      if (expression.condition !== null) expectType(scope, expression.condition, bool);
      expectType(scope, expression.body, int);
      return int;
    }
    case 'size': {
      const type = infer(context, expression.operand, null);
      if (elementOf(type) === null) notSet(context, expression.operand.span, type);
      return int;
    }
    case 'at':
      expectActor(context, expression.actor);
      for (const place of expression.places) inferPlace(context, place);
      return bool;
    case 'step_is':
      inferPath(context, expression.path);
      return bool;
    case 'enabled':
      inferPath(context, expression.path);
      return bool;
    case 'new_refs':
      if (expression.on !== null) expectCounted(context, expression.on);
      if (expression.by !== null) inferOwners(context, expression.by);
      return bool;
    case 'holds':
      expectActor(context, expression.actor);
      expectCounted(context, expression.target);
      return bool;
    case 'refs':
      if (expression.target !== null) expectCounted(context, expression.target);
      if (expression.by !== null) inferOwners(context, expression.by);
      return int;
    case 'holders':
      if (expression.target !== null) expectCounted(context, expression.target);
      return { kind: 'set', element: anyActor };
    case 'mover':
      return { kind: 'option', element: anyActor };
    case 'quiescent':
      return bool;
    case 'temporal_expression':
      if (expression.left !== null) expectType(context, expression.left, bool);
      expectType(context, expression.right, bool);
      return bool;
    case 'error_expression':
      return unknown;
  }
}

function inferConditional(context: Context, expression: ConditionalExpression, expected: Type | null): Type {
  expectType(context, expression.condition, bool);
  const first = infer(context, expression.consequent, expected);
  const second = infer(context, expression.alternative, expected ?? first);
  const type = join(first, second);
  if (type !== null) return type;
  const message = `The one value is ${describeType(first)}, the other ${describeType(second)}.`;
  report(context, unionOfTypes, expression.span, message, 'Make both of one type.');
  return unknown;
}

function inferElements(context: Context, elements: readonly Expression[], expected: Type | null): Type {
  const wanted = expected?.kind === 'set' ? expected.element : null;
  let type: Type = unknown;
  for (const element of elements) {
    const next = infer(context, element, wanted ?? (type.kind === 'unknown' ? null : type));
    const joined = join(type, next);
    if (joined !== null) type = joined;
    else
      report(
        context,
        unionOfTypes,
        element.span,
        `This is ${describeType(next)}, the element before it ${describeType(type)}.`,
        'Make all elements of one type.',
      );
  }
  return type;
}

/** The type of the elements of a set; says so where the expression is none. */
export function expectSet(context: Context, expression: Expression, expected: Type | null): Type {
  const type = infer(context, expression, expected);
  const element = elementOf(type);
  if (element === null) notSet(context, expression.span, type);
  return element ?? unknown;
}

function notSet(context: Context, span: Span, type: Type): void {
  report(
    context,
    notASet,
    span,
    `This is ${describeType(type)}, but a set is needed.`,
    'Write an enum, actor or object type, a pool of objects, `a..b`, or `{…}`.',
  );
}

/** Declares the variable of a binder in the scope of the context; the type of the variable. */
export function bind(context: Context, binder: Binder, expected: Type | null): Type {
  const outside = context.scope?.parent ?? null;
  const type = expectSet({ ...context, scope: outside }, binder.domain, expected);
  declareLocal(context, binder.name, { kind: 'local', declaration: binder }, type);
  return type;
}

/** Puts a local into the scope of the context; none may hide another. */
export function declareLocal(context: Context, name: Binder['name'], meaning: Extract<import('../model.ts').Meaning, { kind: 'local' }>, type: Type): void {
  context.tables.locals.set(meaning.declaration, type);
  if (name.text === '') return;
  const earlier = localNamed(context.scope, name.text);
  if (earlier?.kind === 'local' && earlier.declaration !== meaning.declaration) {
    const span = nameSpanOf(earlier.declaration);
    report(context, shadowedLocal, name.span, `\`${name.text}\` hides a variable of the same name.`, 'Give one of them another name.', {
      related: [{ span, message: `\`${name.text}\` is declared here` }],
    });
  }
  context.scope?.names.set(name.text, meaning);
}

/** Where the name of a local stands. */
function nameSpanOf(declaration: Extract<import('../model.ts').Meaning, { kind: 'local' }>['declaration']): Span {
  return declaration.kind === 'choose' ? declaration.target.span : declaration.name.span;
}

function expectActor(context: Context, expression: Expression): void {
  const type = infer(context, expression, anyActor);
  if (bare(type).kind === 'actor' || type.kind === 'unknown') return;
  const help = type.kind === 'set' ? 'Name one instance, as in `vcpu[0]`, or ask with `forall` or `exists`.' : 'Write an actor.';
  report(context, wrongType, expression.span, `This is ${describeType(type)}, but an actor is needed.`, help);
}

/** An object with a counter, or a counter itself. */
function expectCounted(context: Context, expression: Expression): void {
  const type = bare(infer(context, expression, null));
  if (type.kind === 'unknown' || type.kind === 'ref') return;
  const counted = type.kind === 'object' && counterIn(type.declaration) !== null;
  if (counted) return;
  const message =
    type.kind === 'object'
      ? `\`${type.declaration.name.text}\` has no field of type \`ref\`.`
      : `This is ${describeType(type)}, but an object with references is needed.`;
  report(context, wrongType, expression.span, message, 'Name an object that has a `ref` field, or a `ref` variable.');
}

/** After `by`: a set of actors, one actor, or an owning variable. */
function inferOwners(context: Context, expression: Expression): void {
  const type = infer(context, expression, { kind: 'set', element: anyActor });
  const element = bare(type.kind === 'seq' ? type : (elementOf(type) ?? type));
  if (['actor', 'object', 'unknown'].includes(element.kind)) return;
  if (type.kind === 'array' && ['object', 'option'].includes(type.element.kind)) return;
  report(
    context,
    wrongType,
    expression.span,
    `This is ${describeType(type)}, but actors or an owning variable are needed.`,
    'Write a set of actors, an actor, or an `owns` variable.',
  );
}

function inferPlace(context: Context, place: PlaceRange): void {
  inferPath(context, place.low);
  if (place.high !== null) inferPath(context, place.high);
}

/** A path may begin with a variable for an actor: `forall c in vcpu: c at take implies enabled(c.take)`. */
function inferPath(context: Context, path: StepPath): void {
  const [first] = path.parts;
  const local = first === undefined || path.index !== null ? null : localNamed(context.scope, first.text);
  if (first !== undefined && local?.kind === 'local' && isActor(context.tables.locals.get(local.declaration))) context.tables.meanings.set(first, local);
  if (path.index !== null) infer(context, path.index, int);
}

function isActor(type: Type | undefined): boolean {
  return type?.kind === 'actor' || (type?.kind === 'option' && isActor(type.element));
}
