import type { Choices } from '../choices.ts';
import type { Bulk } from './counts.ts';

/*
 * What a random spec declares, as the generator knows it while it writes text.
 */

export type Type =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly low: number; readonly high: number; readonly text: string }
  | { readonly kind: 'enum'; readonly name: string; readonly tags: readonly string[] }
  /** A reference to an object of the type. */
  | { readonly kind: 'object'; readonly object: ObjectType }
  /** `null`: any actor. */
  | { readonly kind: 'actor'; readonly actor: ActorType | null }
  | { readonly kind: 'option'; readonly element: Type }
  | { readonly kind: 'array'; readonly element: Type; readonly key: Type; readonly keyText: string }
  | { readonly kind: 'set'; readonly element: Type; readonly text: string }
  | { readonly kind: 'seq'; readonly element: Type; readonly capacity: number }
  | { readonly kind: 'record'; readonly record: RecordType }
  | { readonly kind: 'ref'; readonly limit: number }
  | { readonly kind: 'place'; readonly object: ObjectType };

export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly ghost: boolean;
  readonly owns: boolean;
  readonly writable: boolean;
}

export interface ObjectType {
  readonly name: string;
  readonly fields: Variable[];
  /** Texts that name an object of the type and read no state. */
  readonly instances: string[];
  /** A pool of them, when there is one: its name and size. */
  pool: { readonly name: string; readonly size: number } | null;
}

export interface RecordType {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: Type }[];
}

export interface ActorType {
  readonly name: string;
  /** `null`: a single actor. */
  readonly count: number | null;
  readonly countText: string;
  /** Variables at the top level of its text, which properties may read. */
  readonly variables: Variable[];
  readonly labels: LabelInfo[];
}

export interface LabelInfo {
  readonly name: string;
  /** Its location may be asked for: not inside `atomic`, not in a static branch, with a step. */
  readonly hasLocation: boolean;
}

export interface Operation {
  readonly name: string;
  readonly atomic: boolean;
  readonly parameters: readonly { readonly name: string; readonly type: Type | 'any_object' }[];
  readonly result: Type | null;
  /** Begins with an `await`. */
  readonly blocking: boolean;
  /** Local to an actor. */
  readonly actor: ActorType | null;
  /** Needs an actor that takes the step. */
  readonly usesSelf: boolean;
  /** How many steps it has at most. */
  readonly steps: number;
}

export interface Constant {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly value: number;
  /** It stands in types and counts, so no check may set it. */
  readonly sized: boolean;
}

export interface Variant {
  readonly name: string;
  /** Tags, or null for `bool`. */
  readonly tags: readonly string[] | null;
}

export interface World {
  readonly choices: Choices;
  readonly constants: Constant[];
  readonly rounds: string[];
  readonly variants: Variant[];
  /** Defines over constants: names of truth values. */
  readonly staticDefines: string[];
  /** Defines over the state: name and whether it takes an object. */
  readonly stateDefines: { readonly name: string; readonly parameters: readonly Type[] }[];
  readonly enums: (Type & { kind: 'enum' })[];
  readonly records: RecordType[];
  readonly objects: ObjectType[];
  readonly shared: Variable[];
  readonly ghosts: Variable[];
  readonly actors: ActorType[];
  /** Names of constants that are 0. */
  readonly emptySizes: string[];
  /** Families of zero instances. */
  readonly nobodies: ActorType[];
  readonly operations: Operation[];
  readonly properties: string[];
  /** Operations of the module that some actor calls, also through others. */
  readonly called: Set<string>;
  /** Labels in actions of the environment. */
  readonly actionLabels: Set<string>;
  /** How many indices are being written inside each other. */
  readonly nesting: { indices: number };
  /** Rich in objects in objects, records and families of zero. */
  readonly crowded: boolean;
  readonly long: boolean;
  /** Actors stand on CPUs. */
  readonly contexts: boolean;
  /** Several references in one step, and jumps to a common exit. */
  readonly counted: boolean;
  /** Variables that own several references. */
  readonly bulks: Bulk[];
  /** Code looks through options, which may be `none`. */
  readonly daring: boolean;
  /** Modules of the kernel library that it imports. */
  readonly kernel: { readonly folio: boolean; readonly rcu: boolean };
  /** Names already given. */
  readonly names: Set<string>;
}

