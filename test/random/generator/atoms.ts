import type { Text } from './expressions.ts';
import { expression, level } from './expressions.ts';
import type { Scope } from './scope.ts';
import { paths } from './scope.ts';
import type { ActorType, LabelInfo, World } from './world.ts';
import { bare } from './world.ts';

/*
 * The atoms that only properties have: locations, references, the step.
 */

/** A random atom of the scope's kind of property, or null where the chosen one cannot be built. */
export function propertyAtom(scope: Scope, depth: number): Text | null {
  const { choices } = scope.world;
  const state = (): Text | null => {
    switch (choices.below(6)) {
      case 0:
      case 1:
      case 2:
        return place(scope);
      case 3:
        return references(scope);
      case 4:
        return enabled(scope);
      default:
        return choices.chance(50) ? { text: 'quiescent', level: level.primary } : references(scope);
    }
  };
  if (ownCounted(scope) && choices.chance(15)) return references(scope);
  if (scope.property === 'state' || choices.chance(25)) return state();
  switch (choices.below(6)) {
    case 0:
    case 1:
      return stepIs(scope);
    case 2:
      return mover(scope);
    case 3:
    case 4:
      return primed(scope, depth);
    default:
      return newRefs(scope);
  }
}

/** An actor as the left side of `at` or `holds`, with its declaration. */
function anActor(scope: Scope): { readonly text: string; readonly actor: ActorType } {
  const { choices, actors } = scope.world;
  for (const local of scope.locals) {
    if (local.type.kind === 'actor' && local.type.actor !== null && choices.chance(70)) return { text: local.name, actor: local.type.actor };
  }
  const actor = choices.pick(actors);
  return { text: actor.count === null ? actor.name : `${actor.name}[${choices.below(actor.count)}]`, actor };
}

function place(scope: Scope): Text {
  const { choices } = scope.world;
  const { text, actor } = anActor(scope);
  const labels = actor.labels.filter((label) => label.hasLocation);
  const one = (): string => (labels.length === 0 ? 'done' : choices.pick(labels).name);
  const form = choices.below(4);
  if (form === 0) return { text: `${text} at done`, level: level.comparison };
  if (form < 3) return { text: `${text} at ${one()}`, level: level.comparison };
  if (labels.length >= 2 && choices.chance(50)) {
    const first = choices.below(labels.length - 1);
    const last = first + 1 + choices.below(labels.length - 1 - first);
    return { text: `${text} at {${labels[first]?.name}..${labels[last]?.name}}`, level: level.comparison };
  }
  return { text: `${text} at {${[...new Set([one(), one(), 'done'])].join(', ')}}`, level: level.comparison };
}

/** An object with a `ref` field that the scope can name without reading state. */
function counted(scope: Scope): string | null {
  const { choices, objects } = scope.world;
  const all = objects.filter((object) => object.fields.some((field) => field.type.kind === 'ref')).flatMap((object) => object.instances);
  return all.length === 0 ? null : choices.pick(all);
}

function ownCounted(scope: Scope): boolean {
  return scope.own !== null && scope.own.fields.some((field) => field.type.kind === 'ref');
}

function actorSet(world: World): string {
  const { choices, actors } = world;
  const actor = choices.pick(actors);
  if (actor.count !== null && choices.chance(60)) return actor.name;
  return choices.chance(50) ? 'actor' : `{${actor.count === null ? actor.name : `${actor.name}[0]`}}`;
}

function references(scope: Scope): Text | null {
  const { choices } = scope.world;
  const object = counted(scope);
  const own = ownCounted(scope);
  if (object === null) return null;
  const inside = (more: string): string => (own && choices.chance(96) ? more : [object, more].filter((part) => part !== '').join(' '));
  switch (choices.below(own ? 6 : 5)) {
    case 0:
      return { text: `${anActor(scope).text} holds ${object}`, level: level.comparison };
    case 1:
    case 5: {
      const target = inside('');
      return { text: `holders${target === '' ? '' : `(${target})`} within ${actorSet(scope.world)}`, level: level.comparison };
    }
    case 2: {
      const target = inside('');
      return { text: `refs${target === '' ? '' : `(${target})`} ${choices.pick(['==', '<=', '>'])} ${choices.below(3)}`, level: level.comparison };
    }
    case 3:
      return { text: `refs(${inside(`by ${actorSet(scope.world)}`)}) ${choices.pick(['==', '<=', '>'])} ${choices.below(2)}`, level: level.comparison };
    default:
      return { text: `rest(${object}) ${choices.pick(['==', '<='])} ${choices.below(3)}`, level: level.comparison };
  }
}

