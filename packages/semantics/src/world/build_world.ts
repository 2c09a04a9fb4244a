import type { ActorDeclaration, ObjectDeclaration, TypeNode, VariableDeclaration } from '@mmspec/syntax';
import { concreteType } from './concrete.ts';
import { placementFor } from '../contexts.ts';
import { constantsUnder, type Constants, type OpenConstant, type PartialSettings } from './constants.ts';
import type { Model } from '../model.ts';
import { isEmbeddedObject } from '../embedded_objects.ts';
import type { ActorIdentity, ConcreteType, Cpu, ObjectInstance, World, WorldVariable } from './world.ts';

/**
 * Everything that exists under a setting; a constant that the setting leaves out has its declared value.
 * The model must be free of errors. `open`: constants that stand for any number from their values on.
 */
export function buildWorld(model: Model, settings: PartialSettings, open: readonly OpenConstant[] = []): World {
  const constants = constantsUnder(
    model,
    settings,
    open.map(({ name }) => name),
  );
  const widest = open.length === 0 ? constants : constantsUnder(model, { ...settings, ...Object.fromEntries(open.map(({ name, most }) => [name, most])) });
  const full: Record<string, number | boolean | string> = {};
  for (const { name } of model.constants) {
    const value = constants.valueOf(name.text);
    if (value === undefined) throw new Error(`the constant ${name.text} has no value`);
    Object.defineProperty(full, name.text, { value, enumerable: true, configurable: true, writable: true });
  }
  // Compilers ask for the type of a variable wherever it is used.
  const known = { value: new Map<TypeNode, ConcreteType>(), place: new Map<TypeNode, ConcreteType>() };
  const concrete = (type: TypeNode, role: 'value' | 'place'): ConcreteType => {
    const found = known[role].get(type) ?? concreteType(model, constants, type, role, widest);
    known[role].set(type, found);
    return found;
  };
  const actors = listActors(model, (actor) => (actor.count === null ? 1 : (constants.number(actor.count) ?? 0)));
  const placed = placementsOf(model, constants, actors);
  const variables = model.variables.map((declaration): WorldVariable => {
    return { declaration, name: declaration.name.text, type: concrete(declaration.type, isEmbeddedObject(declaration, model.meanings) ? 'place' : 'value') };
  });
  const actorsOf = (declaration: ActorDeclaration): readonly ActorIdentity[] => actors.filter((actor) => actor.declaration === declaration);
  const objects = new ObjectTable(
    model,
    variables,
    (declaration) => concrete(declaration.type, 'place'),
    (type, all) => keyNames(type, all, actors),
  );
  return {
    model,
    settings: full,
    actors,
    actorsOf,
    cpus: sharedCpus(placed),
    cpuOf: (actor) => placed.get(actor) ?? null,
    objects: (declaration) => objects.of(declaration),
    variables,
    concrete,
    constant: (expression) => constants.scalar(expression),
    firstObjectOf: (variable) => objects.firstOf(variable),
    embedded: (owner, field) => objects.embedded(owner, field),
  };
}

function listActors(model: Model, count: (actor: ActorDeclaration) => number): ActorIdentity[] {
  const actors: ActorIdentity[] = [];
  for (const declaration of model.actors) {
    const { text } = declaration.name;
    for (let index = 0; index < count(declaration); index++) {
      actors.push({ id: actors.length, name: declaration.count === null ? text : `${text}[${index}]`, declaration, index });
    }
  }
  return actors;
}

/** The number of its CPU, of each actor that is placed on one. */
function placementsOf(model: Model, constants: Constants, actors: readonly ActorIdentity[]): ReadonlyMap<ActorIdentity, number> {
  const placed = actors.flatMap((actor): [ActorIdentity, number][] => {
    const { cpu } = actor.declaration;
    const number = cpu === null ? undefined : constants.number(placementFor(model, cpu, actor.index));
    return number === undefined ? [] : [[actor, number]];
  });
  return new Map(placed);
}

/** The CPUs on which more than one of the actors is placed. */
function sharedCpus(placed: ReadonlyMap<ActorIdentity, number>): readonly Cpu[] {
  return [...new Set(placed.values())]
    .toSorted((one, other) => one - other)
    .map((number): Cpu => ({ number, actors: [...placed].filter(([, cpu]) => cpu === number).map(([actor]) => actor) }))
    .filter(({ actors }) => actors.length > 1);
}

