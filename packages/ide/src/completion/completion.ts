import { implicitNames } from '@mmspec/system';
import type { Edit, Span } from '@mmspec/source';
import { anchorMayFollow } from './completion_anchor.ts';
import { implicitDocs, keywordDocs } from '../names/builtin_docs.ts';
import { completionContext, type CompletionContext } from './completion_context.ts';
import { draft, named, type Draft } from './completion_draft.ts';
import { fields, unnamedFields } from './completion_fields.ts';
import { namesInScope } from './completion_names.ts';
import { locations, ownLabels, steps, stepParts } from './completion_steps.ts';
import { aboutModule, unimportedOperations, unimportedTypes } from './completion_unimported.ts';
import { expectedValues, openRange, settingValues } from './completion_values.ts';
import type { CursorContext } from './cursor_context.ts';
import { importEdit, notImported, type Importable } from '../fixes/importable.ts';
import { signatureOf } from '../names/describe.ts';
import {
  itemSnippets,
  memberSnippets,
  moduleSnippet,
  operationSnippets,
  operatorSnippets,
  propertyWords,
  quantifiers,
  statementSnippets,
  typeWords,
  type Pair,
} from './snippets.ts';
import type { Snapshot } from '../names/snapshot.ts';

export interface Completion extends Draft {
  readonly span: Span;
  /** What is written besides: the import of what is not imported yet. */
  readonly besides: readonly Edit[];
}

