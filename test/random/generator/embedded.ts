import { truth } from './truths.ts';
import { initial } from './declarations.ts';
import type { Scope } from './scope.ts';
import type { ObjectType, Type, Variable, World } from './world.ts';
import { fresh, range, typeText } from './world.ts';

/*
 * Random objects inside objects, on any level, with what may stand in them, and what says when they live.
 */

const bool: Type = { kind: 'bool' };

function field(name: string, type: Type): Variable {
  return { name, type, ghost: false, owns: false, writable: true };
}

/** An object that others embed, alone or in arrays, with a lock, records, arrays and options in it; its instances come later. */
export function slotObject(world: World, lock: ObjectType | null): { readonly object: ObjectType; readonly lines: string[] } | null {
  const { choices } = world;
  if (!choices.chance(world.crowded ? 95 : 40)) return null;
  const object: ObjectType = { name: fresh(world, 'Slot'), fields: [], instances: [], pool: null };
  const lines: string[] = [];
  const add = (name: string, type: Type, value: string): void => {
    object.fields.push(field(name, type));
    lines.push(value === '' ? `${name}: ${typeText(type)}` : `${name}: ${typeText(type)} = ${value}`);
  };
  add('dead', bool, choices.pick(['false', 'false', 'true']));
  add('n', range(0, 1), '0');
  const [record] = world.records;
  if (lock !== null && choices.chance(60)) add('lock', { kind: 'place', object: lock }, '');
  if (record !== undefined && choices.chance(40)) add('pte', { kind: 'option', element: { kind: 'record', record } }, 'none');
  if (record !== undefined && choices.chance(40)) add('word', { kind: 'record', record }, initial(world, { kind: 'record', record }));
  if (choices.chance(40)) add('bits', { kind: 'array', element: bool, key: range(0, 1), keyText: '2' }, 'false');
  if (choices.chance(15)) add('next', { kind: 'option', element: { kind: 'object', object } }, 'none');
  return { object, lines };
}

/** A field that embeds the object, or an array of them. */
export function embedding(world: World, object: ObjectType): readonly [Variable, string] {
  const { choices, enums, nobodies } = world;
  const place: Type = { kind: 'place', object };
  const arrays: Type[] = [{ kind: 'array', element: place, key: range(0, 1), keyText: '2' }];
  for (const named of enums.slice(0, 1)) arrays.push({ kind: 'array', element: place, key: named, keyText: named.name });
  for (const actor of nobodies) arrays.push({ kind: 'array', element: place, key: { kind: 'actor', actor }, keyText: actor.name });
  const type = choices.chance(50) ? place : choices.pick(arrays);
  const name = type.kind === 'place' ? 'slot' : 'slots';
  return [field(name, type), `${name}: ${typeText(type)}`];
}

/** The objects of a field, by the texts of its owners. */
export function placesOf(owners: readonly string[], { name, type }: Variable): readonly string[] {
  return owners.flatMap((owner) => {
    if (type.kind !== 'array') return [`${owner}.${name}`];
    const { key } = type;
    const keys = key.kind === 'int' ? Array.from({ length: key.high - key.low + 1 }, (_, at) => String(key.low + at)) : key.kind === 'enum' ? key.tags : [];
    return keys.map((each) => `${owner}.${name}[${each}]`);
  });
}

/** `live when p` over the fields of an object and what is embedded in it. */
export function live(world: World, own: ObjectType): string {
  const { choices } = world;
  if (choices.chance(25)) {
    const scope: Scope = { world, locals: [], self: 'none', shared: true, ghosts: false, safe: false, property: 'no', own };
    return `live when ${truth(scope, 1).text}`;
  }
  const forms: string[] = ['n < 1'];
  for (const { name, type, ghost } of own.fields) {
    if (ghost) continue;
    if (type.kind === 'bool') forms.push(name, `not ${name}`, `not ${name}`);
    if (type.kind === 'record') forms.push(...type.record.fields.filter((part) => part.type.kind === 'bool').map((part) => `not ${name}.${part.name}`));
    if (type.kind === 'option') forms.push(`${name} == none`);
    if (type.kind === 'option' && type.element.kind === 'record')
      forms.push(...type.element.record.fields.filter((part) => part.type.kind === 'bool').map((part) => `${name} == none or not ${name}.${part.name}`));
    if (type.kind === 'array' && type.element.kind === 'bool' && type.key.kind === 'int')
      forms.push(`not ${name}[${type.key.low}]`, `not ${name}[min(n, ${type.key.high})]`);
    if (type.kind === 'place') forms.push(...flagsOf(type.object, name));
    if (type.kind === 'array' && type.element.kind === 'place') {
      const element = fresh(world, 's');
      if (type.key.kind === 'int') forms.push(...flagsOf(type.element.object, `${name}[${type.key.low}]`));
      if (type.key.kind === 'enum') forms.push(...flagsOf(type.element.object, `${name}[${type.key.tags[0]}]`));
      forms.push(`forall ${element} in ${name}: ${flagsOf(type.element.object, element)[0] ?? 'true'}`);
    }
  }
  return `live when ${choices.pick(forms)}`;
}

/** Conditions that ask a flag of an embedded object, or of one inside it. */
function flagsOf(object: ObjectType, path: string): readonly string[] {
  return object.fields.flatMap(({ name, type }) =>
    type.kind === 'bool' ? [`not ${path}.${name}`] : type.kind === 'place' ? flagsOf(type.object, `${path}.${name}`) : [],
  );
}
