import type { ConstDeclaration, Expression, Key, NamedType, RecordDeclaration, TypeNode, VariableDeclaration, VariantDeclaration } from '@mmspec/syntax';
import { anyActor, bare, bool, int, unknown, type Type } from '../types.ts';
import { typeOfRecordField } from './fields.ts';
import { isEmbeddedObject } from '../embedded_objects.ts';
import type { Meaning } from '../model.ts';
import { unknownAdvice } from './library_help.ts';
import { rule, type Rule } from '../rule.ts';
import { memoryModes, modeDeclared } from '../world/modes.ts';
import { report, globalNamed, type Context } from './context.ts';
import { expectType, infer } from './expressions.ts';

/** Every type that is used is declared. */
export const unknownType: Rule = rule({
  code: 'MM0206',
  title: 'unknown type',
  why: 'A type is `bool`, a range, `ref`, or the name of an enum, record, object or actor.',
  text: 'The name of a shared pool stands for the type of its objects.',
  example: `module m
object Folio { mapped: bool = true }
shared f: Foilo
actor a { unmap: f.mapped = false }
`,
  fix: `module m
object Folio { mapped: bool = true }
shared f: Folio
actor a { unmap: f.mapped = false }
`,
});

/** Arrays and counters are places; sets, sequences and options hold plain values. */
export const typeNotAllowed: Rule = rule({
  code: 'MM0225',
  title: 'type not allowed here',
  why: 'Only what is small and copied as a whole can be a local, a parameter, or an element of a set or sequence.',
  text: 'Arrays and `ref` exist in shared variables and fields. Sets have elements that can be listed: numbers, tags, objects, actors, truth values. `object` as a type stands in parameters of operations.',
  example: `module m
shared n: 0..3 = 0
actor a { var r: ref = 1  set: n = r }
`,
  fix: `module m
shared r: ref = 1
shared n: 0..3 = 0
actor a { let x = count(r)  set: n = x }
`,
});

/**
 * What a type is for, which decides what it may be.
 * `place`: a shared variable or field; `value`: a local, a parameter, an element of something else.
 */
export type TypeUse = 'place' | 'local' | 'value' | 'parameter' | 'constant' | 'element';

/** The type that a node stands for; names in it get their meaning. */
export function typeOfNode(context: Context, type: TypeNode, use: TypeUse): Type {
  switch (type.kind) {
    case 'bool_type':
      return bool;
    case 'range_type':
      expectType(context, type.low, int);
      expectType(context, type.high, int);
      return { kind: 'int', forever: type.forever };
    case 'named_type':
      return named(context, type, use);
    case 'tags_type':
      return { kind: 'enum', declaration: null, tags: [...new Set(type.tags.map((tag) => tag.text))] };
    case 'option_type': {
      const element = typeOfNode(context, type.element, 'element');
      if (use === 'constant' || element.kind === 'option') return forbidden(context, type, 'An option cannot stand here.');
      return { kind: 'option', element };
    }
    case 'array_type': {
      const key = typeOfKey(context, type.key);
      const element = typeOfNode(context, type.element, use);
      if (element.kind === 'unknown') return unknown;
      if (use !== 'place' && use !== 'local') return forbidden(context, type, 'An array cannot stand here.');
      return { kind: 'array', element, key, pool: false };
    }
    case 'set_type': {
      const element = typeOfNode(context, type.element, 'element');
      if (use === 'constant') return forbidden(context, type, 'A constant cannot be a set.');
      if (['option', 'set', 'seq'].includes(element.kind)) return forbidden(context, type.element, 'A set cannot have such elements.');
      if (element.kind === 'record' && !isFinite(context, element.declaration))
        return forbidden(context, type.element, 'A set has only such records whose fields are small: numbers, tags, objects, actors.');
      return { kind: 'set', element };
    }
    case 'seq_type': {
      const element = typeOfNode(context, type.element, 'element');
      expectType(context, type.capacity, int);
      if (use === 'constant') return forbidden(context, type, 'A constant cannot be a sequence.');
      if (element.kind === 'seq') return forbidden(context, type.element, 'A sequence cannot have such elements.');
      return { kind: 'seq', element };
    }
    case 'ref_type':
      if (type.limit !== null) expectType(context, type.limit, int);
      return use === 'place' ? { kind: 'ref' } : forbidden(context, type, 'A reference counter cannot stand here.');
    case 'error_type':
      return unknown;
  }
}

