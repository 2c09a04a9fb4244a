import type { Model, Type } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { FieldExpression, RecordField, VariableDeclaration } from '@mmspec/syntax';
import { named, type Draft } from './completion_draft.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { nameOf } from '../names/target.ts';

/** The fields of what stands before a dot: by its tree, or where there is none, by the word before the dot. */
export function fields(snapshot: Snapshot, before: string, dot: number): Draft[] {
  const { model, typing } = snapshot.analysed;
  let found: FieldExpression | null = null;
  for (const item of snapshot.module.items) {
    walk(item, (node) => {
      if (
        node.kind === 'field' &&
        node.object.span.end <= dot &&
        node.name.span.start > dot &&
        (found === null || node.object.span.end > found.object.span.end)
      )
        found = node;
    });
  }
  const object = (found as FieldExpression | null)?.object;
  const type = (object === undefined || object.span.end < dot - 1 ? undefined : typing.types.get(object)) ?? typeOfWord(snapshot, before, dot);
  const owner = model.actors.find(({ name }) => name.text === before);
  if (type === null && owner !== undefined) return owner.body.statements.flatMap((each) => (each.kind === 'local' ? [named(snapshot, each, 'field')] : []));
  if (type === null || type.kind === 'unknown')
    return takesAnyObject(snapshot, before) ? model.objects.flatMap((declaration) => fieldsOfType(snapshot, { kind: 'object', declaration })) : [];
  return fieldsOfType(snapshot, type);
}

/** Is there a parameter of that name that takes any object? It has the fields that some object has. */
function takesAnyObject({ analysed: { model } }: Snapshot, word: string): boolean {
  const operations = [...model.operations, ...model.actors.flatMap((actor) => actor.operations)].filter(({ span }) => span.file === 0);
  return operations.some(({ parameters }) =>
    parameters.some(({ name, type }) => name.text === word && type.kind === 'named_type' && model.meanings.get(type.name)?.kind === 'any_object'),
  );
}

function fieldsOfType(snapshot: Snapshot, type: Type): Draft[] {
  switch (type.kind) {
    case 'option':
      return fieldsOfType(snapshot, type.element);
    case 'object':
      return type.declaration.members.flatMap((member) => (member.kind === 'variable' ? [named(snapshot, member, 'field')] : []));
    case 'record':
      return type.declaration.fields.map((field) => named(snapshot, field, 'field'));
    case 'actor':
      return (type.declaration?.body.statements ?? []).flatMap((each) => (each.kind === 'local' ? [named(snapshot, each, 'field')] : []));
    case 'array':
    case 'bool':
    case 'enum':
    case 'int':
    case 'none':
    case 'nothing':
    case 'ref':
    case 'seq':
    case 'set':
    case 'tag':
    case 'unknown':
      return [];
  }
}

/** In the parentheses of a record: the fields that have no value yet, where one may begin. */
export function unnamedFields(snapshot: Snapshot, offset: number): Draft[] {
  const { main, analysed } = snapshot;
  const call = /(\w+)\(([^()]*)$/u.exec(main.text.slice(Math.max(0, offset - farthest), offset));
  const [, name = '', given = ''] = call ?? [];
  if (!/(?:^|,)\s*$/u.test(given)) return [];
  return fieldsOfNamed(analysed.model, name)
    .filter((field) => !new RegExp(`\\b${field.name.text}\\s*:`, 'u').test(given))
    .map((field) => ({ ...named(snapshot, field, 'field'), insert: `${field.name.text}: ` }));
}

/** The fields of a record or an object. */
function fieldsOfNamed({ records, objects }: Model, text: string): readonly (RecordField | VariableDeclaration)[] {
  const object = objects.find(({ name }) => name.text === text);
  return object?.members.filter((member) => member.kind === 'variable') ?? records.find(({ name }) => name.text === text)?.fields ?? [];
}

/** How far back the beginning of a call is looked for. */
const farthest = 400;

/** The type of the last thing of that name before an offset. */
function typeOfWord({ analysed: { model, typing } }: Snapshot, word: string, offset: number): Type | null {
  let best: Type | null = null;
  for (const [expression, type] of typing.types) {
    if (expression.kind === 'name_expression' && expression.name.text === word && expression.span.file === 0 && type.kind !== 'unknown') {
      if (best === null || expression.span.start < offset) best = type.kind === 'array' ? type.element : type;
    }
  }
  if (best !== null) return best;
  for (const [local, type] of typing.locals) if (nameOf(local)?.text === word) best = type;
  if (best !== null) return best;
  const declared = model.variables.find(({ name }) => name.text === word)?.type;
  let inner = declared;
  while (inner?.kind === 'option_type' || inner?.kind === 'array_type') inner = inner.element;
  const meaning = inner?.kind === 'named_type' ? model.meanings.get(inner.name) : undefined;
  return meaning?.kind === 'object' || meaning?.kind === 'record' ? ({ kind: meaning.kind, declaration: meaning.declaration } as Type) : null;
}
