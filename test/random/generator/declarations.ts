import { braced } from './code.ts';
import { embedding } from './embedded.ts';
import { domainOf, expression } from './expressions.ts';
import { binder } from './scope.ts';
import type { Scope } from './scope.ts';
import type { ObjectType, RecordType, Type, Variable, World } from './world.ts';
import { fresh, isOfNobody, range, typeText } from './world.ts';

/*
 * Random declarations: constants, types, objects and variables.
 */

/** A scope without any state, for initial values and constants. */
function constantScope(world: World): Scope {
  return { world, locals: [], self: 'none', shared: false, ghosts: false, safe: true, property: 'no', own: null };
}

/** Constants, variants and the defines over them. */
export function constants(world: World): readonly string[] {
  const { choices } = world;
  const lines: string[] = [];
  if (choices.chance(40)) {
    const name = fresh(world, 'N');
    const high = 2 + choices.below(2);
    const value = 1 + choices.below(2);
    world.constants.push({ name, low: 1, high, value, sized: choices.chance(60) });
    lines.push(`const ${name}: 1..${high} = ${value}`);
  }
  if (choices.chance(25)) {
    const name = fresh(world, 'ROUNDS');
    world.rounds.push(name);
    lines.push(`const ${name}: 1..2 | forever = ${choices.pick(['1', '2', 'forever'])}`);
  }
  if (choices.chance(40)) {
    const name = fresh(world, 'v');
    world.variants.push({ name, tags: null });
    lines.push(`variant ${name}: bool = ${choices.pick(['true', 'false'])}`);
  }
  if (choices.chance(30)) {
    const name = fresh(world, 'w');
    const tags = [fresh(world, 'first'), fresh(world, 'second'), ...(choices.chance(40) ? [fresh(world, 'third')] : [])];
    world.variants.push({ name, tags });
    lines.push(`variant ${name}: ${tags.join(' | ')} = ${choices.pick(tags)}`);
  }
  for (const variant of world.variants) {
    if (!choices.chance(35)) continue;
    const name = fresh(world, 'static');
    lines.push(`define ${name} = ${variant.tags === null ? `not ${variant.name}` : `${variant.name} in {${variant.tags[0]}}`}`);
    world.staticDefines.push(name);
  }
  return lines;
}

/** Enums and records. */
export function types(world: World): readonly string[] {
  const { choices } = world;
  const lines: string[] = [];
  const count = choices.below(3);
  for (let number = 0; number < count; number++) {
    const name = fresh(world, number === 0 ? 'Kind' : 'Mode');
    const tags = Array.from({ length: 2 + choices.below(2) }, (_, at) => fresh(world, ['red', 'green', 'blue'][at] ?? 'red'));
    const shared = world.enums[0]?.tags[0];
    if (number === 1 && shared !== undefined && choices.chance(30)) tags.push(shared);
    world.enums.push({ kind: 'enum', name, tags });
    lines.push(`enum ${name} { ${tags.join(choices.pick([', ', '  ']))} }`);
  }
  return lines;
}

/** Value records, which may refer to objects. */
export function records(world: World): readonly string[] {
  const { choices } = world;
  if (!choices.chance(world.crowded ? 80 : 22)) return [];
  const name = fresh(world, 'Pte');
  const fields: { name: string; type: Type }[] = [
    { name: 'dirty', type: { kind: 'bool' } },
    { name: 'age', type: range(0, 2) },
  ];
  const object = world.objects.find((candidate) => candidate.instances.length > 0);
  if (object !== undefined) fields.push({ name: 'frame', type: { kind: 'option', element: { kind: 'object', object } } });
  if (world.enums[0] !== undefined) fields.push({ name: 'kind', type: world.enums[0] });
  const chosen = fields.slice(choices.below(2)).slice(0, 2);
  world.records.push({ name, fields: chosen });
  return [`record ${name} { ${chosen.map((field) => `${field.name}: ${typeText(field.type)}`).join('  ')} }`];
}

