import type { ConcreteType, LocalNode, ObjectInstance } from '@mmspec/semantics';
import { isPath } from '@mmspec/syntax';
import type { Expression, LocalDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import { emptyContext, localValue, type Context } from './context.ts';
import { evaluate, number } from './evaluate.ts';
import { noteAccess } from './live.ts';
import { noteLoad, noteStore } from './log.ts';
import { NotedArray } from './noted_array.ts';
import type { Run } from './run.ts';
import { addressOf, fieldOf, isAddress, meaningOf, tagOf, typeOfVariable, type Scene } from './scene.ts';
import { concreteOf, withoutOption } from './types.ts';
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
  /** How many references it owns while it is not none. */
  readonly weight: number;
}

/** What an expression stands for: a place, which nobody has looked at yet, or a value. */
export type Named =
  | { readonly kind: 'place'; readonly place: Place }
  /** `name` is the array of objects that an address was taken from, as `range of NAME` says it. */
  | { readonly kind: 'value'; readonly value: Value; readonly name: string };

/** The place that an expression names, which is about to be read or written; null where it names none. */
export function placeOf(expression: Expression, context: Context): Place | null {
  const named = isPath(expression) ? resolve(expression, context) : null;
  if (named?.kind !== 'place') return null;
  noteAccess(context, named.place);
  return named.place;
}

/** Follows a path. References and indices in it are read; the place at its end is not. Null where the path means nothing. */
export function resolve(expression: Expression, context: Context): Named | null {
  if (!isPath(expression)) return valued(evaluate(expression, context));
  switch (expression.kind) {
    case 'name_expression':
      return resolveName(expression, context);
    case 'field':
      return resolveField(expression, context);
    case 'index':
      return resolveElement(expression, context);
  }
}

const valued = (value: Value, name: string = 'index'): Named => ({ kind: 'value', value, name });

function resolveName(expression: Extract<Expression, { kind: 'name_expression' }>, context: Context): Named {
  const { text } = expression.name;
  const meaning = meaningOf(context.scene, expression.name);
  // A variable of a library may be called otherwise than it is written: where the spec has one of its name.
  if (meaning.kind === 'variable') return resolveRoot(context, meaning.declaration, meaning.declaration.name.text, meaning.declaration.name.text);
  if (meaning.kind === 'own_field') {
    if (context.own === null) throw new Error(`${text} outside its object`);
    return resolveObjectField(context, context.own, text);
  }
  if (meaning.kind === 'local') return { kind: 'place', place: placeOfLocal(context, meaning.declaration) };
  return valued(evaluate(expression, context), text);
}

function resolveField(expression: Extract<Expression, { kind: 'field' }>, context: Context): Named | null {
  const { text } = expression.name;
  if (expression.object.kind === 'name_expression' && meaningOf(context.scene, expression.object.name).kind === 'enum') return valued(tagOf(text));
  const whole = resolve(expression.object, context);
  if (whole === null) return null;
  const owner = whole.kind === 'place' ? valueAt(whole.place, context) : whole.value;
  if (whole.kind === 'place' && whole.place.type?.kind === 'option' && whole.place.type.element.kind === 'record') {
    noteAccess(context, whole.place, 'presence');
    if (owner === null) throw new Fault('null_reference');
  }
  if (owner !== null && typeof owner === 'object' && owner.kind === 'record') {
    const at = owner.fields.findIndex((field) => field.name === text);
    if (whole.kind === 'value') return valued(owner.fields[at]?.value ?? null);
    const type = withoutOption(whole.place.type);
    return {
      kind: 'place',
      place: { ...part(whole.place, at, type?.kind === 'record' ? (type.fields[at]?.type ?? null) : null), name: `${owner.name}.${text}` },
    };
  }
  if (whole.kind === 'place') {
    noteAccess(context, whole.place);
    noteRead(whole.place, context);
  }
  if (owner === null) throw new Fault('null_reference');
  if (typeof owner !== 'object') return null;
  if (owner.kind === 'object') return resolveObjectField(context, owner.object, text);
  if (owner.kind !== 'actor') return null;
  const value = context.property?.variable(owner.actor, text, context);
  if (context.property === null) throw new Error(`a variable of ${owner.actor.name} outside a property`);
  if (value === undefined) throw new Fault('null_reference');
  return valued(value);
}

function resolveElement(expression: Extract<Expression, { kind: 'index' }>, context: Context): Named | null {
  const whole = resolve(namedBy(expression.array, context), context);
  if (whole === null) return null;
  const array = whole.kind === 'place' ? valueAt(whole.place, context) : whole.value;
  const index = evaluate(expression.index, context);
  if (array !== null && typeof array === 'object' && array.kind === 'set') {
    // The instances of an actor, or the objects of a type.
    const member = typeof index === 'number' ? array.elements[index] : undefined;
    if (member === undefined) throw new Fault('range of index');
    return valued(member);
  }
  const name = whole.kind === 'place' ? whole.place.name : whole.name;
  const at = positionOf(array, index, name);
  if (whole.kind === 'value') return valued(partsOf(array)[at] ?? null, name);
  const { type } = whole.place;
  return { kind: 'place', place: part(whole.place, at, type?.kind === 'array' || type?.kind === 'seq' ? type.element : null) };
}

