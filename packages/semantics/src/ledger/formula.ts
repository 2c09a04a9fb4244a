import type { Expression, VariableDeclaration } from '@mmspec/syntax';
import type { Frame, Location } from '../flow/types.ts';
import type { ConcreteType, ObjectInstance, World } from '../world/world.ts';
import { initialValues } from '../embedded_objects.ts';
import { objectOf, placeOf, firstRefOf } from './names.ts';
import { weightIn, weightOfLocal } from './owners.ts';
import { atText, nameSet } from './places.ts';
import { textOfTerm } from './term.ts';
import type { Term } from './term.ts';
import type { ActorLedger, Holding, Ledger } from './types.ts';

/*
 * The count of a reference counter as a formula over locations and owners:
 * `folio.refcount = 1 + |vcpu at {lock..put}| + |walker at {trylock, put}|`.
 */

export interface CounterFormula {
  /** `folio.refcount`; `f.refcount for f in Folio` where there are several objects. */
  readonly counter: string;
  readonly formula: string;
  /** The same over the locations where an actor may stay for ever. */
  readonly atQuiescence: string;
}

/** Counters that mean the same text: all objects of a type, or one module-level `ref`. */
interface Subject {
  readonly text: string;
  readonly ref: VariableDeclaration;
  /** The only object; null for several, and for a module-level `ref`. */
  readonly sole: ObjectInstance | null;
  readonly objects: readonly ObjectInstance[];
  /** What stands for the object in the formula. */
  readonly variable: string;
}

export function formulasOf(ledger: Ledger): readonly CounterFormula[] {
  return subjectsOf(ledger.flow.world).map((subject) => {
    const rest = restOf(ledger, subject);
    const owners = ownersOf(ledger, subject);
    const everywhere = ledger.actors.flatMap((actor) => termsOf(ledger, actor, subject, (location) => location));
    const resting = ledger.actors.flatMap((actor) =>
      termsOf(ledger, actor, subject, (location) => (location === null || location.idle ? location : undefined)),
    );
    return { counter: counterText(subject), formula: sum([rest, ...everywhere, ...owners]), atQuiescence: sum([rest, ...resting, ...owners]) };
  });
}

function sum(terms: readonly string[]): string {
  const some = terms.filter((one) => one !== '0');
  return some.length === 0 ? '0' : some.join(' + ');
}

function counterText(subject: Subject): string {
  return subject.objects.length > 1 ? `${subject.text} for ${subject.variable} in ${subject.objects[0]?.declaration.name.text}` : subject.text;
}

function subjectsOf(world: World): readonly Subject[] {
  const subjects: Subject[] = [];
  for (const { declaration, name, type } of world.variables) {
    if (type.kind === 'ref') subjects.push({ text: name, ref: declaration, sole: null, objects: [], variable: name });
  }
  for (const declaration of world.model.objects) {
    const objects = world.objects(declaration);
    const [first] = objects;
    if (first === undefined) continue;
    const variable = objects.length === 1 ? first.name : declaration.name.text.charAt(0).toLowerCase();
    for (const member of declaration.members) {
      if (member.kind !== 'variable' || member.type.kind !== 'ref_type') continue;
      subjects.push({ text: `${variable}.${member.name.text}`, ref: member, sole: objects.length === 1 ? first : null, objects, variable });
    }
  }
  return subjects;
}

/** One term for each way in which an actor kind holds references on the counter. */
function termsOf(ledger: Ledger, actor: ActorLedger, subject: Subject, at: (location: Location | null) => Location | null | undefined): readonly string[] {
  const groups = new Map<string, { readonly holding: Holding; readonly locations: Set<Location>; done: boolean }>();
  const add = (location: Location | null, holding: Holding): void => {
    if (holding.ref !== subject.ref || at(location) === undefined) return;
    const key = `${textOfTerm(holding.count)} ${sameCounter(holding, subject) ? '' : holding.text}`;
    const group = groups.get(key) ?? { holding, locations: new Set<Location>(), done: false };
    groups.set(key, group);
    if (location === null) group.done = true;
    else group.locations.add(location);
  };
  for (const location of actor.flow.locations) for (const holding of actor.holdings[location.id] ?? []) add(location, holding);
  for (const holding of actor.atDone) add(null, holding);
  const { world } = ledger.flow;
  return [...groups.values()].map(({ holding, locations, done }) => {
    const names = [...nameSet(world, actor.flow, locations), ...(done ? ['done'] : [])];
    return term(actor.flow.actor.name.text, atText(names), holding, subject);
  });
}

/** True where the holding certainly is on the counter that the formula is about. */
function sameCounter(holding: Holding, subject: Subject): boolean {
  return holding.root.kind === 'variable' || (subject.sole !== null && holding.root.kind !== 'local');
}

function term(actor: string, at: string, holding: Holding, subject: Subject): string {
  const factor = factorOf(holding.count);
  if (sameCounter(holding, subject)) return `${factor}|${actor} ${at}|`;
  const { root } = holding;
  const name = root.kind === 'local' ? `a.${holding.text}` : holding.text;
  return `${factor}|a in ${actor}: a ${at} and ${name} == ${subject.variable}|`;
}

