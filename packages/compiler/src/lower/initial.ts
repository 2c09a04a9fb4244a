import { fieldOf, variableType } from '@mmspec/semantics';
import type { ConcreteType, Frame } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import type { Context, Lowering } from './context.ts';
import { fitExpression } from './fit.ts';
import { number } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { faultProperty } from './property_table.ts';
import { partsOfType, sizeOf } from './scalars.ts';
import { textContext } from './text_context.ts';

/** A frame without locals: of the module itself. */
const moduleFrame: Frame = {
  id: 0,
  parent: null,
  call: null,
  operation: null,
  actor: null,
  path: [],
  operations: [],
  chain: [],
  atomic: false,
  locals: new Map(),
};

/** Stores of the initial values of module variables and of the fields of all objects. */
export function initialValues(lowering: Lowering): readonly Stmt[] {
  const { world, layout } = lowering;
  const out: Stmt[] = [];
  const put = (base: number, type: ConcreteType, initial: Expression | null, name: string): void => {
    const context = moduleContext(lowering, out);
    const values: readonly Expr[] = initial === null ? partsOfType(world, type).map((part) => number(part.rest)) : fitExpression(context, initial, type, name);
    values.forEach((value, at) => out.push({ kind: 'store', cell: { base: base + at, terms: [] }, value }));
  };
  for (const { declaration, type, name } of world.variables) {
    const base = layout.variables.get(declaration);
    if (base !== undefined) put(base, type, declaration.initial, name);
  }
  for (const [declaration, objects] of layout.objects) {
    for (const { id } of world.objects(declaration)) {
      for (const [name, offset] of objects.fields) {
        const field = fieldOf(declaration, name);
        if (field === undefined) continue;
        const type = variableType(world, field);
        if (sizeOf(world, type) > 0) put(objects.base + id * objects.size + offset, type, field.initial, `${declaration.name.text}.${name}`);
      }
    }
  }
  return out;
}

/** The context of text that belongs to no actor. */
export function moduleContext(lowering: Lowering, out: Stmt[]): Context {
  return {
    ...textContext(lowering, null, moduleFrame, out),
    fault: (name) => [{ kind: 'fault', leaf: { leaf: -1, marked: false }, property: faultProperty(lowering.properties, name) }],
    watch: false,
  };
}