/** What a define without parameters stands for. */
export function namedBy(expression: Expression, context: Context): Expression {
  if (expression.kind !== 'name_expression') return expression;
  const meaning = meaningOf(context.scene, expression.name);
  return meaning.kind === 'define' ? namedBy(meaning.declaration.body, context) : expression;
}

function part(whole: Place, at: number, type: ConcreteType | null): Place {
  return { ...whole, parts: [...whole.parts, at], type };
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
    weight: node.kind === 'local' ? weightOf(context.scene, node) : 1,
  };
}

/** How many references a variable owns while it is not none. */
export function weightOf(scene: Scene, { weight }: VariableDeclaration | LocalDeclaration): number {
  return weight === undefined ? 1 : number(evaluate(weight, emptyContext(scene)));
}

export function nameOf(node: LocalNode): string {
  if (node.kind !== 'choose') return node.name.text;
  return node.target.kind === 'name_expression' ? node.target.name.text : '';
}

function resolveObjectField(context: Context, object: ObjectInstance, name: string): Named {
  const field = fieldOf(object.declaration, name);
  if (field === null) throw new Error(`${object.name} has no field ${name}`);
  return resolveRoot(context, field, `${object.name}.${name}`, `${object.declaration.name.text}.${name}`);
}

/** Naming objects reads nothing: where they live is an address. */
function resolveRoot(context: Context, declaration: VariableDeclaration, row: string, name: string): Named {
  const type = typeOfVariable(context.scene, declaration);
  if (isAddress(type)) return valued(addressOf(context.scene, row, type), name);
  return {
    kind: 'place',
    place: { root: { kind: 'shared', row }, parts: [], type, name, owns: declaration.owns, weight: weightOf(context.scene, declaration) },
  };
}

/** Where the element of an index stands in an array or sequence; `name` is the variable. */
function positionOf(array: Value, index: Value, name: string): number {
  if (array !== null && typeof array === 'object') {
    if (array.kind === 'array') {
      const at = array.keys.findIndex((key) => equal(key, index));
      if (at >= 0) return at;
    }
    if (array.kind === 'seq' && typeof index === 'number' && index >= 0 && index < array.elements.length) return index;
  }
  throw new Fault(`range of ${name}`);
}

/** Reads the value of a place. */
export function readPlace(place: Place, context: Context): Value {
  noteRead(place, context);
  return valueAt(place, context);
}

function noteRead(place: Place, context: Context): void {
  const { root } = place;
  if (context.run === null || context.run.log === null || (root.kind === 'local' && context.bound.has(root.node))) return;
  const { suffix, value } = cellIn(readRoot(place, context), place.parts);
  noteLoad(context.run, rootName(place) + suffix, localOf(place), value);
}

function rootName({ root }: Place): string {
  return root.kind === 'shared' ? root.row : nameOf(root.node);
}

function localOf({ root }: Place): LocalNode | null {
  return root.kind === 'shared' ? null : root.node;
}

/** The name of the cell that a place lies in, or of the variable whose cells it is. */
export function cellNameOf(place: Place, context: Context): string {
  return place.parts.length === 0 ? rootName(place) : rootName(place) + cellIn(readRoot(place, context), place.parts).suffix;
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

/** The value, for whoever only follows a path through it. */
function valueAt(place: Place, context: Context): Value {
  let value = readRoot(place, context);
  for (const at of place.parts) value = partsOf(value)[at] ?? null;
  return value;
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

/** The value with another one at a place inside. */
export function replaced(whole: Value, parts: readonly number[], value: Value): Value {
  const [at, ...rest] = parts;
  if (at === undefined) return value;
  if (whole === null || typeof whole !== 'object') throw new Error('a part of a value that has none');
  if (whole instanceof NotedArray) return whole.with(at, rest.length === 0 ? value : replaced(whole.elements[at] ?? null, rest, value));
  switch (whole.kind) {
    case 'array':
    case 'seq':
      return { ...whole, elements: whole.elements.map((element, index) => (index === at ? replaced(element, rest, value) : element)) };
    case 'record':
      return { ...whole, fields: whole.fields.map((field, index) => (index === at ? { ...field, value: replaced(field.value, rest, value) } : field)) };
    case 'object':
    case 'actor':
    case 'set':
    case 'awaited':
      throw new Error('a part of a value that has none');
    default:
      return unexpected(whole);
  }
}

/** Gives a local that is declared a new value. */
export function writeLocal(run: Run, node: LocalNode, value: Value): void {
  if (run.top.has(node)) {
    run.top.set(node, value);
    return;
  }
  run.stack = run.stack.map((entry) => {
    if (entry.kind !== 'block' || !entry.locals.has(node)) return entry;
    return { ...entry, locals: new Map(entry.locals).set(node, value) };
  });
}