/** Names of the objects' types and where they will stand, before any text is written. */
export function planObjects(world: World): readonly { readonly object: ObjectType; readonly text: string }[] {
  const { choices } = world;
  const planned: { object: ObjectType; text: string }[] = [];
  const count = choices.weighted([
    [world.crowded ? 0 : 25, 0],
    [50, 1],
    [25, 2],
  ] as const);
  for (let number = 0; number < count; number++) {
    const object: ObjectType = { name: fresh(world, number === 0 ? 'Folio' : 'Inode'), fields: [], instances: [], pool: null };
    const name = fresh(world, number === 0 ? 'folio' : 'inode');
    if (choices.chance(35)) {
      object.pool = { name, size: 2 };
      object.instances.push(`${name}[0]`, `${name}[1]`);
      planned.push({ object, text: `shared ${name}: ${object.name}[2]` });
    } else {
      object.instances.push(name);
      planned.push({ object, text: `shared ${name}: ${object.name}` });
    }
    world.objects.push(object);
  }
  return planned;
}

function variable(name: string, type: Type, ghost = false, owns = false): Variable {
  return { name, type, ghost, owns, writable: true };
}

/** What a variable begins with: one value, those of its elements, or any of several. */
function beginning(world: World, type: Type, name: string): string {
  const { choices } = world;
  if (type.kind === 'array' && choices.chance(35)) {
    const { key, element } = type;
    if (choices.chance(50) || element.kind === 'array') {
      const each = fresh(world, 'key');
      const scope = { ...constantScope(world), locals: [binder(each, key)] };
      const value = element.kind === 'array' || element.kind === 'seq' ? initial(world, element) : expression(scope, element, 1).text;
      return `= [${each}: ${value}]`;
    }
    const count = countOf(key);
    if (count !== null) return `= [${Array.from({ length: count }, () => initial(world, element)).join(', ')}]`;
  }
  if (type.kind === 'seq' && choices.chance(60))
    return `= [${Array.from({ length: choices.below(type.capacity + 1) }, () => expression(constantScope(world), type.element, 0).text).join(', ')}]`;
  if (type.kind === 'set' && type.element.kind !== 'record' && !isOfNobody(type.element) && choices.chance(20))
    return `within ${domainOf(constantScope(world), type.element)}`;
  if (['bool', 'int', 'enum', 'actor'].includes(bareOf(type).kind) && !isOfNobody(bareOf(type)) && choices.chance(type.kind === 'array' ? 8 : 15)) {
    const scope = constantScope(world);
    const where = choices.chance(40) ? ` where ${condition(name, type)}` : '';
    return `in ${domainOf(scope, bareOf(type))}${where}`;
  }
  return `= ${initial(world, type)}`;
}

/** The type under arrays. */
function bareOf(type: Type): Type {
  return type.kind === 'array' ? bareOf(type.element) : type;
}

/** What a chosen value has to be; that it is at times impossible is no spec. */
function condition(name: string, type: Type): string {
  if (type.kind === 'bool') return `${name} or not ${name}`;
  return type.kind === 'int' ? `${name} < ${type.high}` : 'true';
}

/** The number of elements of an array, where it is known here. */
function countOf(key: Type): number | null {
  switch (key.kind) {
    case 'int':
      return key.high - key.low + 1;
    case 'enum':
      return key.tags.length;
    case 'actor':
      return key.actor === null ? null : (key.actor.count ?? 1);
    case 'array':
    case 'bool':
    case 'object':
    case 'option':
    case 'place':
    case 'record':
    case 'ref':
    case 'seq':
    case 'set':
      return null;
  }
}

/** An initial value; arrays and sequences are filled with that of an element. */
export function initial(world: World, type: Type): string {
  const scope = constantScope(world);
  switch (type.kind) {
    case 'array':
      return initial(world, type.element);
    case 'seq':
      return '{}';
    case 'ref':
      return String(world.choices.below(3));
    case 'option':
      return isOfNobody(type.element) || world.choices.chance(60) ? 'none' : expression(scope, type.element, 0).text;
    case 'set':
      return isOfNobody(type.element) || world.choices.chance(50) ? '{}' : expression(scope, type, 0).text;
    case 'actor':
    case 'bool':
    case 'enum':
    case 'int':
    case 'object':
    case 'place':
    case 'record':
      return expression(scope, type, 0).text;
  }
}