function enabled(scope: Scope): Text {
  const { choices } = scope.world;
  const actor = choices.pick(scope.world.actors);
  const instance = actor.count === null ? actor.name : `${actor.name}[${choices.below(actor.count)}]`;
  const labels = actor.labels.filter((label) => label.hasLocation);
  const label = labels.length > 0 && choices.chance(50) ? `.${choices.pick(labels).name}` : '';
  return { text: `enabled(${instance}${label})`, level: level.primary };
}

/** Labels that one actor alone has may stand bare. */
function bareLabel(world: World, actor: ActorType, label: LabelInfo): boolean {
  // The library has labels too.
  if (world.actionLabels.has(label.name) || (world.kernel.rcu && label.name === 'wait')) return false;
  return ![...world.actors, ...world.nobodies].some(
    (other) => other !== actor && (other.name === label.name || other.labels.some((theirs) => theirs.name === label.name)),
  );
}

function stepIs(scope: Scope): Text | null {
  const { choices, operations, actors, called } = scope.world;
  const candidates = operations.filter((operation) => called.has(operation.name));
  if (candidates.length > 0 && choices.chance(20)) return { text: `step is ${choices.pick(candidates).name}`, level: level.comparison };
  const actor = choices.pick(actors);
  if (choices.chance(8)) return { text: `step is ${actor.name}`, level: level.comparison };
  if (actor.labels.length === 0) return null;
  const label = choices.pick(actor.labels);
  if (bareLabel(scope.world, actor, label) && choices.chance(30)) return { text: `step is ${label.name}`, level: level.comparison };
  const instance = actor.count !== null && choices.chance(60) ? `${actor.name}[${choices.below(actor.count)}]` : actor.name;
  return { text: `step is ${instance}.${label.name}`, level: level.comparison };
}

function mover(scope: Scope): Text {
  const { choices } = scope.world;
  switch (choices.below(3)) {
    case 0:
      return { text: `mover == ${anActor(scope).text}`, level: level.comparison };
    case 1:
      return { text: `mover in ${actorSet(scope.world)}`, level: level.comparison };
    default:
      return { text: `mover ${choices.pick(['==', '!='])} none`, level: level.comparison };
  }
}

function primed(scope: Scope, depth: number): Text | null {
  const { choices } = scope.world;
  const known = paths(scope).filter((path) => path.isShared && !['seq', 'record'].includes(path.type.kind));
  if (known.length === 0) return null;
  const path = choices.pick(known);
  if (path.type.kind === 'bool') return { text: `${path.text()}'`, level: level.primary };
  if (path.type.kind === 'int' || path.type.kind === 'ref') {
    const same = path.text();
    const other = choices.chance(60) ? same : String(choices.below(3));
    return { text: `${same}' ${choices.pick(['==', '<=', '>=', '!='])} ${other}${choices.chance(20) ? ' + 1' : ''}`, level: level.comparison };
  }
  if (path.type.kind === 'set') return { text: `${path.text()} within ${path.text()}'`, level: level.comparison };
  const value = expression(scope, bare(path.type), Math.min(depth - 1, 0));
  return { text: `${path.text()}' ${choices.pick(['==', '!='])} ${value.level >= level.range ? value.text : `(${value.text})`}`, level: level.comparison };
}

function newRefs(scope: Scope): Text | null {
  const { choices } = scope.world;
  const object = counted(scope);
  if (object === null) return null;
  const on = ownCounted(scope) && choices.chance(80) ? '' : ` on ${object}`;
  const by = choices.chance(60) ? ` by ${actorSet(scope.world)}` : '';
  return { text: `${choices.pick(['no ', ''])}new refs${on}${by}`, level: level.comparison };
}
