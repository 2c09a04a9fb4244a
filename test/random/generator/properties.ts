import { staticTruth } from './statements.ts';
import { truth } from './truths.ts';
import type { Scope } from './scope.ts';
import { binder } from './scope.ts';
import type { ObjectType, World } from './world.ts';
import { fresh } from './world.ts';

/*
 * Random invariants and checks, and the declarations that only the parser knows today.
 */

export function propertyScope(world: World, over: 'state' | 'step', own: ObjectType | null): Scope {
  return { world, locals: [], self: 'none', shared: true, ghosts: true, safe: false, property: over, own };
}

function body(world: World, over: 'state' | 'step', own: ObjectType | null): string {
  const { choices } = world;
  const scope = propertyScope(world, over, own);
  const p = truth(scope, 2);
  return choices.chance(40) ? `${p.level > 2 ? p.text : `(${p.text})`} implies ${truth(scope, 1).text}` : p.text;
}

/** An invariant, of the module or inside an object. */
export function invariant(world: World, own: ObjectType | null): string {
  const { choices } = world;
  const over = choices.chance(45) ? 'step' : 'state';
  const name = fresh(world, 'inv');
  world.properties.push(name);
  return `invariant ${name}: ${body(world, over, own)}${choices.chance(10) ? ' expect violated' : ''}`;
}

/** A define over the state. */
export function stateDefine(world: World): string {
  const { choices } = world;
  const name = fresh(world, 'd');
  const object = world.objects.find((candidate) => candidate.instances.length > 0);
  if (object !== undefined && choices.chance(50)) {
    const parameter = fresh(world, 'o');
    const scope = {
      ...propertyScope(world, 'state', null),
      property: 'no' as const,
      ghosts: false,
      locals: [binder(parameter, { kind: 'object' as const, object })],
    };
    const text = `define ${name}(${parameter}: ${object.name}) = ${truth(scope, 1).text}`;
    world.stateDefines.push({ name, parameters: [{ kind: 'object', object }] });
    return text;
  }
  const text = `define ${name} = ${truth({ ...propertyScope(world, 'state', null), property: 'no', ghosts: false }, 1).text}`;
  world.stateDefines.push({ name, parameters: [] });
  return text;
}

/** `reachable p`. */
export function reachable(world: World): string {
  const name = fresh(world, 'can');
  world.properties.push(name);
  const when = world.counted ? ` when ${staticTruth({ scope: propertyScope(world, 'state', null) })}` : '';
  return `reachable ${name}: ${body(world, 'state', null)}${when}`;
}

function settings(world: World): readonly string[] {
  const { choices } = world;
  const lines: string[] = [];
  for (const constant of world.constants)
    if (choices.chance(30)) lines.push(`${constant.name} = ${constant.sized ? constant.value : 1 + choices.below(constant.high)}`);
  for (const variant of world.variants) if (choices.chance(40)) lines.push(`${variant.name} = ${choices.pick(variant.tags ?? ['true', 'false'])}`);
  for (const rounds of world.rounds) if (choices.chance(30)) lines.push(`${rounds} = ${choices.pick(['1', '2', 'forever'])}`);
  return lines;
}

function expectation(world: World): string {
  const { choices, properties } = world;
  const property = properties.length > 0 ? choices.pick(properties) : 'deadlock';
  switch (choices.below(8)) {
    case 0:
    case 1:
    case 2:
      return '';
    case 3:
      return ' expect holds';
    case 4:
      return ` expect violates ${property} within ${1 + choices.below(9)}`;
    case 5:
      return ` expect violates ${property}, deadlock`;
    case 6:
      return ` expect deadlocks`;
    default:
      return world.variants[0]?.tags === null ? ` expect holds when ${world.variants[0].name}` : ` expect violates ${property}`;
  }
}

/** The checks of a spec; the first has the defaults but for its settings. */
export function checks(world: World): readonly string[] {
  const { choices, properties, variants } = world;
  const ignored = choices.chance(12) ? [`ignore ${choices.pick(['deadlock', 'overflow, underflow', 'lost_reference'])}`] : [];
  const lines = [`check ${fresh(world, 'first_check')} { ${[...settings(world), ...ignored].join(choices.pick([', ', '  ']))} }${expectation(world)}`];
  const [variant] = variants;
  if (variant !== undefined && choices.chance(50)) {
    const axis = choices.chance(50) ? variant.name : `${variant.name} in {${(variant.tags ?? ['true', 'false']).slice(0, 2).join(', ')}}`;
    const constant = world.constants.find((candidate) => !candidate.sized);
    const where =
      constant !== undefined && choices.chance(50)
        ? `, ${constant.name} in 1..2 where ${constant.name} < 2 or ${variant.tags === null ? variant.name : `${variant.name} == ${variant.tags[0]}`}`
        : '';
    lines.push(`check ${fresh(world, 'table')} for ${axis}${where} { }${expectation(world)}`);
  }
  if (properties.length > 0 && choices.chance(15)) lines.push(`check ${fresh(world, 'some')} of ${choices.pick(properties)} { }`);
  // The last of all, so that nothing else differs by it.
  if (properties.length > 0 && choices.chance(8))
    lines.push(`check ${fresh(world, 'bounded')} of ${choices.pick(properties)} { bound ${truth(propertyScope(world, 'state', null), 1).text} }`);
  return lines;
}

/** What the parser takes and `check` refuses today. */
export function laterConstructs(world: World): readonly string[] {
  const { choices, actors } = world;
  const scope = propertyScope(world, 'state', null);
  const p = (): string => {
    const { text, level } = truth(scope, 1);
    return level > 2 ? text : `(${text})`;
  };
  const actor = choices.pick(actors);
  const path = (): string => `${actor.name}${actor.count === null ? '' : '[0]'}${actor.labels[0] === undefined ? '' : `.${choices.pick(actor.labels).name}`}`;
  // Where it waits may lie inside a step, which is a mistake, so only that it does.
  const wait = (): string => (choices.chance(50) ? ` ; ${actor.name}${actor.count === null ? '' : '[0]'} waits` : '');
  const fairness = choices.pick(['', ' under fair', ` under fair ${actor.name}`, ` under strongly fair ${path()}, fair`, ' under strongly fair']);
  const formula = choices.pick([
    () => `eventually ${p()}`,
    () => `always ${p()}`,
    () => `always (${p()} leads to ${p()})`,
    () => `${p()} until ${p()}`,
    () => `always eventually ${p()}`,
    () => `${p()} leads to ${p()}`,
  ]);
  return [
    `temporal ${fresh(world, 't')}: ${formula()}${fairness}${choices.chance(20) ? ' expect violated' : ''}`,
    `possible ${fresh(world, 'po')}: ${p()}`,
    `scenario ${fresh(world, 'sc')} { ${path()} ${choices.pick([';', ';;'])} ${path()}${wait()}${choices.pick(['', ' ; deadlock', ' ;; violates deadlock', ' ; violates range'])} } is ${choices.pick(['possible', 'impossible'])}`,
    `check ${fresh(world, 'tso')} { memory ${choices.chance(50) ? 'tso' : 'weak'}${choices.chance(50) ? ', window 3' : ''} } expect violates deadlock${choices.chance(50) ? ' under strongly fair' : ''}`,
  ];
}
