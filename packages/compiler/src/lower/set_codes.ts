import type { ConcreteType } from '@mmspec/semantics';
import { hold } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, convert, scalar, truthful } from './convert.ts';
import { asNumber, boundsOf, compare, no, number, numeric, or, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import { boundsOfType, countOf, fieldsOfCode } from './scalars.ts';

/*
 * The numbers of the elements of sets: those of scalars, and of records what their fields are.
 */

/** The value that a number stands for as an element of a set. */
export function valueOfCode({ lowering: { world } }: Context, element: ConcreteType, code: number): Value {
  if (element.kind !== 'record') return scalar(element, number(code));
  const parts = fieldsOfCode(world, element, code).map((part, at) => truthful(element.fields[at]?.type ?? element, number(part)));
  return { type: element, parts };
}

/** The number of a value as an element of a set, and where it is none; of a record each field may be the one that does not fit. */
export function codeIn(
  context: Context,
  value: Value,
  element: ConcreteType,
  name: string,
): { readonly code: Expr; readonly misfits: readonly { readonly outside: Expr; readonly name: string }[] } {
  const { world } = context.lowering;
  const converted = convert(context, value, element);
  const outsideOf = (code: Expr, type: ConcreteType): Expr => {
    const { min, max } = boundsOfType(world, type);
    const bounds = boundsOf(code);
    return bounds.min >= min && bounds.max <= max ? no : or(compare('<', code, number(min)), compare('>', code, number(max)));
  };
  if (element.kind !== 'record') {
    const code = codeOf(converted);
    const { min, max } = boundsOfType(world, element);
    return { code, misfits: [{ outside: or(compare('<', code, number(min)), compare('>', code, number(max))), name }] };
  }
  let code: Expr = zero;
  const misfits = element.fields.map((field, at) => {
    const part = hold(context, asNumber(converted.parts[at] ?? zero), 'field');
    code = numeric('+', numeric('*', code, number(countOf(world, field.type))), numeric('-', part, number(boundsOfType(world, field.type).min)));
    return { outside: outsideOf(part, field.type), name: `${element.declaration.name.text}.${field.name}` };
  });
  return { code, misfits };
}
