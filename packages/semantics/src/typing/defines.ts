import type { DefineDeclaration } from '@mmspec/syntax';
import { unknown, type Kind } from '../kinds.ts';
import type { Meaning } from '../model.ts';
import { type Context } from './context.ts';
import { infer } from './expressions.ts';
import { kindOfType } from './types.ts';

/** The kind of a define's body; its text is typed once, in the file that declares it. */
export function kindOfDefine(context: Context, declaration: DefineDeclaration): Kind {
  const { tables } = context;
  const known = tables.defines.get(declaration);
  if (known !== undefined) return known;
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
    tables.locals.set(parameter, kindOfType(home, parameter.type, 'value'));
    names.set(parameter.name.text, { kind: 'local', declaration: parameter });
  }
  const kind = infer(home, declaration.body, null);
  tables.defines.set(declaration, kind);
  return kind;
}
