import { constantsUnder, implicitProperties, valuesOfConstant, walk, type Kind } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import type { FieldExpression } from '@mmspec/syntax';
import { builtinDocs, keywordDocs } from './builtin_docs.ts';
import { completionContext, type CompletionContext } from './completion_context.ts';
import { docOf, signatureOf } from './describe.ts';
import { calledFrom, labelsOf, ownersOf, type Owner } from './owners.ts';
import { itemSnippets, memberSnippets, propertyWords, statementSnippets, typeWords } from './snippets.ts';
import type { Snapshot } from './snapshot.ts';
import { nameOf, type Named } from './target.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'keyword' | 'snippet' | 'field' | 'label' | 'operation' | 'function' | 'property' | 'setting' | 'module' | 'type' | 'variable' | 'tag' | 'actor' | 'value';
  readonly detail: string;
  readonly doc: string;
  /** What is written in place of `span`; a snippet has `${1:…}`. */
  readonly insert: string;
  readonly span: Span;
}

type Draft = Omit<Completion, 'span'>;

const draft = (label: string, kind: Completion['kind'], detail: string = '', doc: string = '', insert: string = label): Draft => ({ label, kind, detail, doc, insert });

/** What may be written at an offset. `modules` are the dotted names that an import may have. */
export function completions(snapshot: Snapshot, offset: number, modules: readonly string[] = []): Completion[] {
  const context = completionContext(snapshot, offset);
  const seen = new Set<string>();
  return drafts(snapshot, context, offset, modules)
    .filter(({ label, kind }) => label !== '' && !seen.has(`${kind === 'snippet'}${label}`) && seen.add(`${kind === 'snippet'}${label}`))
    .map((one) => ({ ...one, span: one.kind === 'module' ? importSpan(snapshot, context.span) : context.span }));
}

function drafts(snapshot: Snapshot, context: CompletionContext, offset: number, modules: readonly string[]): Draft[] {
  const { model } = snapshot.analysed;
  const { place } = context;
  switch (place.kind) {
    case 'nothing': return [];
    case 'import': return modules.map((name) => draft(name, 'module'));
    case 'item': return itemSnippets.map(([label, insert]) => draft(label, 'snippet', '', keywordDocs[label] ?? '', insert));
    case 'member': return memberSnippets.map(([label, insert]) => draft(label, 'snippet', '', '', insert));
    case 'type': return [...typeWords.map(([label, insert]) => draft(label, 'keyword', '', keywordDocs[label] ?? '', insert)), ...[...model.enums, ...model.records, ...model.objects, ...model.actors, ...model.constants].map((each) => named(snapshot, each, 'type'))];
    case 'statement': return [...statementSnippets.map(([label, insert]) => draft(label, 'keyword', '', keywordDocs[label] ?? '', insert)), ...namesInScope(snapshot, context, offset)];
    case 'expression': return [...['not', 'true', 'false', 'none', 'self', 'forall', 'exists'].map((word) => draft(word, 'keyword')), ...namesInScope(snapshot, context, offset)];
    case 'property': return [...propertyWords.map(([label, insert]) => draft(label, 'keyword', '', keywordDocs[label] ?? '', insert)), ...namesInScope(snapshot, context, offset).filter(({ kind }) => kind !== 'operation')];
    case 'setting': return [...model.constants.map((each) => draft(each.name.text, 'setting', signatureOf(snapshot, { kind: 'declaration', declaration: each }), each.doc.join('\n'), `${each.name.text} = `)), draft('memory', 'keyword', 'memory tso', 'Gives every actor a store buffer.', 'memory tso'), draft('ignore', 'keyword', '', 'Implicit properties that this check does not judge.', 'ignore ')];
    case 'setting_value': return valuesOf(snapshot, place.name);
    case 'property_name': return propertyNames(snapshot);
    case 'label': return ownLabels(snapshot, context, offset);
    case 'step': return [...[...model.actors, ...model.actions].map((each) => named(snapshot, each, 'actor')), ...ownersOf(model).flatMap(labels)];
    case 'step_field': return stepParts(snapshot, place.before);
    case 'field': return fields(snapshot, place.before, place.dot);
  }
}