/** True for a record whose values can be listed. */
function isFinite(context: Context, declaration: RecordDeclaration): boolean {
  return declaration.fields.every((field) => {
    const type = bare(typeOfRecordField(context, field));
    return ['bool', 'int', 'enum', 'object', 'actor', 'unknown'].includes(type.kind) && (type.kind !== 'int' || !type.forever);
  });
}

function forbidden(context: Context, type: TypeNode, message: string): Type {
  report(context, typeNotAllowed, type.span, message, 'Use a number, an enum, an object, an actor, or put it into a `shared` variable or a field.');
  return unknown;
}

function named(context: Context, type: NamedType, use: TypeUse): Type {
  const { name } = type;
  const { meanings, declarations } = context.tables;
  if (name.text === '') return unknown;
  if (name.text === 'actor') {
    meanings.set(name, { kind: 'all_actors' });
    return use === 'constant' ? forbidden(context, type, 'A constant cannot be an actor.') : anyActor;
  }
  if (name.text === 'object') {
    meanings.set(name, { kind: 'any_object' });
    return use === 'parameter' ? unknown : forbidden(context, type, '`object` is a type of parameters of operations only.');
  }
  const meaning = globalNamed(context, name.text);
  if (meaning !== null) {
    const valueType = typeOfTypeName(context, meaning);
    if (valueType !== null) {
      meanings.set(name, meaning);
      const isConstantKind = valueType.kind === 'enum' || valueType.kind === 'unknown';
      return use === 'constant' && !isConstantKind ? forbidden(context, type, 'A constant is a number, a truth value or a tag.') : valueType;
    }
  }
  const types = [...declarations.globals].filter(([, { meaning }]) => namesType[meaning.kind]).map(([text]) => text);
  const { help, fixes } = unknownAdvice(name, { place: 'type', names: types, otherwise: 'Declare an enum, record or object of that name.' });
  report(context, unknownType, name.span, `There is no type \`${name.text}\`.`, help, { fixes });
  return unknown;
}

/** What the name of a type may stand for. */
const namesType: Readonly<Record<Meaning['kind'], boolean>> = {
  enum: true,
  record: true,
  object: true,
  actor: true,
  const: false,
  variant: false,
  define: false,
  all_actors: false,
  any_object: false,
  operation: false,
  builtin: false,
  tag: false,
  variable: false,
  own_field: false,
  local: false,
};

function typeOfTypeName(context: Context, known: Meaning): Type | null {
  switch (known.kind) {
    case 'enum':
      return { kind: 'enum', declaration: known.declaration, tags: known.declaration.members.map((member) => member.text) };
    case 'record':
      return { kind: 'record', declaration: known.declaration };
    case 'object':
      return { kind: 'object', declaration: known.declaration };
    case 'actor':
      return { kind: 'actor', declaration: known.declaration };
    case 'variable': {
      const type = typeOfVariable(context, known.declaration);
      return type.kind === 'array' && type.pool ? poolElement(type) : null;
    }
    case 'all_actors':
    case 'any_object':
    case 'builtin':
    case 'const':
    case 'define':
    case 'local':
    case 'operation':
    case 'own_field':
    case 'tag':
    case 'variant':
      return null;
  }
}

function poolElement(type: Type): Type {
  return type.kind === 'array' ? poolElement(type.element) : type;
}

