import { elementType, isContextQuestion, isEffect, isHandlerQuestion } from '@mmspec/semantics';
import type { Builtin, Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Item, Parameter, RecordDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { builtinDocs, macroDocs } from '../names/builtin_docs.ts';
import type { CompletionContext } from './completion_context.ts';
import { callable, draft, named, type Draft } from './completion_draft.ts';
import { docOf, signatureOf } from '../names/describe.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { nameOf, type Named } from '../names/target.ts';

/** What is written where names are offered. */
export type NamePlace = 'statement' | 'value' | 'expression' | 'constant' | 'property';

/** Everything that has a name at an offset and may stand there, the nearest first: of the text around it, of the file, of what it imports, of the language. */
export function namesInScope(snapshot: Snapshot, context: CompletionContext, offset: number, place: NamePlace): Draft[] {
  const { model } = snapshot.analysed;
  const inner = model.actors.filter(({ span }) => span.file === 0 && span.start <= offset && offset <= span.end).flatMap(({ operations }) => operations);
  const declared = [
    ...model.variables,
    ...inner,
    ...model.operations.filter(({ placed }) => !placed),
    ...model.constants,
    ...model.defines,
    ...model.actors,
    ...model.enums,
    ...model.records,
    ...model.objects,
  ];
  const admitted = declared.filter((each) => mayStand(model, each, place));
  const ofFile = (isOwn: boolean): Draft[] => admitted.filter(({ span }) => (span.file === 0) === isOwn).map((each) => declaredDraft(snapshot, each));
  return [
    ...(place === 'constant' ? [] : locals(snapshot, context, offset)),
    ...ofFile(true),
    ...ofFile(false),
    ...(place === 'statement' ? [] : tagsOf(snapshot).map((tag) => draft(tag, 'tag'))),
    ...Object.entries(builtinDocs)
      .filter(([name, { signature }]) => mayCall(name, signature.includes('): '), place))
      .map(([name, { parameters, signature, text }]) => callable(name, parameters, 'function', signature, text)),
    ...Object.entries(macroDocs)
      .filter(([, { signature }]) => (signature.includes('): ') ? place === 'value' || place === 'expression' : place === 'statement'))
      .map(([name, { parameters, signature, text }]) => callable(name, parameters, 'function', signature, text)),
  ];
}

/** May a declaration be named there? A call with steps or effects is a whole statement, right-hand side or condition; what gives no value is a statement. */
export function mayStand(model: Pick<Model, 'meanings'>, declaration: Named, place: NamePlace): boolean {
  switch (declaration.kind) {
    case 'operation':
      return place === 'statement' || (place === 'value' && declaration.result !== null);
    case 'variable':
      return place !== 'constant' || isObject(model, declaration);
    case 'actor':
    case 'const':
    case 'define':
    case 'variant':
    case 'enum':
    case 'object':
    case 'record':
      return place !== 'statement';
    case 'action':
    case 'binder':
    case 'check':
    case 'choose':
    case 'invariant':
    case 'key_binder':
    case 'local':
    case 'parameter':
    case 'possible':
    case 'reachable':
    case 'record_field':
    case 'scenario':
    case 'temporal':
      return true;
  }
}

/** Objects exist before there are steps, so that beginnings may point to them. */
function isObject({ meanings }: Pick<Model, 'meanings'>, { type }: VariableDeclaration): boolean {
  const inner = elementType(type);
  return inner.kind === 'named_type' && meanings.get(inner.name)?.kind === 'object';
}

/** Computed from constants alone. */
const ofConstants: ReadonlySet<string> = new Set<Builtin>(['min', 'max']);

/** May a built-in be called there? */
function mayCall(name: string, hasResult: boolean, place: NamePlace): boolean {
  switch (place) {
    case 'statement':
      return isEffect(name);
    case 'value':
      return hasResult && name !== 'rest';
    case 'expression':
      return hasResult && !isEffect(name) && name !== 'rest';
    case 'constant':
      return ofConstants.has(name);
    case 'property':
      return hasResult && !isEffect(name) && !isContextQuestion(name) && !isHandlerQuestion(name);
  }
}

function declaredDraft(snapshot: Snapshot, declaration: Named): Draft {
  const call = (parameters: readonly Parameter[], kind: Draft['kind']): Draft => {
    const target = { kind: 'declaration', declaration } as const;
    return callable(
      nameOf(declaration)?.text ?? '',
      parameters.map(({ name }) => name.text),
      kind,
      signatureOf(snapshot, target),
      docOf(target),
    );
  };
  switch (declaration.kind) {
    case 'operation':
      return call(declaration.parameters, 'operation');
    case 'define':
      return declaration.parameters === null ? named(snapshot, declaration, 'function') : call(declaration.parameters, 'function');
    case 'actor':
      return named(snapshot, declaration, 'actor');
    case 'record':
      return recordDraft(snapshot, declaration);
    case 'enum':
    case 'object':
      return named(snapshot, declaration, 'type');
    case 'action':
    case 'binder':
    case 'check':
    case 'choose':
    case 'const':
    case 'invariant':
    case 'key_binder':
    case 'local':
    case 'parameter':
    case 'possible':
    case 'reachable':
    case 'record_field':
    case 'scenario':
    case 'temporal':
    case 'variable':
    case 'variant':
      return named(snapshot, declaration, 'variable');
  }
}

/** A record is built with the names of its fields. */
function recordDraft(snapshot: Snapshot, declaration: RecordDeclaration): Draft {
  const target = { kind: 'declaration', declaration } as const;
  const fields = declaration.fields.map(({ name }, index) => `${name.text}: \${${index + 1}:${name.text}}`);
  return draft(declaration.name.text, 'type', signatureOf(snapshot, target), docOf(target), `${declaration.name.text}(${fields.join(', ')})`);
}

/** The declaration around the cursor, also where its text is broken. */
export function itemAround({ module }: Snapshot, { itemStart }: CompletionContext, offset: number): Item | undefined {
  return module.items.find(({ span }) => (span.start <= offset && offset <= span.end) || span.start === itemStart);
}

/** Variables and parameters that are declared before the cursor, in the text or object around it. */
function locals(snapshot: Snapshot, context: CompletionContext, offset: number): Draft[] {
  const around = itemAround(snapshot, context, offset);
  const found: Draft[] = [];
  if (around === undefined) return found;
  walk(around, (node) => {
    // What another operation of the actor declares is its own.
    if (node.span.start > offset || (node.kind === 'operation' && node.span.end < offset)) return false;
    const declares =
      node.kind === 'local' ||
      node.kind === 'parameter' ||
      node.kind === 'binder' ||
      node.kind === 'key_binder' ||
      (node.kind === 'variable' && around.kind === 'object') ||
      (node.kind === 'choose' && node.target.kind === 'name_expression');
    if (declares && (nameOf(node as Named) ?? node).span.end < offset) found.push(named(snapshot, node as Named, 'variable'));
    return true;
  });
  return found.reverse();
}

function tagsOf({ analysed: { model } }: Snapshot): string[] {
  return [...model.enums.flatMap(({ members }) => members), ...model.constants.flatMap(({ type }) => (type.kind === 'tags_type' ? type.tags : []))].map(
    ({ text }) => text,
  );
}