/** A world without anything in it. */
export function emptyWorld(
  choices: Choices,
  kernel: World['kernel'],
  reserved: readonly string[],
  { crowded = false, long = false, contexts = false, counted = false }: Readonly<Partial<Record<'crowded' | 'long' | 'contexts' | 'counted', boolean>>>,
): World {
  return {
    choices,
    constants: [],
    rounds: [],
    variants: [],
    staticDefines: [],
    stateDefines: [],
    enums: [],
    records: [],
    objects: [],
    shared: [],
    ghosts: [],
    actors: [],
    emptySizes: [],
    nobodies: [],
    operations: [],
    properties: [],
    called: new Set(),
    actionLabels: new Set(),
    nesting: { indices: 0 },
    crowded,
    long,
    contexts,
    counted,
    bulks: [],
    daring: choices.chance(20),
    kernel,
    names: new Set(kernel.folio || kernel.rcu ? reserved : []),
  };
}

/** Words that only JavaScript reserves, and names that its objects have. */
const hostile = [
  'constructor',
  '__proto__',
  'class',
  'arguments',
  'toString',
  'prototype',
  'eval',
  'function',
  'delete',
  'typeof',
  'undefined',
  'NaN',
  'hasOwnProperty',
  'valueOf',
  'this',
  'null',
  'new',
  'yield',
  'package',
  'with',
  'Map',
  'Math',
  'state',
  'next',
  'emit',
  'idle',
  'memory',
  'fair',
  'ignore',
];

/** A name that nothing else in the spec has. */
export function fresh(world: World, stem: string): string {
  if (world.choices.chance(2)) {
    const name = world.choices.pick(hostile);
    if (!world.names.has(name)) {
      world.names.add(name);
      return name;
    }
  }
  for (let number = 0; ; number++) {
    const name = number === 0 ? stem : `${stem}${number}`;
    if (!world.names.has(name)) {
      world.names.add(name);
      return name;
    }
  }
}

/** A type as it stands in a declaration. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'int':
      return type.text;
    case 'enum':
      return type.name;
    case 'object':
    case 'place':
      return type.object.name;
    case 'actor':
      return type.actor === null ? 'actor' : type.actor.name;
    case 'option':
      return `${typeText(type.element)}?`;
    case 'array': {
      // The outer key stands first, as in C.
      let keys = '';
      let inner: Type = type;
      for (; inner.kind === 'array'; inner = inner.element) keys += `[${inner.keyText}]`;
      return typeText(inner) + keys;
    }
    case 'set':
      return `set<${type.text}>`;
    case 'seq':
      return `seq<${typeText(type.element)}, ${type.capacity}>`;
    case 'record':
      return type.record.name;
    case 'ref':
      return type.limit === 15 ? 'ref' : `ref to ${type.limit}`;
  }
}

/** Whether a value of one type may be stored where the other is declared, apart from ranges. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind === 'ref') return b.kind === 'int';
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'enum':
      return b.kind === 'enum' && a.name === b.name && a.name !== '';
    case 'object':
      return b.kind === 'object' && a.object === b.object;
    case 'actor':
      return b.kind === 'actor' && (b.actor === null || a.actor === b.actor);
    case 'option':
      return b.kind === 'option' && sameType(a.element, b.element);
    case 'set':
      return b.kind === 'set' && a.text === b.text;
    case 'seq':
    case 'array':
    case 'place':
      return false;
    case 'record':
      return b.kind === 'record' && a.record === b.record;
    case 'bool':
    case 'int':
      return true;
  }
}

/** The element type of an option, else the type itself. */
export function bare(type: Type): Type {
  return type.kind === 'option' ? type.element : type;
}

/** Whether a type has no values. */
export function isOfNobody(type: Type): boolean {
  return type.kind === 'actor' && type.actor?.count === 0;
}

/** An int type. */
export function range(low: number, high: number, text = `${low}..${high}`): Type & { kind: 'int' } {
  return { kind: 'int', low, high, text };
}
