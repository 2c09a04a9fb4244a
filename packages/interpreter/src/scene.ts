import { isEmbeddedObject } from '@mmspec/semantics';
import type { ActorIdentity, ConcreteType, LocalNode, Meaning, Model, ObjectInstance, World } from '@mmspec/semantics';
import type { CallExpression, InitialValue, Name, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import type { PlaceOfStep } from './at_place.ts';
import { Fault } from './choices.ts';
import type { MachineState } from './state.ts';
import type { Outcome } from './step.ts';
import { distinct, isAwaited, textOf, unexpected, type RecordValue, type Value } from './value.ts';

/** What never changes during a run: the model, its world, and tables that follow from them. */
export interface Scene {
  readonly model: Model;
  readonly world: World;
  readonly objects: ReadonlyMap<string, ObjectInstance>;
  /** Types of module variables and of fields. */
  readonly types: ReadonlyMap<VariableDeclaration, ConcreteType>;
  /** Every variable and field that has a value of its own, in order: what `describe` prints. */
  readonly roots: readonly Root[];
  /** By the name of the root. */
  readonly rootOf: ReadonlyMap<string, Root>;
  /** Where accesses are not performed in the order of the text. */
  readonly windowed?: Windowed;
}

/** What properties ask about actors that have windows. */
export interface Windowed {
  /** Everything that an actor can perform. */
  readonly outcomesOf: (state: MachineState, actor: ActorIdentity) => readonly Outcome[];
  /** Where it stands, and where it has performed something beyond its frontier. */
  readonly placesOf: (state: MachineState, actor: ActorIdentity) => readonly PlaceOfStep[];
}

export interface Root {
  readonly row: string;
  readonly type: ConcreteType;
  readonly declaration: VariableDeclaration;
  /** The object whose field it is. */
  readonly object: ObjectInstance | null;
  /** What the variable in which the object is says about it; null where it says nothing. */
  readonly made: Made | null;
}

/** `T(field: e)`, with the keys that `e` may name. */
export interface Made {
  readonly call: CallExpression;
  readonly keys: ReadonlyMap<LocalNode, Value>;
}

/** What an array or one of its elements begins with. */
interface Given {
  readonly value: InitialValue;
  readonly keys: Made['keys'];
}

export function sceneOf(model: Model, world: World): Scene {
  const objects = new Map<string, ObjectInstance>();
  for (const declaration of model.objects) for (const object of world.objects(declaration)) objects.set(object.name, object);
  const types = new Map<VariableDeclaration, ConcreteType>();
  for (const variable of world.variables) types.set(variable.declaration, variable.type);
  for (const declaration of model.objects) {
    for (const field of fieldsOf(declaration)) types.set(field, world.concrete(field.type, isEmbeddedObject(field, model.meanings) ? 'place' : 'value'));
  }
  const bare = { model, world, objects, types };
  const roots = world.variables.flatMap((variable) => {
    const { beginning, initial } = variable.declaration;
    const value = initial ?? (beginning?.kind === 'choice_beginning' ? null : beginning);
    return rootsOf(bare, variable.name, variable.type, variable.declaration, null, value === null ? null : { value, keys: new Map() });
  });
  return { ...bare, roots, rootOf: new Map(roots.map((root) => [root.row, root])) };
}

type Bare = Pick<Scene, 'world' | 'objects' | 'types'>;

function rootsOf(
  scene: Bare,
  row: string,
  type: ConcreteType,
  declaration: VariableDeclaration,
  owner: ObjectInstance | null,
  given: Given | null,
  made: Made | null = null,
): Root[] {
  if (type.kind === 'place') {
    const object = scene.objects.get(row);
    if (object === undefined) throw new Error(`no object ${row}`);
    const own: Made | null = given?.value.kind === 'call' ? { call: given.value, keys: given.keys } : null;
    return fieldsOf(object.declaration).flatMap((field) => rootsOf(scene, `${row}.${field.name.text}`, typeIn(scene.types, field), field, object, null, own));
  }
  if (type.kind === 'array' && isAddress(type)) {
    return domainOf(scene.world, type.key).flatMap((key, at) =>
      rootsOf(scene, `${row}[${textOf(key)}]`, type.element, declaration, owner, given === null ? null : givenTo(given, key, at)),
    );
  }
  return [{ row, type, declaration, object: owner, made }];
}

/** What the element of a key is given. */
function givenTo({ value, keys }: Given, key: Value, at: number): Given | null {
  if (value.kind === 'keyed_beginning') return { value: value.value, keys: new Map(keys).set(value.key, key) };
  if (value.kind !== 'list_beginning') return { value, keys };
  const element = value.elements[at];
  return element === undefined ? null : { value: element, keys };
}

function typeIn(types: ReadonlyMap<VariableDeclaration, ConcreteType>, declaration: VariableDeclaration): ConcreteType {
  const type = types.get(declaration);
  if (type === undefined) throw new Error(`no type of ${declaration.name.text}`);
  return type;
}

/** The type of a module variable or field. */
export function typeOfVariable(scene: Scene, declaration: VariableDeclaration): ConcreteType {
  return typeIn(scene.types, declaration);
}

export function meaningOf(scene: Scene, name: Name): Meaning {
  const meaning = scene.model.meanings.get(name);
  if (meaning === undefined) throw new Error(`'${name.text}' at ${name.span.start} has no meaning`);
  return meaning;
}

export function fieldsOf(declaration: ObjectDeclaration): VariableDeclaration[] {
  return declaration.members.filter((member) => member.kind === 'variable');
}

export function fieldOf(declaration: ObjectDeclaration, name: string): VariableDeclaration | null {
  return fieldsOf(declaration).find((field) => field.name.text === name) ?? null;
}

/** True for places of objects, and arrays of them: their names are addresses and have no value that could be read. */
export function isAddress(type: ConcreteType): boolean {
  return type.kind === 'place' || (type.kind === 'array' && isAddress(type.element));
}

/** The object at an address, or the array of objects. */
export function addressOf(scene: Scene, row: string, type: ConcreteType): Value {
  if (type.kind === 'array') {
    const keys = domainOf(scene.world, type.key);
    return { kind: 'array', keys, elements: keys.map((key) => addressOf(scene, `${row}[${textOf(key)}]`, type.element)) };
  }
  const object = scene.objects.get(row);
  if (object === undefined) throw new Error(`no object ${row}`);
  return { kind: 'object', object };
}

/** All values of a small type, in order; what arrays are indexed by and sets contain. */
export function domainOf(world: World, type: ConcreteType): Value[] {
  switch (type.kind) {
    case 'bool':
      return [false, true];
    case 'int':
      return numbers(type.min, type.max);
    case 'enum':
      return type.tags.map(tagOf);
    case 'object':
    case 'place':
      return world.objects(type.declaration).map((object) => ({ kind: 'object', object }));
    case 'actor':
      return (type.declaration === null ? world.actors : world.actorsOf(type.declaration)).map((actor) => ({ kind: 'actor', actor }));
    case 'option':
      return [null, ...domainOf(world, type.element)];
    case 'ref':
      return numbers(0, type.limit);
    case 'record': {
      const { fields, declaration } = type;
      const all = fields.reduce<RecordValue['fields'][]>(
        (some, field) => some.flatMap((given) => domainOf(world, field.type).map((value) => [...given, { name: field.name, value }])),
        [[]],
      );
      return all.map((given) => ({ kind: 'record', name: declaration.name.text, fields: given }));
    }
    case 'array':
    case 'set':
    case 'seq':
      throw new Error(`no domain of ${type.kind}`);
    default:
      return unexpected(type);
  }
}

export function numbers(low: number, high: number): number[] {
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
}

/**
 * The value as a variable of the type stores it: sets in the order of their domain, one initial value for all elements of an array.
 * A value that does not fit is the fault that a store of it makes; `name` is the variable as `range of NAME` says it.
 */
export function fit(scene: Scene, value: Value, type: ConcreteType, name: string): Value {
  if (isAwaited(value)) return value;
  if (value === null && type.kind !== 'option' && type.kind !== 'array' && !(type.kind === 'enum' && type.tags.includes('none')))
    throw new Fault('null_reference');
  const misfit = (): never => {
    throw new Fault(`range of ${name}`);
  };
  switch (type.kind) {
    case 'bool':
    case 'enum':
    case 'object':
    case 'actor':
    case 'place':
      return value;
    case 'int':
      if (value === 'forever') return type.forever ? value : misfit();
      return typeof value === 'number' && value >= type.min && value <= type.max ? value : misfit();
    case 'ref':
      if (typeof value !== 'number') return misfit();
      if (value < 0) throw new Fault('underflow');
      if (value > type.limit) throw new Fault('overflow');
      return value;
    case 'option':
      return value === null ? null : fit(scene, value, type.element, name);
    case 'set': {
      const elements = elementsOf(value).map((element) => fit(scene, element, type.element, name));
      return { kind: 'set', elements: sorted(scene, elements, type.element) };
    }
    case 'seq': {
      const elements = elementsOf(value).map((element) => fit(scene, element, type.element, name));
      return elements.length <= type.capacity ? { kind: 'seq', elements } : misfit();
    }
    case 'record': {
      if (value === null || typeof value !== 'object' || value.kind !== 'record') return misfit();
      const fields = type.fields.map((field) => ({
        name: field.name,
        value: fit(scene, value.fields.find((given) => given.name === field.name)?.value ?? null, field.type, `${value.name}.${field.name}`),
      }));
      return { kind: 'record', name: value.name, fields };
    }
    case 'array': {
      const keys = domainOf(scene.world, type.key);
      const given = value !== null && typeof value === 'object' && value.kind === 'array' ? value.elements : null;
      return { kind: 'array', keys, elements: keys.map((_, index) => fit(scene, given === null ? value : (given[index] ?? null), type.element, name)) };
    }
    default:
      return unexpected(type);
  }
}

function sorted(scene: Scene, elements: readonly Value[], type: ConcreteType): Value[] {
  if (type.kind === 'int') return (distinct(elements) as number[]).sort((a, b) => a - b);
  const order = domainOf(scene.world, type).map(textOf);
  return distinct(elements).sort((a, b) => order.indexOf(textOf(a)) - order.indexOf(textOf(b)));
}

/** The members of a set, a sequence or a pool; a single actor is the set of itself. */
export function elementsOf(value: Value): readonly Value[] {
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'set' || value.kind === 'seq' || value.kind === 'array') return value.elements;
    if (value.kind === 'actor' || value.kind === 'object') return [value];
  }
  throw new Error(`${textOf(value)} is no set`);
}

/** The value of a variable that the spec does not give one. */
export function defaultOf(scene: Scene, type: ConcreteType): Value {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'int':
      return type.min <= 0 && type.max >= 0 ? 0 : type.min;
    case 'ref':
      return 0;
    case 'option':
      return null;
    case 'set':
    case 'seq':
      return { kind: type.kind, elements: [] };
    case 'record':
      return {
        kind: 'record',
        name: type.declaration.name.text,
        fields: type.fields.map((field) => ({ name: field.name, value: defaultOf(scene, field.type) })),
      };
    case 'array': {
      const keys = domainOf(scene.world, type.key);
      return { kind: 'array', keys, elements: keys.map(() => defaultOf(scene, type.element)) };
    }
    case 'enum':
    case 'actor':
    case 'object':
    case 'place':
      return domainOf(scene.world, type)[0] ?? null;
    default:
      return unexpected(type);
  }
}

/** A tag as a value; a tag named `none` is none. */
export function tagOf(text: string): Value {
  return text === 'none' ? null : text;
}
