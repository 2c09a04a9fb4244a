import type { Constants, Model } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Expression, OperationDeclaration, TypeNode } from '@mmspec/syntax';
import { bodiesOf, flat } from '../bodies.ts';
import { isCheck, sequencesOf, type Sequence, type Unit } from './units.ts';

/*
 * What the operators choose from: the steps that a race passes, and what the text of the spec offers for changes.
 */

/** A piece of text that may be used again, and by whom: null: by everybody. */
export interface Piece {
  readonly text: string;
  readonly owner: string | null;
  /** In whose text it stands; left out: in nobody's. */
  readonly from?: string;
}

/** Offsets in the text of an owner between which its steps of the race lie; null: the whole text, where not only a race is to be mended. */
export type Hulls = ReadonlyMap<string, { readonly from: number; readonly to: number }> | null;

/** A spec as the operators see it. */
export interface Scene {
  readonly model: Model;
  readonly file: SourceFile;
  readonly sequences: readonly Sequence[];
  readonly hulls: Hulls;
  /** Operations by name that the spec can call; of those with a form for placed callers the plain one. */
  readonly operations: ReadonlyMap<string, OperationDeclaration>;
  /** Index of the file that declares each operation. */
  readonly fileOf: ReadonlyMap<OperationDeclaration, number>;
  /** By index of a file: what its operations may be called with. */
  readonly argumentsFor: ReadonlyMap<number, readonly Piece[]>;
  /** Conditions of checks. */
  readonly conditions: readonly Piece[];
  /** Conditions that somebody waits for. */
  readonly awaited: readonly Piece[];
}

/** The scene of a spec under the constants of a check; `premises` are more conditions that a check may have. */
export function sceneOf(model: Model, constants: Constants, hulls: Hulls, premises: readonly string[]): Scene {
  const file = model.files[0]!;
  const sequences = sequencesOf(model, constants);
  const fileOf = new Map<OperationDeclaration, number>();
  for (const [index, { items }] of model.modules.entries()) for (const item of items) if (item.kind === 'operation') fileOf.set(item, index);
  const operations = new Map(model.operations.filter(({ placed }) => !placed).map((operation) => [operation.name.text, operation]));
  const text = { model, file };
  return {
    ...text,
    sequences,
    hulls,
    operations,
    fileOf,
    argumentsFor: argumentsOf(text, operations, fileOf),
    conditions: [...premises.map((premise) => ({ text: premise, owner: null })), ...conditionsOf(text), ...readsOf(text)],
    awaited: awaitedIn(text),
  };
}

type Text = Pick<Scene, 'model' | 'file'>;

/** Whether the race takes one of these units. */
export function isTaken({ hulls }: Scene, { owner }: Sequence, units: readonly Unit[]): boolean {
  if (hulls === null) return true;
  const hull = hulls.get(owner);
  return hull !== undefined && units.some(({ start, end }) => start <= hull.to && end > hull.from);
}

/** Calls each with everything in the bodies of the spec's own file, and whose it is. */
function eachOwned({ model }: Text, visit: (node: Parameters<Parameters<typeof walk>[1]>[0], owner: string) => void): void {
  for (const { owner, body } of bodiesOf(model.modules[0]!)) walk(body, (node) => visit(node, owner));
}

/** A piece, and whether it names only what everybody sees. */
function pieceOf({ model, file }: Text, expression: Expression, owner: string, text: string = flat(file, expression.span)): Piece {
  let isLocal = false;
  walk(expression, (node) => {
    if (node.kind === 'name_expression') isLocal ||= model.meanings.get(node.name)?.kind === 'local';
    if (node.kind === 'self') isLocal = true;
    if (node.kind === 'call') isLocal ||= (model.meanings.get(node.callee) as { actor?: object | null } | undefined)?.actor != null;
  });
  return { text, owner: isLocal ? owner : null, from: owner };
}

function unique(pieces: readonly Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [`${piece.owner ?? ''} ${piece.text}`, piece])).values()];
}

/** What the checks of the spec ask, whether or not they are there under the setting. */
function conditionsOf(text: Text): Piece[] {
  const found: Piece[] = [];
  eachOwned(text, (node, owner) => {
    if (node.kind === 'if' && isCheck(node) && readsShared(text, node.condition)) found.push(pieceOf(text, node.condition, owner));
  });
  return unique(found);
}

