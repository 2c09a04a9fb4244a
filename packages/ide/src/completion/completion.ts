import { implicitNames } from '@mmspec/system';
import type { Span } from '@mmspec/source';
import { implicitDocs, keywordDocs } from '../names/builtin_docs.ts';
import { completionContext, type CompletionContext } from './completion_context.ts';
import { draft, named, type Draft } from './completion_draft.ts';
import { fields } from './completion_fields.ts';
import { namesInScope } from './completion_names.ts';
import { locations, ownLabels, steps, stepParts } from './completion_steps.ts';
import { expectedValues, settingValues } from './completion_values.ts';
import { signatureOf } from '../names/describe.ts';
import { itemSnippets, memberSnippets, moduleSnippet, propertyWords, statementSnippets, typeWords, type Pair } from './snippets.ts';
import type { Snapshot } from '../names/snapshot.ts';

export interface Completion extends Draft {
  readonly span: Span;
}

/** What may be written at an offset, the likeliest first. `modules` are the dotted names that an import may have. */
export function completions(snapshot: Snapshot, offset: number, modules: readonly string[] = []): Completion[] {
  const context = completionContext(snapshot, offset);
  const seen = new Set<string>();
  const isCalled = /^\w*\(/u.test(snapshot.main.text.slice(offset));
  return drafts(snapshot, context, offset, modules)
    .filter(({ label, kind }) => label !== '' && !seen.has(`${kind === 'snippet'}${label}`) && seen.add(`${kind === 'snippet'}${label}`))
    .map((one) => ({
      ...one,
      insert: isCalled && one.insert.startsWith(`${one.label}(`) ? one.label : one.insert,
      span: one.kind === 'module' ? importSpan(snapshot, context.span) : context.span,
    }));
}

/** Whether the place asks for few things, so that a list may come without being asked for: not where anything can be written. */
export function isNarrow(snapshot: Snapshot, offset: number): boolean {
  return !['item', 'item_or_expectation', 'member', 'statement', 'expression', 'constant', 'property', 'nothing'].includes(
    completionContext(snapshot, offset).cursor.kind,
  );
}

const words = (pairs: readonly Pair[], kind: Draft['kind'] = 'keyword'): Draft[] =>
  pairs.map(([label, insert]) => draft(label, kind, '', keywordDocs[label] ?? '', insert));
const plain = (texts: readonly string[]): Draft[] => texts.map((text) => draft(text, 'keyword', '', keywordDocs[text] ?? ''));

function drafts(snapshot: Snapshot, context: CompletionContext, offset: number, modules: readonly string[]): Draft[] {
  const { model } = snapshot.analysed;
  const { cursor } = context;
  switch (cursor.kind) {
    case 'nothing':
      return [];
    case 'words':
      return plain(cursor.words);
    case 'import':
      return modules.map((name) => draft(name, 'module'));
    case 'item':
      return words(context.item === '' && snapshot.module.name.length === 0 ? [moduleSnippet] : itemSnippets, 'snippet');
    case 'item_or_expectation':
      return [draft('expect', 'keyword', '', keywordDocs.expect ?? '', 'expect '), ...words(itemSnippets, 'snippet')];
    case 'member':
      return words(memberSnippets, 'snippet');
    case 'type':
      return [
        ...[...model.enums, ...model.records, ...model.objects, ...model.actors, ...model.constants].map((each) => named(snapshot, each, 'type')),
        ...words(typeWords),
      ];
    case 'statement':
      return [...words(statementSnippets), ...namesInScope(snapshot, context, offset)];
    case 'expression':
      return [
        ...expectedValues(snapshot, context.span.start),
        ...namesInScope(snapshot, context, offset),
        ...plain(['not', 'true', 'false', 'none', 'self', 'forall', 'exists']),
      ];
    case 'constant':
      return [
        ...expectedValues(snapshot, context.span.start),
        ...namesInScope(snapshot, context, offset).filter(({ kind }) => kind !== 'operation'),
        ...plain(['not', 'true', 'false', 'none']),
      ];
    case 'property':
      return [
        ...expectedValues(snapshot, context.span.start),
        ...namesInScope(snapshot, context, offset).filter(({ kind }) => kind !== 'operation'),
        ...words(propertyWords),
      ];
    case 'setting':
      return settings(snapshot, cursor.taken);
    case 'setting_name':
      return model.constants.map((each) => named(snapshot, each, 'setting'));
    case 'setting_value':
      return settingValues(snapshot, cursor.name);
    case 'property_name':
      return propertyNames(snapshot);
    case 'expectation':
      return [...propertyNames(snapshot), ...plain(['when', 'violates', 'expect'])];
    case 'property_field':
      return model.objects.some(({ name }) => name.text === cursor.before)
        ? [draft('live', 'property', '', 'No access while the object is dead.')]
        : [...stepParts(snapshot, [cursor.before]), ...fields(snapshot, cursor.before, cursor.dot)];
    case 'label':
      return ownLabels(snapshot, context, offset);
    case 'location':
      return locations(snapshot, cursor.actor);
    case 'step':
      return [...steps(snapshot), ...(context.item === 'scenario' ? settings(snapshot, []).filter(({ kind }) => kind === 'setting') : [])];
    case 'step_field':
      return stepParts(snapshot, cursor.path);
    case 'field':
      return fields(snapshot, cursor.before, cursor.dot);
  }
}

/** Imports are completed from the beginning of the path. */
function importSpan({ main }: Snapshot, span: Span): Span {
  const path = /[\w.]*$/u.exec(main.text.slice(0, span.end))?.[0] ?? '';
  return { ...span, start: span.end - path.length };
}

function settings(snapshot: Snapshot, taken: readonly string[]): Draft[] {
  const free = snapshot.analysed.model.constants.filter(({ name }) => !taken.includes(name.text));
  return [
    ...free.map((each) =>
      draft(each.name.text, 'setting', signatureOf(snapshot, { kind: 'declaration', declaration: each }), each.doc.join('\n'), `${each.name.text} = `),
    ),
    draft('bound', 'keyword', '', 'States in which it is false are counted and judged, and the search goes no further from there.', 'bound '),
    draft('ignore', 'keyword', '', 'Implicit properties that this check does not judge.', 'ignore '),
  ];
}

function propertyNames(snapshot: Snapshot): Draft[] {
  const { model } = snapshot.analysed;
  return [
    ...model.properties.map(({ declaration }) => named(snapshot, declaration, 'property')),
    ...model.objects
      .filter(({ members }) => members.some(({ kind }) => kind === 'live'))
      .map(({ name }) => draft(`${name.text}.live`, 'property', 'checked without being asked')),
    ...implicitNames.map((name) => draft(name, 'property', 'checked without being asked', implicitDocs[name] ?? '')),
  ];
}
