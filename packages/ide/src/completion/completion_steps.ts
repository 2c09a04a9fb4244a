import type { Type } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import type { CompletionContext } from './completion_context.ts';
import { draft, named, type Draft } from './completion_draft.ts';
import { itemAround } from './completion_names.ts';
import { signatureOf } from '../names/describe.ts';
import { calledFrom, labelsOf, ownersOf, type Owner } from '../names/owners.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { nameOf } from '../names/target.ts';

/** The labels of the text around the cursor. */
export function ownLabels(snapshot: Snapshot, context: CompletionContext, offset: number): Draft[] {
  const item = itemAround(snapshot, context, offset);
  if (item?.kind !== 'actor' && item?.kind !== 'operation' && item?.kind !== 'action') return [];
  const inner = item.kind === 'actor' ? item.operations.find(({ span }) => span.start <= offset && offset <= span.end) : undefined;
  return labels(inner ?? item);
}

/** Actors, also those that a variable stands for, and the labels of all texts of the spec itself; those of what it imports come last. */
export function steps(snapshot: Snapshot, context: CompletionContext, offset: number): Draft[] {
  const { model, typing } = snapshot.analysed;
  const around = itemAround(snapshot, context, offset);
  const bound = [...typing.locals].filter(
    ([local, type]) => isActor(type) && local.kind === 'binder' && around !== undefined && isWithin(local.span, around.span),
  );
  const owners = ownersOf(model).toSorted((a, b) => Math.sign(a.span.file) - Math.sign(b.span.file));
  return [
    ...bound.map(([local]) => named(snapshot, local, 'variable')),
    ...[...model.actors, ...model.actions].map((each) => named(snapshot, each, 'actor')),
    ...owners.flatMap(labels),
    ...owners.flatMap((each) => (each.kind === 'operation' ? [named(snapshot, each, 'operation')] : [])),
  ];
}

const isActor = (type: Type): boolean => type.kind === 'actor' || (type.kind === 'option' && isActor(type.element));
const isWithin = (inner: Span, outer: Span): boolean => inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;

/** What may follow the names of a path of steps: what is inside the last of them. */
export function stepParts(snapshot: Snapshot, path: readonly string[]): Draft[] {
  const { model } = snapshot.analysed;
  const [first = ''] = path;
  const bound = boundActor(snapshot, first);
  let owners: readonly Owner[] = bound === null ? ownersOf(model) : [bound];
  for (const part of bound === null ? path : path.slice(1)) {
    const inside = [...new Set(owners.flatMap((owner) => [owner, ...calledFrom(model, owner)]))];
    const texts = inside.filter(({ name }) => name.text === part);
    // A label stays in its text.
    owners = texts.length > 0 ? texts : inside.filter((owner) => labelsOf(owner).some(({ name }) => name.text === part));
  }
  const called = [...new Set(owners.flatMap((owner) => calledFrom(model, owner)))];
  const operations = called.map((each) =>
    draft(each.name.text, 'operation', signatureOf(snapshot, { kind: 'declaration', declaration: each }), each.doc.join('\n')),
  );
  return [...owners.flatMap(labels), ...operations, ...called.flatMap(labels)].filter(({ label }) => !path.includes(label));
}

/** Where an actor may stand: at a label of its text or of an operation that it calls, and at its end. */
export function locations(snapshot: Snapshot, word: string): Draft[] {
  const { model } = snapshot.analysed;
  const actor = model.actors.find(({ name }) => name.text === word) ?? boundActor(snapshot, word);
  const owners = actor === null ? model.actors : [actor];
  return [
    ...owners.flatMap((owner) => [
      ...labels(owner),
      ...calledFrom(model, owner)
        .filter(({ atomic }) => !atomic)
        .flatMap(labels),
    ]),
    draft('done', 'keyword', '', 'The actor has come to its end.'),
  ];
}

/** The actor that a bound variable of that name stands for. */
function boundActor({ analysed: { typing } }: Snapshot, word: string): Owner | null {
  for (const [local, type] of typing.locals) {
    const element = type.kind === 'option' ? type.element : type;
    if (element.kind === 'actor' && element.declaration !== null && local.span.file === 0 && nameOf(local)?.text === word) return element.declaration;
  }
  return null;
}

const labels = (owner: Owner): Draft[] => labelsOf(owner).map(({ name }) => draft(name.text, 'label', `${owner.kind} ${owner.name.text}`));
