import { constantsUnder, modeNamed, modeValues, valuesOfConstant, type Type, type Model } from '@mmspec/semantics';
import type { Expression, TypeNode } from '@mmspec/syntax';
import { draft, type Draft } from './completion_draft.ts';
import type { Snapshot } from '../names/snapshot.ts';

/** The values that a constant or variant may have. */
export function settingValues({ analysed: { model } }: Snapshot, name: string): Draft[] {
  const mode = modeNamed(model, name);
  if (mode !== null) return modeValues[mode].map((value) => draft(String(value), 'value', mode === 'memory' ? 'memory model' : 'window'));
  const constant = model.constants.find((each) => each.name.text === name);
  if (constant === undefined) return [];
  const values = valuesOfConstant(model, constant.type, constantsUnder(model, {})) ?? [];
  return values.slice(0, 100).map((value) => draft(String(value), 'value', constant.name.text));
}

/** `1..`: every number of a constant that says how many there are of an actor. */
export function openRange({ analysed: { model } }: Snapshot, name: string): Draft[] {
  const constant = model.constants.find((each) => each.name.text === name);
  const counted = model.actors.find(({ count }) => count?.kind === 'name_expression' && count.name.text === name);
  if (constant === undefined || counted === undefined) return [];
  const first = valuesOfConstant(model, constant.type, constantsUnder(model, {}))?.find((value) => typeof value === 'number' && value > 0);
  return first === undefined ? [] : [draft(`${String(first)}..`, 'value', `any number of ${counted.name.text}`)];
}

/** How far back the other side of `==` is looked for. */
const farthest = 400;

/** After `==`, `!=` or `=`: the values of what stands before it, where they are few. */
export function expectedValues({ main, analysed: { model, typing } }: Snapshot, offset: number): Draft[] {
  const from = Math.max(0, offset - farthest);
  const before = /^(.*?)\s*(?:==|!=|[-+]?=)\s*$/su.exec(main.text.slice(from, offset))?.[1];
  if (before === undefined) return [];
  const end = from + before.length;
  let widest: Expression | null = null;
  let found: Type | null = null;
  for (const [expression, type] of typing.types) {
    const { span } = expression;
    if (span.file !== 0 || span.end !== end || type.kind === 'unknown' || (widest !== null && widest.span.start < span.start)) continue;
    widest = expression;
    found = type;
  }
  return found === null ? valuesOfWord(model, /\w*$/u.exec(before)?.[0] ?? '') : valuesOfType(found);
}

/** An assignment without a value has no tree: the values of what is declared under the name on its left side. */
function valuesOfWord(model: Model, word: string): Draft[] {
  const locals = model.actors.flatMap(({ body }) => body.statements).filter((statement) => statement.kind === 'local');
  const declared = [...locals, ...model.variables, ...model.objects.flatMap(({ members }) => members), ...model.records.flatMap(({ fields }) => fields)];
  for (const each of declared)
    if (each.kind !== 'live' && 'type' in each && each.type !== null && each.name.text === word) return valuesOfNode(model, each.type);
  return [];
}

function valuesOfNode(model: Model, type: TypeNode): Draft[] {
  switch (type.kind) {
    case 'bool_type':
      return valuesOfType({ kind: 'bool' });
    case 'tags_type':
      return valuesOfType({ kind: 'enum', declaration: null, tags: type.tags.map(({ text }) => text) });
    case 'option_type':
      return [draft('none', 'value'), ...valuesOfNode(model, type.element)];
    case 'named_type': {
      const meaning = model.meanings.get(type.name);
      return meaning?.kind === 'enum'
        ? valuesOfType({ kind: 'enum', declaration: meaning.declaration, tags: meaning.declaration.members.map(({ text }) => text) })
        : [];
    }
    case 'array_type':
    case 'error_type':
    case 'range_type':
    case 'ref_type':
    case 'seq_type':
    case 'set_type':
      return [];
  }
}

function valuesOfType(type: Type): Draft[] {
  switch (type.kind) {
    case 'enum':
      return type.tags.map((tag) => draft(tag, 'tag', type.declaration?.name.text ?? ''));
    case 'bool':
      return ['true', 'false'].map((word) => draft(word, 'value'));
    case 'option':
      return [draft('none', 'value'), ...valuesOfType(type.element)];
    case 'actor':
    case 'array':
    case 'int':
    case 'none':
    case 'nothing':
    case 'object':
    case 'record':
    case 'ref':
    case 'seq':
    case 'set':
    case 'tag':
    case 'unknown':
      return [];
  }
}
