import { isContextQuestion, isHandlerQuestion, meaningOf } from '@mmspec/semantics';
import type { ConcreteType } from '@mmspec/semantics';
import type { CallExpression, Expression, Name } from '@mmspec/syntax';
import { bytesPerExpression, spend } from './budget.ts';
import { lowerAtom, lowerHandlerQuestion } from './atoms.ts';
import { faultIf, hold, typeIn, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, convert, scalar } from './convert.ts';
import { lowerContextQuestion } from './counts.ts';
import { asTruth, boundsOf, compare, conditional, helper, no, not, number, numeric, or, truth, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import { lowerPlace, readPlace } from './places.ts';
import { countOf, partsOfType } from './scalars.ts';
import { lowerBinary, rankOf } from './operators.ts';
import { lowerConditional } from './branches.ts';
import { lowerCount, lowerQuantifier, lowerSum } from './quantifiers.ts';
import { lowerEnd, lowerFind } from './sequences.ts';
import { domainOf, lowerSet, sizeOfSet } from './sets.ts';
import { breakSymmetry } from './symmetry_breaking.ts';
import { me } from '../ir/terms.ts';

/** The value of an expression. `expected` is the type of the place that it goes to, for words that mean several things. */
export function lowerValue(context: Context, expression: Expression, expected: ConcreteType | null = null): Value {
  spend(context.lowering.budget, bytesPerExpression);
  const known = context.lowering.world.constant(expression);
  if (typeof known === 'number') return integer(number(known));
  if (typeof known === 'boolean') return boolean(truth(known));
  switch (expression.kind) {
    case 'number':
      return integer(number(expression.value));
    case 'boolean':
      return boolean(truth(expression.value));
    case 'none':
      return { type: { kind: 'option', element: { kind: 'bool' } }, parts: [zero], word: 'none' };
    case 'forever':
      return { type: { kind: 'int', min: 0, max: 0, forever: true }, parts: [zero], word: 'forever' };
    case 'self':
      return selfValue(context);
    case 'name_expression':
      return lowerName(context, expression, expected);
    case 'field':
    case 'index':
      return lowerPart(context, expression, expected);
    case 'prime':
      return lowerValue({ ...context, source: 'after' }, expression.operand, expected);
    case 'call':
      return lowerCall(context, expression, expected);
    case 'unary':
      if (expression.operator === 'not') return boolean(not(lowerTruth(context, expression.operand)));
      return integer(numeric('-', zero, lowerNumber(context, expression.operand)));
    case 'binary':
      return lowerBinary(context, expression, expected);
    case 'conditional':
      return lowerConditional(context, expression, expected);
    case 'set':
      if (expected?.kind === 'seq') return emptySequence(context, expected);
      return setValue(context, expression, expected);
    case 'range':
    case 'comprehension':
      return setValue(context, expression, expected);
    case 'quantifier':
      return boolean(lowerQuantifier(context, expression));
    case 'count':
      return integer(lowerCount(context, expression));
    case 'sum':
      return integer(lowerSum(context, expression));
    case 'size':
      return integer(sizeOfSet(context, expression.operand));
    case 'at':
    case 'step_is':
    case 'new_refs':
    case 'holds':
    case 'refs':
    case 'holders':
    case 'mover':
    case 'enabled':
    case 'quiescent':
    case 'temporal_expression':
      return lowerAtom(context, expression);
    case 'error_expression':
      throw new Unsupported('an expression that could not be parsed', expression);
  }
}

/** The value of an expression that is a truth value. */
export function lowerTruth(context: Context, expression: Expression): Expr {
  const value = lowerValue(context, expression);
  return asTruth(value.type.kind === 'option' ? (convert(context, value, { kind: 'bool' }).parts[0] ?? no) : (value.parts[0] ?? no));
}

/** The value of an expression that is a number; `none` faults. */
export function lowerNumber(context: Context, expression: Expression): Expr {
  return numberOf(context, lowerValue(context, expression));
}

export function numberOf(context: Context, value: Value): Expr {
  breakSymmetry(context.lowering, value.type);
  if (value.word === 'none') {
    context.out.push(...context.fault('null_reference'));
    return zero;
  }
  return codeOf(value.type.kind === 'option' ? convert(context, value, value.type.element) : value);
}

export function integer(part: Expr): Value {
  const bounds = boundsOf(part);
  return { type: { kind: 'int', ...bounds, forever: false }, parts: [part] };
}

export function boolean(part: Expr): Value {
  return { type: { kind: 'bool' }, parts: [part] };
}

function selfValue(context: Context): Value {
  if (context.kind === null) throw new Unsupported('`self` outside an actor', null);
  return { type: { kind: 'actor', declaration: context.kind.flow.actor }, parts: [context.self ?? me(context.kind.count)] };
}

function lowerName(context: Context, expression: Expression & { kind: 'name_expression' }, expected: ConcreteType | null): Value {
  const { world } = context.lowering;
  const meaning = meaningOf(world, expression.name);
  switch (meaning?.kind) {
    case 'const':
    case 'variant': {
      const value = world.constant(expression);
      if (value === 'forever') return { type: { kind: 'int', min: 0, max: 0, forever: true }, parts: [zero], word: 'forever' };
      return tagValue(String(value), expected ?? world.concrete(meaning.declaration.type, 'value'));
    }
    case 'tag':
      return tagValue(meaning.text, expected);
    case 'define':
      return lowerValue(context, meaning.declaration.body, expected);
    case 'actor':
      if (meaning.declaration.count === null) return scalar({ kind: 'actor', declaration: meaning.declaration }, zero);
      return setValue(context, expression, expected);
    case 'enum':
    case 'object':
    case 'all_actors':
      return setValue(context, expression, expected);
    case undefined:
    case 'any_object':
    case 'builtin':
    case 'local':
    case 'operation':
    case 'own_field':
    case 'record':
    case 'variable': {
      const place = lowerPlace(context, expression);
      if (place === null) throw new Unsupported(`${expression.name.text} has no value here`, expression);
      if (place.kind === 'objects' && place.type.kind === 'array') return setValue(context, expression, expected);
      return readPlace(context, place);
    }
  }
}

/** A tag as a value of the expected enum if that has it, else of an enum of its own. */
function tagValue(text: string, expected: ConcreteType | null): Value {
  const inner = expected?.kind === 'option' ? expected.element : expected;
  if (inner?.kind === 'enum' && inner.tags.includes(text)) return scalar(inner, number(inner.tags.indexOf(text)));
  if (text === 'none') return { type: { kind: 'option', element: { kind: 'bool' } }, parts: [zero], word: 'none' };
  return scalar({ kind: 'enum', name: null, tags: [text], declaration: null }, zero);
}

function lowerPart(context: Context, expression: Expression & { kind: 'field' | 'index' }, expected: ConcreteType | null): Value {
  const { world } = context.lowering;
  if (expression.kind === 'field' && expression.object.kind === 'name_expression') {
    if (meaningOf(world, expression.object.name)?.kind === 'enum') return tagValue(expression.name.text, expected ?? typeIn(context, expression.object));
  }
  if (expression.kind === 'index') {
    const member = lowerMember(context, expression);
    if (member !== null) return member;
  }
  const place = lowerPlace(context, expression);
  if (place !== null) {
    if (place.kind === 'objects' && place.type.kind === 'array') return setValue(context, expression, expected);
    return readPlace(context, place);
  }
  throw new Unsupported('this part has no value here', expression);
}

/** `vcpu[0]`, `Folio[1]`: a member of a set of actors or objects. */
function lowerMember(context: Context, expression: Expression & { kind: 'index' }): Value | null {
  if (expression.array.kind !== 'name_expression') return null;
  const { world } = context.lowering;
  const meaning = meaningOf(world, expression.array.name);
  const type = memberType(meaning);
  if (type === null) return null;
  breakSymmetry(context.lowering, type, expression.span);
  const index = lowerNumber(context, expression.index);
  const count = countOf(world, type);
  const held = hold(context, index, 'index');
  faultIf(context, or(compare('<', held, zero), compare('>=', held, number(count))), 'range of index');
  return scalar(type, held);
}

function memberType(meaning: ReturnType<typeof meaningOf>): ConcreteType | null {
  if (meaning?.kind === 'actor' && meaning.declaration.count !== null) return { kind: 'actor', declaration: meaning.declaration };
  if (meaning?.kind === 'all_actors') return { kind: 'actor', declaration: null };
  return meaning?.kind === 'object' ? { kind: 'object', declaration: meaning.declaration } : null;
}

/** A set as a bit mask over the expected elements, or over its own. */
export function setValue(context: Context, expression: Expression, expected: ConcreteType | null): Value {
  const own = typeIn(context, expression);
  const type = expected?.kind === 'set' ? expected : own?.kind === 'set' ? own : null;
  const element = type?.kind === 'set' ? type.element : domainOf(context, expression).element;
  return { type: { kind: 'set', element }, parts: [lowerSet(context, expression, element, null)] };
}

/** `{}` where a sequence is wanted. */
function emptySequence(context: Context, type: ConcreteType): Value {
  return { type, parts: partsOfType(context.lowering.world, type).map(({ rest }, at) => number(at === 0 ? 0 : rest)) };
}

/** Binds the parameters of a define and gives the context of its body. */
export function insideDefine(context: Context, callee: Name, values: readonly Expression[]): { readonly context: Context; readonly body: Expression } | null {
  const meaning = meaningOf(context.lowering.world, callee);
  if (meaning?.kind !== 'define') return null;
  const binders = new Map(context.binders);
  (meaning.declaration.parameters ?? []).forEach((parameter, index) => {
    const argument = values[index];
    if (argument === undefined) return;
    const value = lowerValue(context, argument, context.lowering.world.concrete(parameter.type, 'value'));
    binders.set(parameter, { ...value, parts: value.parts.map((part) => (context.property === null ? hold(context, part, parameter.name.text) : part)) });
  });
  return { context: { ...context, binders }, body: meaning.declaration.body };
}

function lowerCall(context: Context, call: CallExpression, expected: ConcreteType | null): Value {
  const { world } = context.lowering;
  const meaning = meaningOf(world, call.callee);
  const values = call.arguments.map((argument) => argument.value);
  const [first] = values;
  if (meaning?.kind === 'define') {
    const inside = insideDefine(context, call.callee, values);
    if (inside !== null) return lowerValue(inside.context, inside.body, expected);
  }
  if (meaning?.kind === 'record') {
    const type = world.concrete({ kind: 'named_type', name: call.callee, span: call.span }, 'value');
    if (type.kind !== 'record') throw new Unsupported('a record without a type', call);
    const given = new Map(call.arguments.map((argument) => [argument.label?.text ?? '', argument.value]));
    const parts = type.fields.flatMap((field) => {
      const value = given.get(field.name);
      const lowered: Value = value === undefined ? { type: field.type, parts: [zero], word: 'none' } : lowerValue(context, value, field.type);
      return convert(context, lowered, field.type).parts;
    });
    return { type, parts };
  }
  if (meaning?.kind === 'builtin' && isContextQuestion(meaning.name)) return { type: { kind: 'bool' }, parts: [lowerContextQuestion(context, meaning.name)] };
  if (meaning?.kind === 'builtin' && isHandlerQuestion(meaning.name) && first !== undefined) return boolean(lowerHandlerQuestion(context, meaning.name, first));
  if (meaning?.kind !== 'builtin' || first === undefined) throw new Unsupported(`${call.callee.text} cannot be called here`, call);
  switch (meaning.name) {
    case 'count':
      return integer(lowerNumber(context, first));
    case 'index':
      return integer(rankOf(context, lowerValue(context, first)));
    case 'min':
    case 'max':
      return integer(lowerExtreme(context, meaning.name, values));
    case 'rest':
      return lowerAtom(context, call);
    case 'first':
    case 'last':
      return lowerEnd(context, meaning.name, first);
    case 'find':
      return lowerFind(context, first, values[1] ?? first);
    case 'append':
    case 'cmpxchg':
    case 'freeze':
    case 'get':
    case 'insert':
    case 'pop':
    case 'put':
    case 'remove':
    case 'remove_at':
    case 'sub_and_test':
    case 'touch':
    case 'try_get':
    case 'unfreeze':
    case 'xchg':
    case 'in_task':
    case 'irqs_disabled':
    case 'shares_cpu':
    case 'preemptible':
    case 'is_handler':
    case 'in_interrupt':
    case 'in_hardirq':
    case 'might_sleep':
    case 'irq_count_inc':
    case 'irq_count_dec':
    case 'bh_count_inc':
    case 'bh_count_dec':
    case 'preempt_count_inc':
    case 'preempt_count_dec':
    case 'rcu_depth_inc':
    case 'rcu_depth_dec':
      throw new Unsupported(`${call.callee.text} may only be called as a whole statement, value or condition`, call);
  }
}

function lowerExtreme(context: Context, name: 'min' | 'max', values: readonly Expression[]): Expr {
  const pick = name === 'min' ? 'least' : 'greatest';
  const [first] = values;
  if (values.length > 1 || first === undefined) return helper(pick, ...values.map((value) => lowerNumber(context, value)));
  const type = typeIn(context, first);
  if (type?.kind === 'int' || type?.kind === 'ref') return lowerNumber(context, first);
  const domain = domainOf(context, first);
  const worst = number(name === 'min' ? 2 ** 31 - 1 : -(2 ** 31));
  return helper(pick, ...domain.members.map(({ value, member }) => conditional(member, numberOf(context, value), worst)));
}
