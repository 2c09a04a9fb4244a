import { walk } from '@mmspec/syntax';
import type { Item, Parameter } from '@mmspec/syntax';
import { builtinDocs } from '../names/builtin_docs.ts';
import type { CompletionContext } from './completion_context.ts';
import { callable, draft, named, type Draft } from './completion_draft.ts';
import { docOf, signatureOf } from '../names/describe.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { nameOf, type Named } from '../names/target.ts';

/** Everything that has a name at an offset, the nearest first: of the text around it, of the file, of what it imports, of the language. */
export function namesInScope(snapshot: Snapshot, context: CompletionContext, offset: number): Draft[] {
  const { model } = snapshot.analysed;
  const inner = model.actors.filter(({ span }) => span.file === 0 && span.start <= offset && offset <= span.end).flatMap(({ operations }) => operations);
  const declared = [...model.variables, ...inner, ...model.operations.filter(({ placed }) => !placed), ...model.constants, ...model.defines, ...model.actors];
  const ofFile = (isOwn: boolean): Draft[] => declared.filter(({ span }) => (span.file === 0) === isOwn).map((each) => declaredDraft(snapshot, each));
  return [
    ...locals(snapshot, context, offset),
    ...ofFile(true),
    ...ofFile(false),
    ...tagsOf(snapshot).map((tag) => draft(tag, 'tag')),
    ...Object.entries(builtinDocs).map(([name, { parameters, signature, text }]) => callable(name, parameters, 'function', signature, text)),
  ];
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
    case 'action':
    case 'binder':
    case 'check':
    case 'choose':
    case 'const':
    case 'enum':
    case 'invariant':
    case 'key_binder':
    case 'local':
    case 'object':
    case 'parameter':
    case 'possible':
    case 'reachable':
    case 'record':
    case 'record_field':
    case 'scenario':
    case 'temporal':
    case 'variable':
    case 'variant':
      return named(snapshot, declaration, 'variable');
  }
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
    if (declares && node.span.end <= offset) found.push(named(snapshot, node as Named, 'variable'));
    return true;
  });
  return found.reverse();
}

function tagsOf({ analysed: { model } }: Snapshot): string[] {
  return [...model.enums.flatMap(({ members }) => members), ...model.constants.flatMap(({ type }) => (type.kind === 'tags_type' ? type.tags : []))].map(
    ({ text }) => text,
  );
}