/** The types that variables of the module and fields have. */
function variableType(world: World, field: boolean): Type {
  const { choices } = world;
  const small: (readonly [number, Type])[] = [
    [24, range(0, 1)],
    [24, { kind: 'bool' }],
    [14, range(0, 2)],
    [5, range(0, 3)],
    [2, range(-1, 1)],
  ];
  for (const named of world.enums) small.push([8, named]);
  for (const object of world.objects) small.push([7, { kind: 'option', element: { kind: 'object', object } }], [4, { kind: 'object', object }]);
  for (const actor of world.actors) small.push([4, { kind: 'actor', actor }], [2, { kind: 'option', element: { kind: 'actor', actor } }]);
  small.push([2, { kind: 'actor', actor: null }]);
  for (const actor of world.nobodies) small.push([14, { kind: 'option', element: { kind: 'actor', actor } }]);
  for (const constant of world.constants) if (constant.sized) small.push([5, range(0, constant.value, `0..${constant.name}`)]);
  const all: (readonly [number, Type])[] = [...small];
  for (const record of world.records) all.push([16, { kind: 'record', record }], [16, { kind: 'option', element: { kind: 'record', record } }]);
  for (const actor of world.nobodies)
    all.push(
      [6, { kind: 'set', element: { kind: 'actor', actor }, text: actor.name }],
      [20, { kind: 'array', element: choices.weighted(small), key: { kind: 'actor', actor }, keyText: actor.name }],
    );
  all.push(
    [4, { kind: 'set', element: range(0, 1), text: '0..1' }],
    [2, { kind: 'set', element: { kind: 'bool' }, text: 'bool' }],
    [2, { kind: 'set', element: { kind: 'actor', actor: null }, text: 'actor' }],
  );
  for (const actor of world.actors) all.push([4, { kind: 'set', element: { kind: 'actor', actor }, text: actor.name }]);
  for (const named of world.enums) all.push([4, { kind: 'set', element: named, text: named.name }]);
  for (const object of world.objects) if (object.pool !== null) all.push([4, { kind: 'set', element: { kind: 'object', object }, text: object.pool.name }]);
  for (const record of world.records) if (valuesOf(record) <= 16) all.push([6, { kind: 'set', element: { kind: 'record', record }, text: record.name }]);
  const key = keyType(world);
  if (key !== null) {
    const [record] = world.records;
    const element: Type = record !== undefined && choices.chance(40) ? { kind: 'option', element: { kind: 'record', record } } : choices.weighted(small);
    all.push([20, { kind: 'array', element, ...key }]);
    const second = keyType(world);
    if (second !== null && choices.chance(20)) all.push([20, { kind: 'array', element: { kind: 'array', element: range(0, 1), ...second }, ...key }]);
  }
  if (!field) {
    for (const record of world.records)
      all.push(
        [8, { kind: 'seq', element: { kind: 'record', record }, capacity: 2 }],
        [6, { kind: 'seq', element: { kind: 'option', element: { kind: 'record', record } }, capacity: 2 }],
      );
    const element = choices.weighted(small);
    const isSmall = element.kind === 'bool' || (element.kind === 'int' && element.high - element.low === 1);
    all.push([5, { kind: 'seq', element, capacity: isSmall ? 3 : 2 }]);
  }
  return choices.weighted(all);
}

/** About how many values a record has. */
function valuesOf(record: RecordType): number {
  const size = (type: Type): number => {
    if (type.kind === 'option') return 1 + size(type.element);
    if (type.kind === 'int') return type.high - type.low + 1;
    if (type.kind === 'enum') return type.tags.length;
    if (type.kind === 'actor') return type.actor === null ? 100 : (type.actor.count ?? 1);
    if (type.kind === 'object') return Math.max(1, type.object.instances.length);
    return type.kind === 'bool' ? 2 : 100;
  };
  return record.fields.reduce((product, field) => product * size(field.type), 1);
}