/** Imports are completed from the beginning of the path. */
function importSpan({ main }: Snapshot, span: Span): Span {
  const path = /[\w.]*$/u.exec(main.text.slice(0, span.end))?.[0] ?? '';
  return { ...span, start: span.end - path.length };
}

function named(snapshot: Snapshot, declaration: Named, kind: Completion['kind']): Draft {
  const target = { kind: 'declaration', declaration } as const;
  return draft(nameOf(declaration)?.text ?? '', kind, signatureOf(snapshot, target), docOf(target));
}

const labels = (owner: Owner): Draft[] => labelsOf(owner).map(({ name }) => draft(name.text, 'label', `${owner.kind} ${owner.name.text}`));

function callable(name: string, parameters: readonly string[], kind: Completion['kind'], detail: string, doc: string): Draft {
  const holes = parameters.map((parameter, index) => `\${${index + 1}:${parameter.split(':')[0] ?? ''}}`);
  return draft(name, kind, detail, doc, `${name}(${holes.join(', ')})`);
}

function namesInScope(snapshot: Snapshot, context: CompletionContext, offset: number): Draft[] {
  const { model } = snapshot.analysed;
  const operations = [...model.operations, ...model.actors.filter(({ span }) => span.file === 0 && span.start <= offset && offset <= span.end).flatMap((actor) => actor.operations)];
  return [
    ...locals(snapshot, context, offset),
    ...operations.map((each) => callable(each.name.text, each.parameters.map(({ name }) => name.text), 'operation', signatureOf(snapshot, { kind: 'declaration', declaration: each }), each.doc.join('\n'))),
    ...model.variables.map((each) => named(snapshot, each, 'variable')),
    ...model.constants.map((each) => named(snapshot, each, 'variable')),
    ...model.defines.map((each) => (each.parameters === null ? named(snapshot, each, 'function') : callable(each.name.text, each.parameters.map(({ name }) => name.text), 'function', signatureOf(snapshot, { kind: 'declaration', declaration: each }), each.doc.join('\n')))),
    ...model.actors.map((each) => named(snapshot, each, 'actor')),
    ...tagsOf(snapshot).map((tag) => draft(tag, 'tag')),
    ...Object.entries(builtinDocs).map(([name, { parameters, signature, text }]) => callable(name, parameters, 'function', signature, text)),
  ];
}

/** Variables and parameters that are declared before the cursor, in the text or object around it. */
function locals(snapshot: Snapshot, { itemStart }: CompletionContext, offset: number): Draft[] {
  const around = snapshot.module.items.find(({ span }) => (span.start <= offset && offset <= span.end) || span.start === itemStart);
  const found: Draft[] = [];
  if (around === undefined) return found;
  walk(around, (node) => {
    if (node.span.start > offset) return false;
    const declares = node.kind === 'local' || node.kind === 'parameter' || node.kind === 'binder' || (node.kind === 'variable' && around.kind === 'object') || (node.kind === 'choose' && node.target.kind === 'name_expression');
    if (declares && node.span.end <= offset) found.push(named(snapshot, node as Named, 'variable'));
    return true;
  });
  return found;
}

function tagsOf({ analysed: { model } }: Snapshot): string[] {
  return [...model.enums.flatMap(({ members }) => members), ...model.constants.flatMap(({ type }) => (type.kind === 'tags_type' ? type.tags : []))].map(({ text }) => text);
}

function valuesOf({ analysed: { model } }: Snapshot, name: string): Draft[] {
  const constant = model.constants.find((each) => each.name.text === name);
  if (constant === undefined) return [];
  const values = valuesOfConstant(model, constant.type, constantsUnder(model, {})) ?? [];
  return values.slice(0, 100).map((value) => draft(String(value), 'value', constant.name.text));
}

