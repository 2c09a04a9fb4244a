import { isPath } from '@mmspec/syntax';
import type { CallExpression, Expression } from '@mmspec/syntax';
import { bare, bool, comparable, describeType, int, unknown, type Type } from '../types.ts';
import { counterIn } from '../counted.ts';
import type { Builtin } from '../model.ts';
import { hasArity } from './calls.ts';
import { report, type Context } from './context.ts';
import { expectType, infer, selfOutside, wrongType } from './expressions.ts';

const nothing: Type = { kind: 'nothing' };

export function inferBuiltin(context: Context, call: CallExpression, name: Builtin): Type {
  const argument = (index: number): Expression => call.arguments[index]?.value as Expression;
  const counter = (result: Type): Type => {
    needs(context, argument(0), ['ref'], 'a reference counter');
    return result;
  };
  switch (name) {
    case 'get':
      if (!hasArity(context, call, 1, 2)) return nothing;
      if (call.arguments.length === 2) expectType(context, argument(1), int);
      return counter(nothing);
    case 'try_get':
      return hasArity(context, call, 1) ? counter(bool) : bool;
    case 'put':
    case 'sub_and_test': {
      const result = name === 'put' ? int : bool;
      if (!hasArity(context, call, name === 'put' ? 1 : 2, 2)) return result;
      if (call.arguments.length === 2) expectType(context, argument(1), int);
      needsCounted(context, argument(0), name);
      return result;
    }
    case 'count':
      return hasArity(context, call, 1) ? counter(int) : int;
    case 'freeze':
    case 'unfreeze': {
      const result = name === 'freeze' ? bool : nothing;
      if (!hasArity(context, call, 2)) return result;
      expectType(context, argument(1), int);
      return counter(result);
    }
    case 'touch':
      if (hasArity(context, call, 1)) needs(context, argument(0), ['object'], 'an object');
      return nothing;
    case 'xchg':
      if (!hasArity(context, call, 2)) return unknown;
      return exchanged(context, call);
    case 'cmpxchg': {
      if (!hasArity(context, call, 3)) return bool;
      const type = exchanged(context, call);
      expectType(context, argument(2), type);
      return bool;
    }
    case 'append': {
      if (!hasArity(context, call, 2)) return nothing;
      const type = needs(context, argument(0), ['seq'], 'a sequence');
      expectType(context, argument(1), type.kind === 'seq' ? type.element : unknown);
      return nothing;
    }
    case 'pop': {
      if (!hasArity(context, call, 1)) return unknown;
      const type = needs(context, argument(0), ['seq'], 'a sequence');
      return type.kind === 'seq' ? type.element : unknown;
    }
    case 'insert': {
      if (!hasArity(context, call, 3)) return nothing;
      const type = needs(context, argument(0), ['seq'], 'a sequence');
      expectType(context, argument(1), int);
      expectType(context, argument(2), type.kind === 'seq' ? type.element : unknown);
      return nothing;
    }
    case 'remove':
      return hasArity(context, call, 2) ? sought(context, call, bool) : bool;
    case 'find':
      return hasArity(context, call, 2) ? sought(context, call, { kind: 'option', element: int }) : { kind: 'option', element: int };
    case 'remove_at': {
      if (!hasArity(context, call, 2)) return unknown;
      const type = needs(context, argument(0), ['seq'], 'a sequence');
      expectType(context, argument(1), int);
      return type.kind === 'seq' ? type.element : unknown;
    }
    case 'first':
    case 'last': {
      if (!hasArity(context, call, 1)) return unknown;
      const type = needs(context, argument(0), ['seq'], 'a sequence');
      return type.kind === 'seq' ? type.element : unknown;
    }
    case 'index':
      if (hasArity(context, call, 1)) needs(context, argument(0), ['actor', 'object'], 'an actor or an object');
      return int;
    case 'min':
    case 'max':
      if (hasArity(context, call, 2, Infinity)) for (const { value } of call.arguments) expectType(context, value, int);
      return int;
    case 'might_sleep':
    case 'irq_count_inc':
    case 'irq_count_dec':
    case 'bh_count_inc':
    case 'bh_count_dec':
    case 'preempt_count_inc':
    case 'preempt_count_dec':
    case 'rcu_depth_inc':
    case 'rcu_depth_dec':
      hasArity(context, call, 0);
      return nothing;
    case 'in_task':
    case 'irqs_disabled':
    case 'shares_cpu':
    case 'preemptible':
      askedByProperty(context, call, 'asks about the CPU of the actor that runs it', 'Let the actor note it in a ghost.');
      hasArity(context, call, 0);
      return bool;
    case 'is_handler':
    case 'in_interrupt':
    case 'in_hardirq':
      askedByProperty(context, call, 'is asked in a step', 'Ask where the handler is, with `at`, or let it note it in a ghost.');
      if (hasArity(context, call, 1)) needs(context, argument(0), ['actor'], 'an actor');
      return bool;
    case 'rest':
      if (hasArity(context, call, 0, 1) && call.arguments.length === 1) needs(context, argument(0), ['object', 'ref'], 'an object with references');
      return int;
  }
}