/** `3 * `, `a.n * `, `(a.n + 1) * `; nothing for 1. */
function factorOf(count: Term): string {
  const text = textOfTerm(count);
  if (text === '1') return '';
  return count.locals.size === 0 || text === [...count.locals.keys()][0]?.name ? `${text} * ` : `(${text}) * `;
}

/** Variables that own references on the object: `|o in {cache, pt.pte}: o == folio|`, with a term for each number of references that they have. */
function ownersOf(ledger: Ledger, subject: Subject): readonly string[] {
  const [first] = subject.objects;
  if (first === undefined || firstRefOf({ kind: 'object', declaration: first.declaration }) !== subject.ref) return [];
  const byWeight = new Map<number, string[]>();
  for (const { text, weight } of owningVariables(ledger, first)) byWeight.set(weight, [...(byWeight.get(weight) ?? []), text]);
  return [...byWeight].map(([weight, names]) => `${weight === 1 ? '' : `${weight} * `}|o in {${names.join(', ')}}: o == ${subject.variable}|`);
}

interface Owner {
  readonly text: string;
  readonly initial: Expression | null;
  /** How many variables the text stands for. */
  readonly count: number;
  /** How many references each of them has. */
  readonly weight: number;
  readonly frame: Frame | null;
}

/** All `owns` variables that can point to objects of the type of this one. */
function owningVariables(ledger: Ledger, object: ObjectInstance): readonly Owner[] {
  const { world } = ledger.flow;
  const found: Owner[] = [];
  const frame = ledger.actors[0]?.flow.root ?? null;
  const add = (declaration: VariableDeclaration, text: string): void => {
    let type = world.concrete(declaration.type, 'value');
    let suffix = '';
    let count = 1;
    while (type.kind === 'array') {
      const keys = keyCount(world, type.key);
      suffix += '[*]';
      count *= keys;
      type = type.element;
    }
    if (objectOf(type) === object.declaration)
      found.push({ text: `${text}${suffix}`, initial: declaration.initial, count, weight: weightIn(world, declaration), frame });
  };
  for (const { declaration, name } of world.variables) if (declaration.owns) add(declaration, name);
  for (const declaration of world.model.objects) {
    for (const member of declaration.members) {
      if (member.kind !== 'variable' || !member.owns) continue;
      for (const instance of world.objects(declaration)) add(member, `${instance.name}.${member.name.text}`);
    }
  }
  for (const { flow } of ledger.actors) {
    for (const local of new Set([...flow.top, ...flow.stored])) {
      if (!local.owns || objectOf(local.type) !== object.declaration || local.node.kind !== 'local') continue;
      found.push({
        text: `${flow.actor.name.text}.${local.name}`,
        initial: local.role === 'top' ? local.node.initial : null,
        count: world.actorsOf(flow.actor).length,
        weight: weightOfLocal(world, local),
        frame: flow.root,
      });
    }
  }
  return found;
}

function keyCount(world: World, key: ConcreteType): number {
  switch (key.kind) {
    case 'int':
      return key.max - key.min + 1;
    case 'enum':
      return key.tags.length;
    case 'bool':
      return 2;
    case 'object':
    case 'place':
      return world.objects(key.declaration).length;
    case 'actor':
      return key.declaration === null ? world.actors.length : world.actorsOf(key.declaration).length;
    case 'array':
    case 'option':
    case 'record':
    case 'ref':
    case 'seq':
    case 'set':
      return 0;
  }
}

/** True where not all counters, or not all owners, of objects of a type begin alike. */
function beginsApart({ model }: World, { ref, objects: [first] }: Subject): boolean {
  const fields = model.objects.flatMap(({ members }) => members.filter((member) => member.kind === 'variable'));
  const isMade = (variable: VariableDeclaration): boolean =>
    initialValues(variable).some((value) => value.kind === 'call' && value.callee.text === first?.declaration.name.text);
  return ref.beginning !== null || [...model.variables, ...fields].some((variable) => (variable.owns && variable.beginning !== null) || isMade(variable));
}

/** The references that belong to nobody: the initial count, less the owners that point there in the beginning. */
function restOf(ledger: Ledger, subject: Subject): string {
  const { world } = ledger.flow;
  const count = subject.ref.initial === null ? 0 : world.constant(subject.ref.initial);
  if (typeof count !== 'number' || beginsApart(world, subject)) return `rest(${subject.variable})`;
  const owned = subject.objects.map((object) => {
    if (firstRefOf({ kind: 'object', declaration: object.declaration }) !== subject.ref) return 0;
    const owners = owningVariables(ledger, object).filter(
      ({ initial, frame }) => initial !== null && frame !== null && placeOf(world, chosen(world, initial), frame)?.id === object.id,
    );
    return owners.reduce((sum, owner) => sum + owner.count * owner.weight, 0);
  });
  const rests = new Set(owned.map((number) => count - number));
  const [only] = rests;
  if (rests.size === 0) return String(count);
  return rests.size === 1 && only !== undefined ? String(only) : `rest(${subject.variable})`;
}

/** `a` or `b` of `a if c else b`, where a constant says which. */
function chosen(world: World, expression: Expression): Expression {
  if (expression.kind !== 'conditional') return expression;
  return chosen(world, world.constant(expression.condition) === true ? expression.consequent : expression.alternative);
}