/** What may be written at an offset, the likeliest first. `importable` are the modules that the file may import. */
export function completions(snapshot: Snapshot, offset: number, importable: () => readonly Importable[] = () => []): Completion[] {
  const context = completionContext(snapshot, offset);
  const seen = new Set<string>();
  const isCalled = /^\w*\(/u.test(snapshot.main.text.slice(offset));
  return [...drafts(snapshot, context, offset, importable), ...(anchorMayFollow(snapshot, context) ? words([anchorSnippet]) : [])]
    .filter(({ label, kind }) => label !== '' && !seen.has(`${kind === 'snippet'}${label}`) && seen.add(`${kind === 'snippet'}${label}`))
    .map((one) => ({
      ...one,
      besides: one.importing === undefined ? [] : [importEdit(snapshot, one.importing) ?? []].flat(),
      insert: isCalled && one.insert.startsWith(`${one.label}(`) ? one.label : one.insert,
      span: one.kind === 'module' && context.cursor.kind === 'import' ? importSpan(snapshot, context.span) : context.span,
    }));
}

const anchorSnippet: Pair = ['at', 'at "${1:mm/file.c}" ${2:function}'];

/** Where anything can be written. */
const wide: ReadonlySet<CursorContext['kind']> = new Set([
  'item',
  'item_or_expectation',
  'member',
  'statement',
  'value',
  'expression',
  'constant',
  'operator',
  'name',
  'module',
  'property',
  'nothing',
  'expectation',
] as const);

/** Whether the place asks for few things, so that a list may come without being asked for: not where anything can be written, or nothing more. */
export function isNarrow(snapshot: Snapshot, offset: number): boolean {
  const { cursor } = completionContext(snapshot, offset);
  return !wide.has(cursor.kind) && !(cursor.kind === 'words' && cursor.mayEnd === true);
}

const words = (pairs: readonly Pair[], kind: Draft['kind'] = 'keyword'): Draft[] =>
  pairs.map(([label, insert]) => draft(label, kind, '', keywordDocs[label] ?? '', insert));
const plain = (texts: readonly string[]): Draft[] => texts.map((text) => draft(text, 'keyword', '', keywordDocs[text] ?? ''));

function drafts(snapshot: Snapshot, context: CompletionContext, offset: number, importable: () => readonly Importable[]): Draft[] {
  const { model } = snapshot.analysed;
  const { cursor } = context;
  switch (cursor.kind) {
    case 'nothing':
      return [];
    case 'words':
      return plain(cursor.words);
    case 'import':
      return notImported(snapshot, importable, offset).map(({ name, module }) => draft(name, 'module', aboutModule(module)));
    case 'name':
      return plain(cursor.words);
    case 'module':
      return moduleNames(snapshot);
    case 'item':
      return [...operators(cursor.more), ...words(context.item === '' && snapshot.module.name.length === 0 ? [moduleSnippet] : itemSnippets, 'snippet')];
    case 'item_or_expectation':
      return [...operators(['expect', ...cursor.more]), ...words(itemSnippets, 'snippet')];
    case 'member':
      return words(memberSnippets, 'snippet');
    case 'type':
      return [
        ...[...model.enums, ...model.records, ...model.objects, ...model.actors, ...model.constants].map((each) => named(snapshot, each, 'type')),
        ...words(typeWords),
        ...unimportedTypes(snapshot, importable),
      ];
    case 'statement':
      return [...operators(cursor.more), ...statements(snapshot, context, offset), ...unimportedOperations(snapshot, importable, 'statement')];
    case 'value':
    case 'expression':
      return [
        ...unnamedFields(snapshot, context.span.start),
        ...expectedValues(snapshot, context.span.start),
        ...namesInScope(snapshot, context, offset, cursor.kind),
        ...plain(['not', 'true', 'false', 'none', 'self', ...everybody(snapshot, context)]),
        ...words(quantifiers),
        ...(cursor.kind === 'value' ? unimportedOperations(snapshot, importable, 'value') : []),
      ];
    case 'constant':
      return [
        ...unnamedFields(snapshot, context.span.start),
        ...expectedValues(snapshot, context.span.start),
        ...namesInScope(snapshot, context, offset, 'constant'),
        ...plain(['not', 'true', 'false', 'none', 'forever']),
      ];
    case 'property':
      return [
        ...expectedValues(snapshot, context.span.start),
        ...namesInScope(snapshot, context, offset, 'property'),
        ...operators(cursor.isSelection === true ? ['by'] : []),
        ...plain(everybody(snapshot, context)),
        ...words(propertyWords(cursor.about)),
      ];
    case 'operator':
      return [...operators(cursor.words), ...(cursor.statements ? statements(snapshot, context, offset) : [])];
    case 'setting':
      return settings(snapshot, cursor.taken);
    case 'setting_name':
      return [
        ...model.constants.filter(({ name }) => !cursor.taken.includes(name.text)).map((each) => named(snapshot, each, 'setting')),
        ...modeDrafts(cursor.taken).map(([name, doc]) => draft(name, 'keyword', '', doc)),
      ];
    case 'condition':
      return [
        ...model.constants.map((each) => named(snapshot, each, 'setting')),
        ...modeDrafts(['window']).map(([name, doc]) => draft(name, 'keyword', '', doc)),
        ...operators(['not']),
      ];
    case 'setting_value':
      return [...settingValues(snapshot, cursor.name), ...(cursor.beginsAxis === true ? openRange(snapshot, cursor.name) : [])];
    case 'property_name':
      return propertyNames(snapshot);
    case 'fair_or_property':
      return [...plain(['fair', 'strongly fair']), ...propertyNames(snapshot)];
    case 'expectation':
      return [...propertyNames(snapshot), ...plain(['when', 'violates', 'expect'])];
    case 'property_field':
      return model.objects.some(({ name }) => name.text === cursor.before) && !model.actors.some(({ name }) => name.text === cursor.before)
        ? [draft('live', 'property', '', 'No access while the object is dead.')]
        : [...stepParts(snapshot, [cursor.before]), ...fields(snapshot, cursor.before, cursor.dot)];
    case 'label':
      return ownLabels(snapshot, context, offset);
    case 'location':
      return locations(snapshot, cursor.actor);
    case 'step':
      return [...steps(snapshot, context, offset), ...(context.item === 'scenario' ? settings(snapshot, []).filter(({ kind }) => kind === 'setting') : [])];
    case 'step_field':
      return stepParts(snapshot, cursor.path);
    case 'field':
      return fields(snapshot, cursor.before, cursor.dot);
  }
}

/** `x in actor`: the set of all instances stands behind these words alone. */
function everybody({ main }: Snapshot, { span }: CompletionContext): string[] {
  return /\b(?:in|within)\s+$/u.test(main.text.slice(Math.max(0, span.start - 80), span.start)) ? ['actor'] : [];
}

const operators = (given: readonly string[]): Draft[] => words(given.map((word) => [word, operatorSnippets[word] ?? `${word} `] as const));

function statements(snapshot: Snapshot, context: CompletionContext, offset: number): Draft[] {
  return [
    ...words(statementSnippets),
    ...(context.depth === 1 && context.item === 'actor' ? words(operationSnippets) : []),
    ...namesInScope(snapshot, context, offset, 'statement'),
  ];
}

/** A module is named as its file, from the folder on that imports begin in; nobody knows which one, so the shorter name is first. */
function moduleNames({ main: { path } }: Snapshot): Draft[] {
  const [last = '', folder = ''] = path
    .replace(/\.mmspec$/u, '')
    .split(/[/\\]/u)
    .reverse();
  return [last.replace(/^\d+_/u, ''), `${folder}.${last}`]
    .filter((name) => /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/u.test(name))
    .map((name) => draft(name, 'module'));
}

/** Imports are completed from the beginning of the path. */
function importSpan({ main }: Snapshot, span: Span): Span {
  const path = /[\w.]*$/u.exec(main.text.slice(0, span.end))?.[0] ?? '';
  return { ...span, start: span.end - path.length };
}

/** The memory model and the window, as far as they are free. */
function modeDrafts(taken: readonly string[]): (readonly [name: string, doc: string])[] {
  return (['memory', 'window'] as const).filter((name) => !taken.includes(name)).map((name) => [name, keywordDocs[name] ?? ''] as const);
}

function settings(snapshot: Snapshot, taken: readonly string[]): Draft[] {
  const free = snapshot.analysed.model.constants.filter(({ name }) => !taken.includes(name.text));
  return [
    ...free.map((each) =>
      draft(each.name.text, 'setting', signatureOf(snapshot, { kind: 'declaration', declaration: each }), each.doc.join('\n'), `${each.name.text} = `),
    ),
    draft('bound', 'keyword', '', 'States in which it is false are counted and judged, and the search goes no further from there.', 'bound '),
    draft('ignore', 'keyword', '', 'Implicit properties that this check does not judge.', 'ignore '),
    ...modeDrafts(taken).map(([name, doc]) => draft(name, 'keyword', '', doc, `${name} `)),
  ];
}

function propertyNames(snapshot: Snapshot): Draft[] {
  const { model } = snapshot.analysed;
  return [
    ...model.properties.map(({ declaration }) => named(snapshot, declaration, 'property')),
    ...model.objects
      .filter(({ members }) => members.some(({ kind }) => kind === 'live'))
      .map(({ name }) => draft(`${name.text}.live`, 'property', 'checked without being asked')),
    ...[...model.actors, ...model.actions].map((each) => named(snapshot, each, 'actor')),
    ...implicitNames.map((name) => draft(name, 'property', 'checked without being asked', implicitDocs[name] ?? '')),
  ];
}