/** The names of the elements of an array with this key, as people see them. */
function keyNames(key: ConcreteType, objects: (declaration: ObjectDeclaration) => readonly ObjectInstance[], actors: readonly ActorIdentity[]): string[] {
  switch (key.kind) {
    case 'bool':
      return ['false', 'true'];
    case 'int':
      return Array.from({ length: Math.max(0, key.max - key.min + 1) }, (_, index) => String(key.min + index));
    case 'enum':
      return [...key.tags];
    case 'actor':
      return actors.filter((actor) => key.declaration === null || actor.declaration === key.declaration).map((actor) => actor.name);
    case 'object':
      return objects(key.declaration).map((object) => object.name);
    case 'array':
    case 'option':
    case 'place':
    case 'record':
    case 'ref':
    case 'seq':
    case 'set':
      throw new Error(`${key.kind} is no key`);
  }
}

/** Where the objects are: those of module variables first, then those embedded in others, owners before what they own. */
class ObjectTable {
  readonly #lists = new Map<ObjectDeclaration, ObjectInstance[]>();
  readonly #first = new Map<VariableDeclaration, number>();
  readonly #embedded = new Map<VariableDeclaration, { readonly base: number; readonly perOwner: number }>();

  constructor(
    model: Model,
    variables: readonly WorldVariable[],
    placeType: (field: VariableDeclaration) => ConcreteType,
    keys: (type: ConcreteType, all: (declaration: ObjectDeclaration) => readonly ObjectInstance[]) => string[],
  ) {
    const of = (declaration: ObjectDeclaration): readonly ObjectInstance[] => this.of(declaration);
    const namesIn = (type: ConcreteType, name: string): string[] => {
      if (type.kind !== 'array') return [name];
      return keys(type.key, of).flatMap((key) => namesIn(type.element, `${name}[${key}]`));
    };
    const place = (name: string, type: ConcreteType, declaration: ObjectDeclaration, owner: ObjectInstance | null): void => {
      const list = this.#list(declaration);
      for (const each of namesIn(type, name)) list.push({ id: list.length, name: each, declaration, owner });
    };
    for (const { declaration, name, type } of variables) {
      const target = placed(type);
      if (target === null) continue;
      this.#first.set(declaration, this.of(target).length);
      place(name, type, target, null);
    }
    for (const owner of ownersFirst(model, placeType)) {
      for (const field of owner.members) {
        if (field.kind !== 'variable' || !isEmbeddedObject(field, model.meanings)) continue;
        const type = placeType(field);
        const target = placed(type);
        if (target === null) continue;
        const base = this.of(target).length;
        this.#embedded.set(field, { base, perOwner: namesIn(type, '').length });
        for (const instance of this.of(owner)) place(`${instance.name}.${field.name.text}`, type, target, instance);
      }
    }
  }

  #list(declaration: ObjectDeclaration): ObjectInstance[] {
    const known = this.#lists.get(declaration) ?? [];
    this.#lists.set(declaration, known);
    return known;
  }

  of(declaration: ObjectDeclaration): readonly ObjectInstance[] {
    return this.#list(declaration);
  }

  firstOf(variable: VariableDeclaration): number {
    const first = this.#first.get(variable);
    if (first === undefined) throw new Error(`${variable.name.text} is no place`);
    return first;
  }

  embedded(owner: ObjectDeclaration, field: VariableDeclaration): { readonly base: number; readonly perOwner: number } {
    const found = this.#embedded.get(field);
    if (found === undefined) throw new Error(`${owner.name.text}.${field.name.text} is no place`);
    return found;
  }
}

/** The object type under all arrays of a place, or null for other types. */
function placed(type: ConcreteType): ObjectDeclaration | null {
  if (type.kind === 'array') return placed(type.element);
  return type.kind === 'place' ? type.declaration : null;
}

/** The object types so that each comes after all that embed it. */
function ownersFirst(model: Model, placeType: (field: VariableDeclaration) => ConcreteType): ObjectDeclaration[] {
  const order: ObjectDeclaration[] = [];
  const seen = new Set<ObjectDeclaration>();
  const visit = (declaration: ObjectDeclaration): void => {
    if (seen.has(declaration)) return;
    seen.add(declaration);
    for (const field of declaration.members) {
      const target = field.kind === 'variable' && isEmbeddedObject(field, model.meanings) ? placed(placeType(field)) : null;
      if (target !== null) visit(target);
    }
    order.unshift(declaration);
  };
  for (const declaration of model.objects.toReversed()) visit(declaration);
  return order;
}
