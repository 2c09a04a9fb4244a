import type { Inspected, Value } from '@mmspec/interpreter';
import type { ActorIdentity, ObjectInstance } from '@mmspec/semantics';
import { textOf } from '@mmspec/interpreter';
import type { Shown } from './handles.ts';
import { now, type Running } from './running.ts';

/*
 * Values as trees: objects with their fields and who holds them, arrays and records with their parts, actors with what they hold.
 */

const textMax = 120;

/** A value under its name; `path` is an expression for it. */
export function shownValue(run: Running, name: string, value: Value, path: string | null, canBeSet: boolean = path !== null): Shown {
  const children = childrenOf(run, value, path);
  return { name, value: shortened(textOfValue(run, value)), path, canBeSet: canBeSet && isWhole(value), children };
}

/** A row that only says something. */
export function remark(name: string, value: string, children: Shown['children'] = null): Shown {
  return { name, value, path: null, canBeSet: false, children };
}

/** An array is set by its elements, an actor's variable by its own name. */
function isWhole(value: Value): boolean {
  return value === null || typeof value !== 'object' || value.kind !== 'array';
}

const shortened = (text: string): string => (text.length <= textMax ? text : `${text.slice(0, textMax - 1)}…`);

/** An object with its counter and holders, an actor with its place, everything else as it is written. */
export function textOfValue(run: Running, value: Value): string {
  if (value === null || typeof value !== 'object') return textOf(value);
  if (value.kind === 'object') return textOfObject(run.machine.inspect(now(run)), value.object);
  if (value.kind === 'actor') return `${value.actor.name} at ${placeOf(run, value.actor.name)}`;
  return textOf(value);
}

function textOfObject(inspected: Inspected, object: ObjectInstance): string {
  const holders = inspected.holders(object);
  if (holders === null) return object.name;
  return `${object.name}, ${holders.length === 0 ? 'held by nobody' : `held by ${holders.map(textOfHolder).join(', ')}`}`;
}

const textOfHolder = ({ holder, count }: { readonly holder: string | null; readonly count: number }): string =>
  `${holder ?? 'initial reference'}${count === 1 ? '' : ` ×${count}`}`;

/** Labels and operations down to where an actor stands, or `done`. */
export function placeOf(run: Running, actor: string): string {
  const row = run.machine.describe(now(run)).find(({ name }) => name === actor);
  return String(row?.value).replace(/@[\d/]+$/u, '');
}

function childrenOf(run: Running, value: Value, path: string | null): Shown['children'] {
  if (value === null || typeof value !== 'object') return null;
  const part = (name: string, below: Value, step: string): Shown => shownValue(run, name, below, path === null ? null : `${path}${step}`);
  switch (value.kind) {
    case 'object':
      return () => partsOfObject(run, value.object, path);
    case 'actor':
      return () => partsOfActor(run, value.actor);
    case 'record':
      return () => value.fields.map((field) => part(field.name, field.value, `.${field.name}`));
    case 'array':
      return () => value.keys.map((key, at) => part(`[${textOf(key)}]`, value.elements[at] ?? null, `[${textOf(key)}]`));
    case 'seq':
      return value.elements.length === 0 ? null : () => value.elements.map((element, at) => part(`[${at}]`, element, `[${at}]`));
    case 'set':
      return value.elements.some((element) => typeof element === 'object' && element !== null)
        ? () => value.elements.map((element, at) => shownValue(run, String(at + 1), element, null))
        : null;
    case 'awaited':
      return null;
  }
}

/** Its fields, and who has how many references on it. */
function partsOfObject(run: Running, object: ObjectInstance, path: string | null): Shown[] {
  const inspected = run.machine.inspect(now(run));
  const fields = inspected.fields(object).map(({ name, value }) => shownValue(run, name, value, path === null ? null : `${path}.${name}`));
  const holders = inspected.holders(object);
  if (holders === null) return fields;
  const rows = holders.map(({ holder, count }) =>
    remark(holder ?? 'initial', `${count} ${count === 1 ? 'reference' : 'references'}${holder === null ? ' that nobody holds' : ''}`),
  );
  return [...fields, remark('held by', holders.length === 0 ? 'nobody' : holders.map(textOfHolder).join(', '), rows.length === 0 ? null : () => rows)];
}

function partsOfActor(run: Running, { name, declaration }: ActorIdentity): Shown[] {
  const inspected = run.machine.inspect(now(run));
  const top = declaration.body.statements.filter((statement) => statement.kind === 'local');
  const variables = top.flatMap((node): Shown[] => {
    const value = inspected.local(name, node);
    return value === undefined ? [] : [shownValue(run, node.name.text, value, `${name}.${node.name.text}`)];
  });
  return [remark('stands at', placeOf(run, name)), ...variables, ...heldBy(inspected, name)];
}

/** What an actor has references on; nothing where it has none. */
export function heldBy(inspected: Inspected, actor: string): Shown[] {
  const held = inspected.held(actor);
  if (held.length === 0) return [];
  const texts = held.map(({ name, count }) => `${name}${count === 1 ? '' : ` ×${count}`}`);
  return [remark('holds references on', texts.join(', '))];
}
