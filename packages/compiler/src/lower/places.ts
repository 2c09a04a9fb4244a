import { fieldOf, localOf, meaningOf, rootOf, variableType, weightIn, weightOfLocal } from '@mmspec/semantics';
import type { ConcreteType, FlowLocal } from '@mmspec/semantics';
import type { Expression, Name, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { faultIf, hold, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, convert, truthful } from './convert.ts';
import { lowerValue } from './expressions.ts';
import { asNumber, boundsOf, compare, conditional, indexed, no, number, numeric, offset, or, yes, zero } from '../ir/fold.ts';
import type { Cell, Expr, Stmt, Temp } from '../ir/ir.ts';
import { instanceCell } from './layout.ts';
import { watchAccess } from './live.ts';
import type { Field } from './live.ts';
import { elementAt, narrowed, partOfPlace } from './place_parts.ts';
import { pushIf } from './push_if.ts';
import { boundsOfType, countOf, holdsObjects, partsOfType, sizeOf } from './scalars.ts';
import { breakSymmetry, breakSymmetryOfPool } from './symmetry_breaking.ts';

/*
 * What can be read from and stored to: cells, locals of the generated code, and addresses of objects.
 */

export type Place =
  /** `field`: of an object, or a part of one; `after`: read in the state after the step, wherever the context reads. */
  | {
      readonly kind: 'cells';
      readonly type: ConcreteType;
      readonly name: string;
      readonly owns: boolean;
      /** How many references it owns; left out for one. */
      readonly weight?: number;
      readonly cell: Cell;
      readonly field?: Field;
      readonly after?: true;
    }
  | {
      readonly kind: 'temps';
      readonly type: ConcreteType;
      readonly name: string;
      readonly owns: boolean;
      readonly weight?: number;
      readonly temps: readonly Temp[];
    }
  /** The same of an element whose index is known only at run time: those of the one whose condition is true. */
  | {
      readonly kind: 'picked';
      readonly type: ConcreteType;
      readonly name: string;
      readonly owns: boolean;
      readonly weight?: number;
      readonly ways: readonly Way[];
    }
  /** A value that cannot be stored to: of an alias, a quantifier's variable, a parameter. */
  | { readonly kind: 'value'; readonly type: ConcreteType; readonly name: string; readonly owns: boolean; readonly weight?: number; readonly value: Value }
  /** Objects that live here; `id` is the first. */
  | { readonly kind: 'objects'; readonly type: ConcreteType; readonly name: string; readonly owns: boolean; readonly weight?: number; readonly id: Expr };

interface Way {
  readonly when: Expr;
  readonly temps: readonly Temp[];
}

/** The place that an expression names, which is about to be read or written; null where it names none. */
export function lowerPlace(context: Context, expression: Expression): Place | null {
  const place = followPath(context, expression);
  if (place !== null) watchPlace(context, place);
  return place;
}

/** Whoever reads or writes a place touches the objects that it lies in. */
export function watchPlace(context: Context, place: Place): void {
  if (place.kind === 'cells' && place.field !== undefined) watchAccess(context, place.field, place.cell, sizeOf(context.lowering.world, place.type));
}

/** The same place before anybody looks at it: only references and indices on the way to it are read. */
function followPath(context: Context, expression: Expression): Place | null {
  switch (expression.kind) {
    case 'name_expression':
      return placeOfName(context, expression.name);
    case 'field':
      return placeOfField(context, expression);
    case 'index':
      return placeOfElement(context, expression);
    case 'prime': {
      const place = followPath({ ...context, source: 'after' }, expression.operand);
      return place?.kind === 'cells' ? { ...place, after: true } : place;
    }
    case 'at':
    case 'binary':
    case 'boolean':
    case 'call':
    case 'comprehension':
    case 'conditional':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      return null;
  }
}

function placeOfName(context: Context, name: Name): Place | null {
  const { world, layout } = context.lowering;
  const meaning = meaningOf(world, name);
  if (meaning?.kind === 'local') {
    const bound = context.binders.get(meaning.declaration);
    if (bound !== undefined)
      return { kind: 'value', type: bound.type, name: bound.type.kind === 'seq' ? nameOfBound(context, name.text) : name.text, owns: false, value: bound };
    const local = localOf(meaning.declaration, context.frame);
    return local === null ? null : placeOfLocal(context, local);
  }
  if (meaning?.kind === 'own_field') {
    if (context.own === null) return null;
    return fieldPlace(context, context.own.declaration, context.own.id, meaning.declaration);
  }
  if (meaning?.kind !== 'variable') return null;
  const { declaration } = meaning;
  const type = variableType(world, declaration);
  const common = { type, name: declaration.name.text, owns: declaration.owns, weight: weightIn(world, declaration) };
  const base = layout.variables.get(declaration);
  if (base === undefined) return { kind: 'objects', ...common, id: number(world.firstObjectOf(declaration)) };
  return { kind: 'cells', ...common, cell: { base, terms: [] } };
}

/** A sequence that a define gets, as a fault that it has too few elements says it. */
function nameOfBound(context: Context, name: string): string {
  return `${rootOf(context.frame).actor?.name.text ?? context.environment ?? ''}.${name}`;
}

/** Where a local of the actor that the context is about is: the moving one, or `self` where that is given. */
export function placeOfLocal(context: Context, local: FlowLocal): Place {
  const name = `${rootOf(local.frame).actor?.name.text ?? ''}.${local.name}`;
  const common = { type: local.type, name, owns: local.owns, weight: weightOfLocal(context.lowering.world, local) };
  const element = context.elements.get(local);
  if (element !== undefined) return { kind: 'value', ...common, value: element };
  if (local.alias !== null) {
    const value = lowerValue({ ...context, frame: local.alias.frame }, local.alias.expression, local.type);
    return { kind: 'value', ...common, value: convert(context, value, local.type) };
  }
  const temps = context.locals.get(local);
  if (temps !== undefined) return { kind: 'temps', ...common, temps };
  const cells = context.kind?.locals.get(local);
  if (context.kind === null || cells === undefined) throw new Unsupported(`${local.name} has no place`, null);
  const { kind, self } = context;
  const cell = self === undefined ? instanceCell(kind, cells.offset) : indexed({ base: kind.base + cells.offset, terms: [] }, self, kind.size, kind.count);
  return { kind: 'cells', ...common, cell };
}

function placeOfField(context: Context, expression: Expression & { kind: 'field' }): Place | null {
  const { object, name } = expression;
  if (object.kind === 'name_expression' && meaningOf(context.lowering.world, object.name)?.kind === 'enum') return null;
  const owner = followPath(context, object) ?? valuePlace(lowerValue(context, object));
  const { type } = owner;
  if (type.kind === 'record') return partOfRecord(context, owner, type, name.text);
  if (type.kind === 'option' && type.element.kind === 'record') return partOfRecord(context, thereOf(context, owner, type.element), type.element, name.text);
  watchPlace(context, owner);
  const value = readPlace(context, owner);
  if (value.type.kind === 'actor') return actorVariable(context, value, name.text);
  if (value.type.kind === 'option' && value.type.element.kind === 'actor')
    return actorVariable(context, convert(context, value, value.type.element), name.text);
  const id = objectOf(context, value);
  if (id === null) return null;
  const field = fieldOf(id.declaration, name.text);
  return field === undefined ? null : fieldPlace(context, id.declaration, id.id, field);
}

export function valuePlace(value: Value): Place {
  return { kind: 'value', type: value.type, name: '', owns: false, value };
}

/** The object that a value refers to; `none` faults. */
export function objectOf(context: Context, value: Value): { readonly declaration: ObjectDeclaration; readonly id: Expr } | null {
  if (value.word === 'none') {
    context.out.push(...context.fault('null_reference'));
    return null;
  }
  const type = value.type.kind === 'option' ? value.type.element : value.type;
  if (type.kind !== 'object' && type.kind !== 'place') return null;
  return { declaration: type.declaration, id: codeOf(convert(context, value, { kind: 'object', declaration: type.declaration })) };
}

/** The record in an optional one, which must be there. */
function thereOf(context: Context, owner: Place, element: ConcreteType): Place {
  const tag = partOfPlace(owner, { kind: 'bool' }, 0, 1);
  watchPlace(context, tag);
  const { parts, word } = owner.kind === 'value' ? owner.value : readPlace(context, tag);
  if (word === 'none') context.out.push(...context.fault('null_reference'));
  else faultIf(context, compare('===', asNumber(parts[0] ?? zero), zero), 'null_reference');
  return partOfPlace(owner, element, 1, sizeOf(context.lowering.world, element));
}

function partOfRecord(context: Context, owner: Place, type: ConcreteType & { kind: 'record' }, name: string): Place | null {
  let at = 0;
  for (const field of type.fields) {
    const size = sizeOf(context.lowering.world, field.type);
    if (field.name === name) return { ...partOfPlace(owner, field.type, at, size), name: `${type.declaration.name.text}.${name}` };
    at += size;
  }
  return null;
}

function fieldPlace(context: Context, owner: ObjectDeclaration, id: Expr, field: VariableDeclaration): Place {
  const { world, layout } = context.lowering;
  const type = variableType(world, field);
  const common = { type, name: `${owner.name.text}.${field.name.text}`, owns: field.owns, weight: weightIn(world, field) };
  const objects = layout.objects.get(owner);
  if (holdsObjects(type)) {
    const { base, perOwner } = world.embedded(owner, field);
    return { kind: 'objects', ...common, id: numeric('+', numeric('*', id, number(perOwner)), number(base)) };
  }
  const cell: Cell = { base: (objects?.base ?? 0) + (objects?.fields.get(field.name.text) ?? 0), terms: [] };
  return { kind: 'cells', ...common, cell: indexed(cell, id, objects?.size ?? 0, world.objects(owner).length), field: { owner, id, field } };
}

/** `gup.page`, `vcpu[i].m`: a variable of the top level of an actor, in properties. */
function actorVariable(context: Context, actor: Value, name: string): Place | null {
  const { type } = actor;
  if (type.kind !== 'actor' || type.declaration === null) return null;
  const kind = context.lowering.layout.kinds.get(type.declaration);
  const local = kind?.flow.top.find((candidate) => candidate.name === name);
  if (kind === undefined || local === undefined) return null;
  const common = { type: local.type, name: `${type.declaration.name.text}.${name}`, owns: local.owns, weight: weightOfLocal(context.lowering.world, local) };
  const cells = kind.locals.get(local);
  if (cells === undefined) {
    const inside: Context = { ...context, frame: local.frame, kind, elements: new Map(), binders: new Map(), self: codeOf(actor) };
    return { kind: 'value', ...common, value: readPlace(inside, placeOfLocal(inside, local)) };
  }
  const cell = indexed({ base: kind.base + cells.offset, terms: [] }, codeOf(actor), kind.size, kind.count);
  if (cells.unset !== null) {
    const first: Expr = { kind: 'load', from: context.source, cell, min: cells.unset, max: cells.parts[0]?.bounds.max ?? 0 };
    faultIf(context, compare('===', first, number(cells.unset)), 'null_reference');
  }
  return { kind: 'cells', ...common, cell };
}

function placeOfElement(context: Context, expression: Expression & { kind: 'index' }): Place | null {
  const { world } = context.lowering;
  const whole = followPath(context, expression.array) ?? placeOfDefine(context, expression.array);
  if (whole === null) return null;
  const { type } = whole;
  if (type.kind === 'array') {
    const count = countOf(world, type.key);
    if (whole.kind === 'objects' && type.key.kind === 'int') tellElement(context, expression.array, type);
    const index = elementIndex(context, expression.index, type.key, whole.name);
    return elementAt(context, whole, type.element, index, count, 0);
  }
  if (type.kind === 'seq') {
    const length = codeOf({ type: { kind: 'int', min: 0, max: type.capacity, forever: false }, parts: readPlace(context, whole).parts.slice(0, 1) });
    const value = lowerValue(context, expression.index);
    // There is no element for `none` either.
    const code = value.word === 'none' || value.type.kind !== 'option' ? codeOf(value) : numeric('-', codeOf(value), number(1 - minOf(value.type.element)));
    const index = hold(context, code, 'index');
    const outside = or(compare('<', index, zero), compare('>=', index, length));
    const none = value.word === 'none' ? yes : value.type.kind === 'option' ? compare('===', codeOf(value), zero) : no;
    faultIf(context, or(none, outside), `range of ${whole.name}`);
    return elementAt(context, whole, type.element, narrowed(index, 0, Math.max(0, type.capacity - 1)), type.capacity, 1);
  }
  return null;
}

function minOf(type: ConcreteType): number {
  return type.kind === 'int' ? type.min : 0;
}

/** What a define without parameters names; null where it names no place. */
export function placeOfDefine(context: Context, expression: Expression): Place | null {
  if (expression.kind !== 'name_expression') return null;
  const meaning = meaningOf(context.lowering.world, expression.name);
  if (meaning?.kind !== 'define' || meaning.declaration.parameters !== null) return null;
  return followPath(context, meaning.declaration.body) ?? placeOfDefine(context, meaning.declaration.body);
}

/** A number picks an object of an array: of a pool, whose objects it tells apart, or of an array in an object, which stays in order. */
function tellElement(context: Context, array: Expression, type: ConcreteType): void {
  const meaning = array.kind === 'name_expression' ? meaningOf(context.lowering.world, array.name) : undefined;
  if (meaning?.kind === 'variable') breakSymmetryOfPool(context.lowering, meaning.declaration);
  else if (array.kind !== 'field' && meaning?.kind !== 'own_field') breakSymmetry(context.lowering, type);
}

/** The place in the array of an index, checked. */
function elementIndex(context: Context, expression: Expression, key: ConcreteType, name: string): Expr {
  const { world } = context.lowering;
  const value = lowerValue(context, expression, key);
  const { min, max } = boundsOfType(world, key);
  if (value.word === 'none' || value.type.kind === 'option') {
    if (key.kind === 'option') return codeOf(convert(context, value, key));
    // An array over something else has no element for `none`.
    const code = hold(context, codeOf(value), 'index');
    faultIf(context, compare('===', code, zero), `range of ${name}`);
  }
  const converted = codeOf(convert(context, value, key));
  const bounds = boundsOf(converted);
  if (bounds.min >= min && bounds.max <= max) return numeric('-', converted, number(min));
  const index = hold(context, converted, 'index');
  faultIf(context, or(compare('<', index, number(min)), compare('>', index, number(max))), `range of ${name}`);
  return numeric('-', narrowed(index, min, max), number(min));
}

/** The value that stands in a place now. */
export function readPlace(context: Context, place: Place): Value {
  switch (place.kind) {
    case 'value':
      return place.value;
    case 'objects':
      return { type: place.type.kind === 'place' ? { kind: 'object', declaration: place.type.declaration } : place.type, parts: [place.id] };
    case 'temps':
      return { type: place.type, parts: place.temps.map((temp) => ({ kind: 'temp', temp })) };
    case 'picked': {
      const [last, ...others] = [...place.ways].reverse();
      const parts = (last?.temps ?? []).map((temp, at): Expr =>
        others.reduce<Expr>(
          (chosen, way) => {
            const other = way.temps[at];
            return other === undefined ? chosen : conditional(way.when, { kind: 'temp', temp: other }, chosen);
          },
          { kind: 'temp', temp },
        ),
      );
      return { type: place.type, parts };
    }
    case 'cells': {
      const parts = partsOfType(context.lowering.world, place.type).map((part, at): Expr => {
        const load: Expr = { kind: 'load', from: place.after === true ? 'after' : context.source, cell: offset(place.cell, at), ...part.bounds };
        return truthful(place.type, load);
      });
      return { type: place.type, parts };
    }
  }
}

/** Stores numbers that fit. Several are all computed before the first is stored. */
export function writePlace(context: Context, place: Place, parts: readonly Expr[]): void {
  if (place.kind === 'value' || place.kind === 'objects') throw new Unsupported(`${place.name} cannot be stored to`, null);
  const values = parts.length > 1 || place.kind === 'picked' ? parts.map((part) => hold(context, part, 'part')) : parts;
  if (place.kind === 'picked') {
    for (const { when, temps } of place.ways) {
      const sets = temps.flatMap((temp, at): Stmt[] => (values[at] === undefined ? [] : [{ kind: 'set', temp, value: values[at] }]));
      pushIf(context, when, sets, []);
    }
    return;
  }
  values.forEach((value, at) => {
    if (place.kind === 'cells') {
      context.out.push({ kind: 'store', cell: offset(place.cell, at), value });
      return;
    }
    const temp = place.temps[at];
    if (temp !== undefined) context.out.push({ kind: 'set', temp, value });
  });
}
