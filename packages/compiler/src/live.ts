import { meaningOf, partsOf } from '@mmspec/semantics';
import type { Expression, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { newTemp } from './context.ts';
import type { Context } from './context.ts';
import { lowerTruth } from './expressions.ts';
import { no, not } from './fold.ts';
import type { Expr, Stmt } from './ir.ts';
import { addProperty } from './property_table.ts';

/** What an object must fulfil to be accessed; null where nothing is said. */
export function liveCondition(declaration: ObjectDeclaration): Expression | null {
  for (const member of declaration.members) if (member.kind === 'live') return member.condition;
  return null;
}

/** Decision 16: flags the step where it accesses a field of an object that is not live; a null field is `touch`. */
export function watchAccess(context: Context, owner: ObjectDeclaration, id: Expr, field: VariableDeclaration | null): void {
  if (!context.watch || field?.storage === 'ghost') return;
  const condition = liveCondition(owner);
  if (condition === null || (field !== null && namesField(context, condition, field))) return;
  const bit = liveBit(context, owner);
  const { label, out, alive } = aliveness(context, condition, owner, id);
  const flag: Stmt = { kind: 'if', condition: not(alive), then: [{ kind: 'flag', bit }], else: [] };
  if (label === null) context.out.push(...out, flag);
  else context.out.push(...out, flag);
}

/** The truth of the condition of an object; what is undefined is false. */
function aliveness(context: Context, condition: Expression, owner: ObjectDeclaration, id: Expr): { readonly label: number | null; readonly out: readonly Stmt[]; readonly alive: Expr } {
  const { lowering } = context;
  const out: Stmt[] = [];
  lowering.counter += 1;
  const label = lowering.counter;
  const inner: Context = {
    ...context,
    own: { declaration: owner, id },
    watch: false,
    out,
    fault: () => [{ kind: 'leave', label }],
  };
  const alive = lowerTruth(inner, condition);
  if (out.length === 0) return { label: null, out, alive };
  const temp = newTemp(lowering, 'live', { min: 0, max: 1 }, true);
  const body: Stmt[] = [...out, { kind: 'set', temp, value: alive }];
  return {
    label,
    out: [
      { kind: 'let', temp, value: no, mutable: true },
      { kind: 'block', label, body },
    ],
    alive: { kind: 'temp', temp },
  };
}

/** The number of an object type among the `live` properties, in their order. */
function liveBit(context: Context, owner: ObjectDeclaration): number {
  const { properties } = context.lowering;
  const name = `${owner.name.text}.live`;
  addProperty(properties, { name, kind: 'live', text: '', span: null, expectViolated: false });
  return properties.list.filter((property) => property.kind === 'live').findIndex((property) => property.name === name);
}

function namesField(context: Context, expression: Expression, field: VariableDeclaration): boolean {
  if (expression.kind === 'name_expression') {
    const meaning = meaningOf(context.lowering.world, expression.name);
    if (meaning?.kind === 'own_field' && meaning.declaration === field) return true;
    if (meaning?.kind === 'define') return namesField(context, meaning.declaration.body, field);
  }
  return partsOf(expression).some((part) => namesField(context, part, field));
}
