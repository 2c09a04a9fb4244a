import type { Name, PropertyPath, TypeNode } from '@mmspec/syntax';
import { implicitNames } from '@mmspec/system';
import { isDecidingCount } from './contexts.ts';
import type { Model } from './model.ts';
import { elementType } from './embedded_objects.ts';

/** What the name of a property stands for. */
export interface NamedProperty {
  readonly kind: 'declared' | 'implicit' | 'live' | 'range' | 'assertion';
  /** As results name it: `range of folio.safe` becomes `range of Folio.safe`. */
  readonly name: string;
}

/** The property that an expectation names; null where it certainly does not exist. Assertions are not looked up. */
export function namedProperty(model: Model, path: PropertyPath): NamedProperty | null {
  const parts = path.parts.map((part) => part.text);
  const [first = '', second] = parts;
  if (path.of.length > 0) {
    const variable = first === 'range' && parts.length === 1 ? variableNamed(model, path.of) : null;
    return variable === null ? null : { kind: 'range', name: `range of ${variable}` };
  }
  if (parts.length === 1) {
    if (declaredNames(model).has(first)) return { kind: 'declared', name: first };
    return implicitNames.some((name) => name === first) ? { kind: 'implicit', name: first } : null;
  }
  const object = model.objects.find((candidate) => candidate.name.text === first);
  if (object !== undefined && second === 'live' && parts.length === 2) {
    return object.members.some((member) => member.kind === 'live') ? { kind: 'live', name: `${first}.live` } : null;
  }
  const hasText = model.actors.some((actor) => actor.name.text === first) || model.actions.some((action) => action.name.text === first);
  return hasText ? { kind: 'assertion', name: parts.join('.') } : null;
}

const namesOf = new WeakMap<Model['properties'], ReadonlySet<string>>();

/** An expectation may name all properties of a spec. */
function declaredNames({ properties }: Model): ReadonlySet<string> {
  const known = namesOf.get(properties) ?? new Set(properties.map(({ name }) => name));
  namesOf.set(properties, known);
  return known;
}

/** The name under which range errors of a variable are reported: `seq`, `Folio.safe`, `vcpu.x`, `index`, `division`. */
function variableNamed(model: Model, of: readonly Name[]): string | null {
  const [first, ...rest] = of.map((part) => part.text);
  if (first === undefined) return null;
  if (rest.length === 0 && (first === 'index' || first === 'division')) return first;
  if (rest.length === 0 && isDecidingCount(first) && model.actors.some(({ cpu }) => cpu !== null)) return first;
  const variable = model.variables.find((candidate) => candidate.name.text === first);
  if (variable !== undefined) return rest.length === 0 ? first : fieldOf(model, variable.type, rest);
  const object = model.objects.find((candidate) => candidate.name.text === first);
  if (object !== undefined) return fieldOf(model, null, rest, object);
  const record = model.records.find((candidate) => candidate.name.text === first);
  if (record !== undefined) return rest.length === 1 && record.fields.some((field) => field.name.text === rest[0]) ? `${first}.${rest[0]}` : null;
  const actor = model.actors.some((candidate) => candidate.name.text === first) || model.actions.some((candidate) => candidate.name.text === first);
  return actor && rest.length > 0 ? [first, ...rest].join('.') : null;
}

function fieldOf(model: Model, type: TypeNode | null, rest: readonly string[], start: Model['objects'][number] | null = null): string | null {
  let object = start ?? (type === null ? null : objectOf(model, type));
  for (const [index, name] of rest.entries()) {
    const field = object?.members.find((member) => member.kind === 'variable' && member.name.text === name);
    if (object === null || object === undefined || field?.kind !== 'variable') return null;
    if (index === rest.length - 1) return `${object.name.text}.${name}`;
    object = objectOf(model, field.type);
  }
  return null;
}

function objectOf(model: Model, type: TypeNode): Model['objects'][number] | null {
  const inner = elementType(type);
  const named = inner.kind === 'option_type' ? inner.element : inner;
  const meaning = named.kind === 'named_type' ? model.meanings.get(named.name) : undefined;
  return meaning?.kind === 'object' ? meaning.declaration : null;
}
