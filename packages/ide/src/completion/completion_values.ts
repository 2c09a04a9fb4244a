import { constantsUnder, valuesOfConstant, type Kind, type Model } from '@mmspec/semantics';
import type { Expression, Type } from '@mmspec/syntax';
import { draft, type Draft } from './completion_draft.ts';
import type { Snapshot } from '../names/snapshot.ts';

/** The values that a constant or variant may have. */
export function settingValues({ analysed: { model } }: Snapshot, name: string): Draft[] {
  const constant = model.constants.find((each) => each.name.text === name);
  if (constant === undefined) return [];
  const values = valuesOfConstant(model, constant.type, constantsUnder(model, {})) ?? [];
  return values.slice(0, 100).map((value) => draft(String(value), 'value', constant.name.text));
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
  let found: Kind | null = null;
  for (const [expression, kind] of typing.kinds) {
    const { span } = expression;
    if (span.file !== 0 || span.end !== end || kind.kind === 'unknown' || (widest !== null && widest.span.start < span.start)) continue;
    widest = expression;
    found = kind;
  }
  return found === null ? valuesOfWord(model, /\w*$/u.exec(before)?.[0] ?? '') : valuesOfKind(found);
}

/** An assignment without a value has no tree: the values of what is declared under the name on its left side. */
function valuesOfWord(model: Model, word: string): Draft[] {
  const locals = model.actors.flatMap(({ body }) => body.statements).filter((statement) => statement.kind === 'local');
  const declared = [...locals, ...model.variables, ...model.objects.flatMap(({ members }) => members), ...model.records.flatMap(({ fields }) => fields)];
  for (const each of declared)
    if (each.kind !== 'live' && 'type' in each && each.type !== null && each.name.text === word) return valuesOfType(model, each.type);
  return [];
}

function valuesOfType(model: Model, type: Type): Draft[] {
  switch (type.kind) {
    case 'bool_type':
      return valuesOfKind({ kind: 'bool' });
    case 'tags_type':
      return valuesOfKind({ kind: 'enum', declaration: null, tags: type.tags.map(({ text }) => text) });
    case 'option_type':
      return [draft('none', 'value'), ...valuesOfType(model, type.element)];
    case 'named_type': {
      const meaning = model.meanings.get(type.name);
      return meaning?.kind === 'enum'
        ? valuesOfKind({ kind: 'enum', declaration: meaning.declaration, tags: meaning.declaration.members.map(({ text }) => text) })
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

function valuesOfKind(kind: Kind): Draft[] {
  switch (kind.kind) {
    case 'enum':
      return kind.tags.map((tag) => draft(tag, 'tag', kind.declaration?.name.text ?? ''));
    case 'bool':
      return ['true', 'false'].map((word) => draft(word, 'value'));
    case 'option':
      return [draft('none', 'value'), ...valuesOfKind(kind.element)];
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
