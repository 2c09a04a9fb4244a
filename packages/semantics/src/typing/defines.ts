import type { DefineDeclaration } from '@mmspec/syntax';
import { unknown, type Type } from '../types.ts';
import type { Meaning } from '../model.ts';
import type { Context, Tables } from './context.ts';
import { infer } from './expressions.ts';
import { typeOfNode } from './types.ts';

/** The type of a define's body; its text is typed once, in the file that declares it. */
export function typeOfDefine(context: Context, declaration: DefineDeclaration): Type {
  const { tables } = context;
  const known = tables.defines.get(declaration);
  if (known !== undefined) return known;
  tables.memory.type(tables, declaration, 'type', () => typeDefine(tables, declaration));
  return tables.defines.get(declaration) ?? unknown;
}

function typeDefine(tables: Tables, declaration: DefineDeclaration): void {
  tables.defines.set(declaration, unknown);
  const names = new Map<string, Meaning>();
  const home: Context = {
    tables,
    file: declaration.span.file,
    role: 'property',
    self: { kind: 'actor', declaration: null },
    object: null,
    operation: null,
    generic: false,
    scope: { names, parent: null },
  };
  for (const parameter of declaration.parameters ?? []) {
    tables.locals.set(parameter, typeOfNode(home, parameter.type, 'value'));
    names.set(parameter.name.text, { kind: 'local', declaration: parameter });
  }
  tables.defines.set(declaration, infer(home, declaration.body, null));
}