/** What only those can ask who take a step; who asks for an actor from outside has its `self`. */
function askedByProperty(context: Context, call: CallExpression, why: string, hint: string): void {
  if (context.role !== 'property' || context.self !== null) return;
  report(context, selfOutside, call.span, `\`${call.callee.text}\` ${why}, and a property is run by nobody.`, hint);
}

function needs(context: Context, expression: Expression, kinds: readonly Type['kind'][], words: string): Type {
  const type = bare(infer(context, expression, null));
  if (type.kind === 'unknown' || kinds.includes(type.kind)) return type;
  report(context, wrongType, expression.span, `This is ${describeType(type)}, but ${words} is needed.`, 'Name a variable of the needed type.');
  return unknown;
}

/** A counter, or a variable that owns references, which stands for the counter of its object. */
function needsCounted(context: Context, expression: Expression, name: 'put' | 'sub_and_test'): void {
  const type = bare(infer(context, expression, null));
  if (type.kind === 'unknown' || type.kind === 'ref' || (type.kind === 'object' && isOwner(context, expression))) return;
  const field = type.kind === 'object' ? counterIn(type.declaration) : null;
  const help =
    field !== null
      ? `Name the counter, as in \`${name}(x.${field.name.text})\`; only a variable that \`owns\` its reference stands for it.`
      : 'Name a variable of the needed type.';
  report(context, wrongType, expression.span, `This is ${describeType(type)}, but a reference counter is needed.`, help);
}

/** True for a path to a variable, field or local that `owns`. */
function isOwner(context: Context, expression: Expression): boolean {
  if (!isPath(expression)) return false;
  switch (expression.kind) {
    case 'index':
      return isOwner(context, expression.array);
    case 'field': {
      const field = context.tables.fields.get(expression);
      return field?.kind === 'field' && field.declaration.owns;
    }
    case 'name_expression': {
      const meaning = context.tables.meanings.get(expression.name);
      if (meaning?.kind === 'variable' || meaning?.kind === 'own_field') return meaning.declaration.owns;
      return meaning?.kind === 'local' && meaning.declaration.kind === 'local' && meaning.declaration.owns;
    }
  }
}

/** The second argument is looked for in the sequence that the first one names. */
function sought(context: Context, call: CallExpression, result: Type): Type {
  const [queue, value] = call.arguments.map((argument) => argument.value) as [Expression, Expression];
  const type = needs(context, queue, ['seq'], 'a sequence');
  const element = type.kind === 'seq' ? type.element : unknown;
  const wanted = infer(context, value, element);
  if (!comparable(wanted, element))
    report(
      context,
      wrongType,
      value.span,
      `This is ${describeType(wanted)}, but the sequence has elements that are ${describeType(element)}.`,
      'Look for a value of their type.',
    );
  return result;
}

/** The type of the place that is exchanged; the second argument must fit it. */
function exchanged(context: Context, call: CallExpression): Type {
  const [place, value] = call.arguments.map((argument) => argument.value) as [Expression, Expression];
  const type = infer(context, place, null);
  if (!isPath(place)) {
    report(context, wrongType, place.span, `\`${call.callee.text}\` needs a variable to store into.`, 'Name a shared variable or a field.');
  } else if (type.kind === 'array' || type.kind === 'ref') {
    report(context, wrongType, place.span, `This is ${describeType(type)}, which cannot be exchanged.`, 'Name one element or another variable.');
    infer(context, value, null);
    return unknown;
  }
  expectType(context, value, type);
  return type;
}