function keyType(world: World): { readonly key: Type; readonly keyText: string } | null {
  const { choices } = world;
  const keys: { key: Type; keyText: string }[] = [
    { key: range(0, 1), keyText: '2' },
    { key: range(0, 1), keyText: '0..1' },
    { key: range(1, 2), keyText: '1..2' },
  ];
  for (const named of world.enums) keys.push({ key: named, keyText: named.name });
  for (const actor of world.actors) keys.push({ key: { kind: 'actor', actor }, keyText: actor.name });
  keys.push({ key: { kind: 'actor', actor: null }, keyText: 'actor' });
  for (const object of world.objects)
    if (object.pool !== null) keys.push({ key: { kind: 'object', object }, keyText: choices.chance(60) ? object.pool.name : object.name });
  for (const constant of world.constants) if (constant.sized) keys.push({ key: range(0, constant.value - 1), keyText: constant.name });
  return choices.pick(keys);
}

/** Fields of an object, as lines of its declaration. */
export function fields(world: World, object: ObjectType, locks: ObjectType | null, slots: ObjectType | null): readonly string[] {
  const { choices } = world;
  const lines: string[] = [];
  const add = (field: Variable, text: string): void => {
    object.fields.push(field);
    lines.push(text);
  };
  if (choices.chance(70)) add(variable('refcount', { kind: 'ref', limit: 15 }), `refcount: ref = ${choices.pick(['1', '1', '2', '1', '2', '1', '0'])}`);
  else if (choices.chance(30)) add(variable('refcount', { kind: 'ref', limit: 2 }), `refcount: ref to 2 = 1`);
  const n = choices.pick([range(0, 1), range(0, 2)]);
  add(variable('n', n), `n: ${n.text} = 0`);
  if (locks !== null && choices.chance(50)) add(variable('lock', { kind: 'place', object: locks }), `lock: ${locks.name}`);
  if (slots !== null && choices.chance(75)) add(...embedding(world, slots));
  const more = choices.below(3);
  for (let number = 0; number < more; number++) {
    const type = variableType(world, true);
    const name = fresh(world, 'k');
    add(variable(name, type), `${name}: ${typeText(type)} ${beginning(world, type, name)}`);
  }
  if (choices.chance(15)) {
    const name = fresh(world, 'gk');
    add(variable(name, range(0, 1), true), `ghost ${name}: 0..1 = 0`);
  }
  return lines;
}

/** The variables of the module. */
export function variables(world: World): readonly string[] {
  const { choices } = world;
  const lines: string[] = [];
  const count = 1 + choices.below(3);
  for (let number = 0; number < count; number++) {
    const type = variableType(world, false);
    const name = fresh(world, ['x', 'seq', 'flag', 'turn'][number] ?? 's');
    world.shared.push(variable(name, type));
    lines.push(`shared ${name}: ${typeText(type)} ${beginning(world, type, name)}`);
  }
  if (choices.chance(10)) {
    const name = fresh(world, 'users');
    const limit = choices.pick([15, 2]);
    world.shared.push(variable(name, { kind: 'ref', limit }));
    lines.push(`shared ${name}: ${limit === 15 ? 'ref' : `ref to ${limit}`} = ${choices.below(3)}`);
  }
  for (const object of world.objects) {
    if (object.instances.length === 0 || !object.fields.some((field) => field.type.kind === 'ref') || !choices.chance(25)) continue;
    const name = fresh(world, 'cache');
    const type: Type = { kind: 'option', element: { kind: 'object', object } };
    world.shared.push(variable(name, type, false, true));
    lines.push(`shared owns ${name}: ${object.name}? = ${choices.pick(['none', choices.pick(object.instances)])}`);
  }
  if (choices.chance(25)) {
    const type = choices.pick<Type>([range(0, 1), { kind: 'bool' }, { kind: 'set', element: range(0, 1), text: '0..1' }]);
    const name = fresh(world, 'g');
    world.ghosts.push(variable(name, type, true));
    lines.push(`ghost ${name}: ${typeText(type)} = ${initial(world, type)}`);
  }
  return lines;
}

/** An object that others embed. */
export function lockObject(world: World): { readonly object: ObjectType; readonly lines: readonly string[] } | null {
  if (world.kernel.folio) return { object: { name: 'Lock', fields: [variable('held', { kind: 'bool' })], instances: [], pool: null }, lines: [] };
  if (!world.choices.chance(30)) return null;
  const object: ObjectType = { name: fresh(world, 'Lock'), fields: [variable('held', { kind: 'bool' })], instances: [], pool: null };
  return { object, lines: braced(`object ${object.name}`, ['held: bool = false']) };
}