function typeOfKey(context: Context, key: Key): Type {
  if (key.kind === 'key_type') return typeOfNode(context, key.type, 'element');
  const { count } = key;
  if (count.kind !== 'name_expression') return expectType(context, count, int);
  if (count.name.text === 'bool' && globalNamed(context, 'bool') === null) {
    report(context, typeNotAllowed, count.span, 'The key of an array cannot be a truth value.', 'Use an `enum` of two tags, or the range `0..1`.');
    return unknown;
  }
  const type = infer(context, count, null);
  if (type.kind === 'set') return type.element;
  if (type.kind === 'actor' || type.kind === 'unknown') return type;
  if (type.kind === 'array' && type.pool) return poolElement(type);
  return expectType(context, count, int);
}

/** The type of a module-level variable or field. */
export function typeOfVariable(context: Context, declaration: VariableDeclaration): Type {
  const { variables } = context.tables;
  const known = variables.get(declaration);
  if (known !== undefined) return known;
  const mode = modeDeclared(declaration);
  if (mode !== null) return mode === 'memory' ? { kind: 'enum', declaration: null, tags: memoryModes } : int;
  const home: Context = { ...context, file: declaration.span.file, scope: null, object: null, self: null, generic: false, operation: null };
  context.tables.memory.type(context.tables, declaration, `type of ${declaration.name.text}`, () => typeVariable(home, declaration));
  return variables.get(declaration) ?? unknown;
}

function typeVariable(home: Context, declaration: VariableDeclaration): void {
  const { variables } = home.tables;
  variables.set(declaration, unknown);
  const type = typeOfNode(home, declaration.type, 'place');
  if (declaration.weight !== undefined) expectType(home, declaration.weight, int);
  const placed = isPlaceOfObjects(home, declaration, type) ? asPool(type) : type;
  if (hasObjectKey(placed)) {
    report(home, typeNotAllowed, declaration.type.span, 'An array of objects cannot have objects as its key.', 'Use a number, an enum or an actor as the key.');
  }
  if (declaration.storage === 'ghost' && elementOf(placed).kind === 'ref') {
    report(
      home,
      typeNotAllowed,
      declaration.type.span,
      'A ghost cannot be a reference counter.',
      'Count in a number, `0..15`: references are taken on what the code has.',
    );
  }
  variables.set(declaration, placed);
}

function elementOf(type: Type): Type {
  return type.kind === 'array' ? elementOf(type.element) : type;
}

/** True for a variable of an object type, or of arrays of them, that is where these objects are. */
function isPlaceOfObjects(context: Context, declaration: VariableDeclaration, type: Type): boolean {
  return poolElement(type).kind !== 'object' || isEmbeddedObject(declaration, context.tables.meanings);
}

/** Objects are numbered in order of their keys, so their keys must be known before them. */
function hasObjectKey(type: Type): boolean {
  return type.kind === 'array' && type.pool && (type.key.kind === 'object' || hasObjectKey(type.element));
}

function asPool(type: Type): Type {
  if (type.kind !== 'array') return type;
  const element = asPool(type.element);
  const pool = element.kind === 'object' || (element.kind === 'array' && element.pool);
  return { ...type, element, pool };
}

/** The type of a constant or variant. */
export function typeOfConstant(context: Context, declaration: ConstDeclaration | VariantDeclaration): Type {
  const { constants } = context.tables;
  const known = constants.get(declaration);
  if (known !== undefined) return known;
  const home: Context = { ...context, file: declaration.span.file, scope: null, object: null, self: null, generic: false, operation: null };
  context.tables.memory.type(context.tables, declaration, 'type', () => {
    constants.set(declaration, unknown);
    constants.set(declaration, isLoneTag(declaration, home) ?? typeOfNode(home, declaration.type, 'constant'));
  });
  return constants.get(declaration) ?? unknown;
}

/** `variant v: only = only`: a type of one tag has the form of a named type. */
function isLoneTag(declaration: ConstDeclaration | VariantDeclaration, context: Context): Type | null {
  const { type, value } = declaration;
  if (type.kind !== 'named_type' || !isName(value, type.name.text) || context.tables.declarations.globals.has(type.name.text)) return null;
  return { kind: 'enum', declaration: null, tags: [type.name.text] };
}

function isName(value: Expression, text: string): boolean {
  return (value.kind === 'name_expression' && value.name.text === text) || (value.kind === 'none' && text === 'none');
}
