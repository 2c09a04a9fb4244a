import type { ConcreteType, LocalNode, ObjectInstance } from '@mmspec/semantics';
import type { Expression, VariableDeclaration } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import { localValue, type Context } from './context.ts';
import { evaluate } from './evaluate.ts';
import { noteAccess } from './live.ts';
import { dropLoad, noteLoad, noteStore } from './log.ts';
import type { Run } from './run.ts';
import { fieldOf, isAddress, meaningOf, typeOfVariable } from './scene.ts';
import { concreteOf } from './types.ts';
import { equal, textOf, unexpected, type Value } from './value.ts';

/** Something that can be stored into: a variable or field, or a part of one. */
export interface Place {
  readonly root: { readonly kind: 'shared'; readonly row: string } | { readonly kind: 'local'; readonly node: LocalNode };
  /** Positions of elements and fields inside the value of the root, from the outside in. */
  readonly parts: readonly number[];
  /** Null where any value fits. */
  readonly type: ConcreteType | null;
  /** The variable as `range of NAME` says it. */
  readonly name: string;
  readonly owns: boolean;
}

/** The place that an expression names; null where it names none. */
export function placeOf(expression: Expression, context: Context): Place | null {
  switch (expression.kind) {
    case 'name_expression':
      return placeOfName(expression, context);
    case 'field': {
      const owner = evaluate(expression.object, context);
      if (owner === null) throw new Fault('null_reference');
      if (typeof owner !== 'object') return null;
      if (owner.kind === 'object') return placeOfField(context, owner.object, expression.name.text);
      if (owner.kind !== 'record') return null;
      dropLoad(context.run, owner);
      const record = placeOf(expression.object, context);
      const at = owner.fields.findIndex((field) => field.name === expression.name.text);
      if (record === null) return null;
      return { ...part(record, at, record.type?.kind === 'record' ? (record.type.fields[at]?.type ?? null) : null), name: `${owner.name}.${expression.name.text}` };
    }
    case 'index': {
      const array = placeOf(expression.array, context);
      if (array === null) return null;
      const value = valueAt(array, context);
      const at = positionOf(value, evaluate(expression.index, context), array.name);
      return part(array, at, array.type?.kind === 'array' || array.type?.kind === 'seq' ? array.type.element : null);
    }
    default:
      return null;
  }
}

function part(whole: Place, at: number, type: ConcreteType | null): Place {
  return { ...whole, parts: [...whole.parts, at], type };
}

function placeOfName(expression: Extract<Expression, { kind: 'name_expression' }>, context: Context): Place | null {
  const meaning = meaningOf(context.scene, expression.name);
  if (meaning.kind === 'variable') return placeOfRoot(context, meaning.declaration, meaning.declaration.name.text, meaning.declaration.name.text);
  if (meaning.kind === 'own_field') return context.own === null ? null : placeOfField(context, context.own, meaning.declaration.name.text);
  if (meaning.kind !== 'local') return null;
  return placeOfLocal(context, meaning.declaration);
}

/** The place of a local of the running actor. */
export function placeOfLocal(context: Context, node: LocalNode): Place {
  const declared = node.kind === 'local' && node.type !== null ? concreteOf(context.scene, node.type) : null;
  return {
    root: { kind: 'local', node },
    parts: [],
    type: declared,
    name: `${context.run?.kind ?? ''}.${nameOf(node)}`,
    owns: node.kind === 'local' && node.owns,
  };
}

export function nameOf(node: LocalNode): string {
  if (node.kind !== 'choose') return node.name.text;
  return node.target.kind === 'name_expression' ? node.target.name.text : '';
}

function placeOfField(context: Context, object: ObjectInstance, name: string): Place | null {
  const field = fieldOf(object.declaration, name);
  if (field === null) throw new Error(`${object.name} has no field ${name}`);
  const place = placeOfRoot(context, field, `${object.name}.${name}`, `${object.declaration.name.text}.${name}`);
  if (place !== null) noteAccess(context, object, field);
  return place;
}

