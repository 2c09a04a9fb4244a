import { textOf } from '@mmspec/source';
import type { Fix } from '@mmspec/source';
import type { Expression } from '@mmspec/syntax';
import { replacement } from '../rule.ts';
import type { Type } from '../types.ts';
import { localNamed } from './context.ts';
import type { Context } from './context.ts';

/** What to write where a value is of the wrong type. */
export interface Advice {
  readonly help: string;
  /** Writes it, where that is known for certain. */
  readonly fixes: readonly Fix[];
}

/**
 * What to write in place of a value of another type than its place wants: mostly what a C compiler makes of it by itself,
 * such as `x != 0` where a condition is wanted.
 */
export function typeAdvice(context: Context, expression: Expression, type: Type, wanted: Type): Advice {
  const exchanged = exchangeAdvice(context, expression);
  if (exchanged !== null) return { help: exchanged, fixes: [] };
  if (expression.kind === 'call' && wanted.kind === 'bool' && (type.kind === 'int' || type.kind === 'ref'))
    return { help: `A call stands alone: \`let n = ${expression.callee.text}(…)\`, then \`n != 0\`.`, fixes: [] };
  const text = simpleText(context, expression);
  const form = wanted.kind === 'bool' ? asCondition(expression, type, text ?? 'x') : wanted.kind === 'int' ? asNumber(expression, type, text ?? 'x') : null;
  if (form === null) return { help: helpFor(type, wanted), fixes: [] };
  // A conditional binds looser than what may stand around it.
  const written = form.includes(' if ') ? `(${form})` : form;
  return { help: `Write \`${form}\`.`, fixes: text === null || form.startsWith('x == ') ? [] : [replacement(expression.span, written)] };
}

/**
 * What `cmpxchg` says, where an expression is one, or a local that has its answer; null for all others. That of the kernel gives what was
 * there before, so a truth value put where that number was wanted would mean something else.
 */
export function exchangeAdvice(context: Context, expression: Expression): string | null {
  const local = expression.kind === 'name_expression' ? localNamed(context.scope, expression.name.text) : null;
  const value = local?.kind === 'local' && local.declaration.kind === 'local' ? local.declaration.initial : expression;
  if (value.kind !== 'call' || value.callee.text !== 'cmpxchg' || localNamed(context.scope, 'cmpxchg') !== null) return null;
  return '`cmpxchg(x, old, new)` says whether it stored `new`, and not what was there: `if cmpxchg(x, 0, 1) { … }` asks whether it was 0.';
}

/** The text of a name with fields and indices, or of a literal; null for anything else. */
export function simpleText(context: Pick<Context, 'tables'>, { span }: Pick<Expression, 'span'>): string | null {
  const file = context.tables.declarations.model.files[span.file];
  if (file === undefined) return null;
  const inner = textOf(file, span).replace(/^\(\s*([^()]*?)\s*\)$/u, '$1');
  return /^[\w.[\]]{1,60}$/u.test(inner) ? inner : null;
}

function asCondition(expression: Expression, type: Type, text: string): string | null {
  if (expression.kind === 'number') return expression.value === 0 ? 'false' : expression.value === 1 ? 'true' : `x == ${expression.value}`;
  switch (type.kind) {
    case 'int':
    case 'ref':
      return type.kind === 'int' && type.forever ? null : `${text} != 0`;
    case 'option':
      return `${text} != none`;
    case 'set':
      return `${text} != {}`;
    case 'seq':
      return `|${text}| > 0`;
    case 'enum':
      return `${text} == ${type.tags[0] ?? 'tag'}`;
    case 'unknown':
    case 'bool':
    case 'tag':
    case 'object':
    case 'actor':
    case 'none':
    case 'array':
    case 'record':
    case 'nothing':
      return null;
  }
}

function asNumber(expression: Expression, type: Type, text: string): string | null {
  if (expression.kind === 'boolean') return expression.value ? '1' : '0';
  if (type.kind === 'bool') return `1 if ${text} else 0`;
  return type.kind === 'seq' ? `|${text}|` : null;
}

function helpFor(type: Type, wanted: Type): string {
  if (type.kind === 'none') return 'Declare the target with `?` if it may be `none`.';
  if (type.kind === 'array') return 'Name one element with `[…]`: arrays are places, not values.';
  if (type.kind === 'set' && wanted.kind !== 'set') return 'Name one member, or ask with a quantifier; how many there are is `|x|`.';
  if (type.kind === 'actor' && wanted.kind === 'int')
    return `Its number is \`index(…)\`; an array with an element for each actor is declared as \`T[${type.declaration?.name.text ?? 'actor'}]\`.`;
  if (type.kind === 'nothing') return 'The operation has no result; give it one with `: T` and `return`.';
  if (type.kind === 'int' && type.forever) return '`forever` stands only where the number of a `repeat` is wanted.';
  if (type.kind === 'object' && wanted.kind === 'bool')
    return 'An object is always there; what may be missing has the type `T?`, and is asked with `x != none`.';
  return 'Write a value of the needed type.';
}