/** Of what was read: whether it is still the same. */
function readsOf(text: Text): Piece[] {
  const found: Piece[] = [];
  eachOwned(text, (node, owner) => {
    const read = node.kind === 'local' && node.storage !== 'ghost' ? node.initial : node.kind === 'assign' && node.operator === '=' ? node.value : null;
    if (read === null || !isPath(read) || !readsShared(text, read)) return;
    const name = node.kind === 'local' ? node.name.text : node.kind === 'assign' && node.target.kind === 'name_expression' ? node.target.name.text : null;
    if (name !== null) found.push({ text: `${flat(text.file, read.span)} != ${name}`, owner, from: owner });
  });
  return unique(found);
}

function isPath({ kind }: Expression): boolean {
  return kind === 'field' || kind === 'name_expression' || kind === 'index';
}

function readsShared({ model }: Text, expression: Expression): boolean {
  let found = false;
  walk(expression, (node) => {
    if (node.kind === 'field' || node.kind === 'index' || node.kind === 'call') found = true;
    if (node.kind === 'name_expression') found ||= model.meanings.get(node.name)?.kind === 'variable';
  });
  return found;
}

/** What somebody waits for, and that what the environment does is done. */
function awaitedIn(text: Text): Piece[] {
  const found: Piece[] = [];
  eachOwned(text, (node, owner) => {
    if (node.kind === 'await' && !node.idle) found.push(pieceOf(text, node.condition, owner));
  });
  for (const { parameters, guard } of text.model.actions) {
    if (guard === null) continue;
    const [only] = parameters;
    const own = only === undefined ? flat(text.file, guard.span) : flat(text.file, guard.span).replaceAll(`[${only.name.text}]`, '[self]');
    if (parameters.length > 1) continue;
    found.push({ text: isPath(guard) ? `not ${own}` : `not (${own})`, owner: only === undefined ? null : flat(text.file, only.domain.span) });
  }
  return unique(found);
}

/** What operations of each file are called with, and shared variables and their fields of the types that the file declares. */
function argumentsOf(text: Text, operations: Scene['operations'], fileOf: Scene['fileOf']): Map<number, readonly Piece[]> {
  const found = new Map<number, Piece[]>();
  const add = (index: number | undefined, piece: Piece): void => {
    if (index !== undefined && index > 0) found.set(index, [...(found.get(index) ?? []), piece]);
  };
  eachOwned(text, (node, owner) => {
    const operation = node.kind === 'call' ? operations.get(node.callee.text) : undefined;
    const first = node.kind === 'call' ? node.arguments[0] : undefined;
    if (operation !== undefined && first !== undefined) add(fileOf.get(operation), pieceOf(text, first.value, owner));
  });
  for (const { name, path } of sharedPaths(text)) add(declaringFile(text, name), { text: path, owner: null });
  return new Map([...found].map(([index, pieces]) => [index, unique(pieces)]));
}

/** Shared objects of the spec's own file, and their fields, with the names of their types. */
function sharedPaths({ model }: Text): { readonly name: string; readonly path: string }[] {
  const objects = new Map(model.objects.map((object) => [object.name.text, object]));
  return model.modules[0]!.items.flatMap((item) => {
    if (item.kind !== 'variable' || item.storage !== 'shared') return [];
    const name = nameOf(item.type);
    if (name === null) return [];
    const fields = (objects.get(name)?.members ?? []).flatMap((member) => {
      const type = member.kind === 'variable' ? nameOf(member.type) : null;
      return member.kind === 'variable' && type !== null ? [{ name: type, path: `${item.name.text}.${member.name.text}` }] : [];
    });
    return [{ name, path: item.name.text }, ...fields];
  });
}

function nameOf(type: TypeNode): string | null {
  return type.kind === 'named_type' ? type.name.text : null;
}

function declaringFile({ model }: Text, name: string): number | undefined {
  const index = model.modules.findIndex(({ items }) => items.some((item) => item.kind === 'object' && item.name.text === name));
  return index < 0 ? undefined : index;
}

/** What an operation of this name can be called with by an owner, as text: empty for one without parameters; none where there is none of at most one parameter. */
export function piecesFor({ operations, fileOf, argumentsFor }: Scene, name: string, owner: string): readonly string[] {
  const operation = operations.get(name);
  if (operation === undefined) return [];
  if (operation.parameters.length === 0) return [''];
  if (operation.parameters.length > 1) return [];
  const pieces = argumentsFor.get(fileOf.get(operation) ?? 0) ?? [];
  return pieces.filter((piece) => piece.owner === null || piece.owner === owner).map(({ text }) => text);
}