function placeOfRoot(context: Context, declaration: VariableDeclaration, row: string, name: string): Place | null {
  const type = typeOfVariable(context.scene, declaration);
  return isAddress(type) ? null : { root: { kind: 'shared', row }, parts: [], type, name, owns: declaration.owns };
}

/** Where the element of an index stands in an array or sequence; `name` is the variable. */
export function positionOf(array: Value, index: Value, name: string): number {
  if (array !== null && typeof array === 'object') {
    if (array.kind === 'array') {
      const at = array.keys.findIndex((key) => equal(key, index));
      if (at >= 0) return at;
    }
    if (array.kind === 'seq' && typeof index === 'number' && index >= 0 && index < array.elements.length) return index;
  }
  throw new Fault(`range of ${name}`);
}

/** Loads the value of a place. */
export function readPlace(place: Place, context: Context): Value {
  const { suffix, value } = cellIn(readRoot(place, context), place.parts);
  noteLoad(context.run, rootName(place) + suffix, localOf(place), value);
  return valueAt(place, context);
}

function valueAt(place: Place, context: Context): Value {
  let value = readRoot(place, context);
  for (const at of place.parts) value = partsOf(value)[at] ?? null;
  return value;
}

function rootName({ root }: Place): string {
  return root.kind === 'shared' ? root.row : nameOf(root.node);
}

function localOf({ root }: Place): LocalNode | null {
  return root.kind === 'shared' ? null : root.node;
}

/** The cell that a part of a value lies in: a sequence is one. */
function cellIn(whole: Value, parts: readonly number[]): { readonly suffix: string; readonly value: Value } {
  let suffix = '';
  let value = whole;
  for (const at of parts) {
    if (value === null || typeof value !== 'object') break;
    if (value.kind === 'array') suffix += `[${textOf(value.keys[at] ?? null)}]`;
    else if (value.kind === 'record') suffix += `.${value.fields[at]?.name ?? ''}`;
    else break;
    value = partsOf(value)[at] ?? null;
  }
  return { suffix, value };
}

function readRoot(place: Place, context: Context): Value {
  const value = place.root.kind === 'shared' ? context.shared.get(place.root.row) : localValue(context, place.root.node);
  if (value === undefined) throw new Fault('null_reference');
  return value;
}

function partsOf(value: Value): readonly Value[] {
  if (value === null || typeof value !== 'object') return [];
  if (value.kind === 'array' || value.kind === 'seq') return value.elements;
  return value.kind === 'record' ? value.fields.map((field) => field.value) : [];
}

/** Stores a value that fits. References that move with it are the caller's affair. */
export function writePlace(run: Run, place: Place, value: Value, context: Context): void {
  const whole = place.parts.length === 0 ? value : replaced(readRoot(place, context), place.parts, value);
  if (run.log !== null) {
    const { suffix, value: from } = cellIn(readRoot(place, context), place.parts);
    noteStore(run, rootName(place) + suffix, localOf(place), from, cellIn(whole, place.parts).value);
  }
  if (place.root.kind === 'shared') run.shared.set(place.root.row, whole);
  else writeLocal(run, place.root.node, whole);
}

function replaced(whole: Value, parts: readonly number[], value: Value): Value {
  const [at, ...rest] = parts;
  if (at === undefined) return value;
  if (whole === null || typeof whole !== 'object') throw new Error('a part of a value that has none');
  switch (whole.kind) {
    case 'array':
    case 'seq':
      return { ...whole, elements: whole.elements.map((element, index) => (index === at ? replaced(element, rest, value) : element)) };
    case 'record':
      return { ...whole, fields: whole.fields.map((field, index) => (index === at ? { ...field, value: replaced(field.value, rest, value) } : field)) };
    case 'object':
    case 'actor':
    case 'set':
      throw new Error('a part of a value that has none');
    default:
      return unexpected(whole);
  }
}

/** Gives a local that is declared a new value. */
function writeLocal(run: Run, node: LocalNode, value: Value): void {
  if (run.top.has(node)) {
    run.top.set(node, value);
    return;
  }
  run.stack = run.stack.map((entry) => {
    if (entry.kind !== 'block' || !entry.locals.has(node)) return entry;
    return { ...entry, locals: new Map(entry.locals).set(node, value) };
  });
}