function propertyNames(snapshot: Snapshot): Draft[] {
  const { model } = snapshot.analysed;
  const declared = model.properties.map(({ declaration }) => named(snapshot, declaration, 'property'));
  const implicit = implicitProperties.map((name) => draft(name, 'property', 'checked without being asked'));
  return [...declared, ...implicit, ...['holds', 'violates', 'deadlocks', 'within', 'when'].map((word) => draft(word, 'keyword'))];
}

function ownLabels({ module }: Snapshot, { itemStart }: CompletionContext, offset: number): Draft[] {
  const item = module.items.find(({ span }) => (span.start <= offset && offset <= span.end) || span.start === itemStart);
  if (item?.kind !== 'actor' && item?.kind !== 'operation' && item?.kind !== 'action') return [];
  const inner = item.kind === 'actor' ? item.operations.find(({ span }) => span.start <= offset && offset <= span.end) : undefined;
  return labels(inner ?? item);
}

function stepParts(snapshot: Snapshot, before: string): Draft[] {
  const { model } = snapshot.analysed;
  const owner = ownersOf(model).find(({ name }) => name.text === before);
  if (owner === undefined) return [];
  const called = calledFrom(model, owner);
  return [...labels(owner), ...called.map((each) => draft(each.name.text, 'operation', signatureOf(snapshot, { kind: 'declaration', declaration: each }), each.doc.join('\n'))), ...called.flatMap(labels)];
}

/** The fields of what stands before a dot: by its tree, or where there is none, by the word before the dot. */
function fields(snapshot: Snapshot, before: string, dot: number): Draft[] {
  const { model, typing } = snapshot.analysed;
  let found: FieldExpression | null = null;
  for (const item of snapshot.module.items) {
    walk(item, (node) => {
      if (node.kind === 'field' && node.object.span.end <= dot && node.name.span.start > dot && (found === null || node.object.span.end > found.object.span.end)) found = node;
    });
  }
  const object = (found as FieldExpression | null)?.object;
  const kind = (object === undefined || object.span.end < dot - 1 ? undefined : typing.kinds.get(object)) ?? kindOfWord(snapshot, before, dot);
  const owner = model.actors.find(({ name }) => name.text === before);
  if (kind === null && owner !== undefined) return owner.body.statements.flatMap((each) => (each.kind === 'local' ? [named(snapshot, each, 'field')] : []));
  return kind === null ? [] : fieldsOfKind(snapshot, kind);
}

function fieldsOfKind(snapshot: Snapshot, kind: Kind): Draft[] {
  switch (kind.kind) {
    case 'option': return fieldsOfKind(snapshot, kind.element);
    case 'object': return kind.declaration.members.flatMap((member) => (member.kind === 'variable' ? [named(snapshot, member, 'field')] : []));
    case 'record': return kind.declaration.fields.map((field) => named(snapshot, field, 'field'));
    case 'actor': return (kind.declaration?.body.statements ?? []).flatMap((each) => (each.kind === 'local' ? [named(snapshot, each, 'field')] : []));
    default: return [];
  }
}

/** The kind of the last thing of that name before an offset. */
function kindOfWord({ analysed: { model, typing } }: Snapshot, word: string, offset: number): Kind | null {
  let best: Kind | null = null;
  for (const [expression, kind] of typing.kinds) {
    if (expression.kind === 'name_expression' && expression.name.text === word && expression.span.file === 0 && kind.kind !== 'unknown') {
      if (best === null || expression.span.start < offset) best = kind.kind === 'array' ? kind.element : kind;
    }
  }
  if (best !== null) return best;
  for (const [local, kind] of typing.locals) if (nameOf(local)?.text === word) best = kind;
  if (best !== null) return best;
  const declared = model.variables.find(({ name }) => name.text === word)?.type;
  let inner = declared;
  while (inner?.kind === 'option_type' || inner?.kind === 'array_type') inner = inner.element;
  const meaning = inner?.kind === 'named_type' ? model.meanings.get(inner.name) : undefined;
  return meaning?.kind === 'object' || meaning?.kind === 'record' ? ({ kind: meaning.kind, declaration: meaning.declaration } as Kind) : null;
}
