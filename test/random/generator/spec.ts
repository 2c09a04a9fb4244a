import type { Choices } from '../choices.ts';
import { action, actorText, operation, planActors, planNobody } from './actors.ts';
import { braced } from './code.ts';
import { bulkVariables } from './counts.ts';
import { constants, fields, lockObject, planObjects, records, types, variables } from './declarations.ts';
import { kernelNames } from './kernel.ts';
import { live, placesOf, slotObject } from './embedded.ts';
import { checks, invariant, laterConstructs, reachable, stateDefine } from './properties.ts';
import { emptyWorld } from './world.ts';
import type { World } from './world.ts';

/*
 * A whole random spec.
 */

export interface SpecOptions {
  /** With `temporal`, `possible`, `scenario` and `memory`, which parse but do not run today. */
  readonly later: boolean;
  /** Rich in objects in objects, records and families of zero, which are rarer otherwise. */
  readonly crowded?: boolean;
  /** Rounds without a step and formulas over many numbers are frequent. */
  readonly long?: boolean;
  /** Actors stand on CPUs that they share, switch interrupts off there, and wait `when` they may run. */
  readonly contexts?: boolean;
  /** Several references are taken and put in one step, and there are jumps to a common exit. */
  readonly counted?: boolean;
  /** With actions of the environment more often than not. */
  readonly paths?: boolean;
}

/** The text of a random spec: it has no errors, and few states. `more` may add declarations about what there is. */
export function specText(choices: Choices, options: SpecOptions, more: (world: World, actions: readonly string[]) => readonly string[] = () => []): string {
  const world = emptyWorld(choices, { folio: choices.chance(8), rcu: choices.chance(4) }, kernelNames, options);
  const head = [choices.chance(10) ? 'module random.spec' : 'module spec'];
  if (world.kernel.folio) head.push('import kernel.folio', 'import kernel.lock');
  if (world.kernel.rcu) head.push('import kernel.rcu');
  const early = [...constants(world), ...types(world)];
  planActors(world);
  if (choices.chance(world.crowded ? 40 : 15)) planNobody(world);
  const lock = lockObject(world);
  const planned = planObjects(world);
  const recordLines = records(world);
  const objectLines: string[] = [...(lock?.lines ?? [])];
  const slot = slotObject(world, lock?.object ?? null);
  const outer = planned.map(({ object }) => ({ object, lines: [...fields(world, object, lock?.object ?? null, slot?.object ?? null)] }));
  const embedded = [slot?.object, lock?.object].filter((object) => object !== undefined);
  const bodies = slot === null ? outer : [slot, ...outer];
  for (const object of embedded) {
    for (const owner of bodies) {
      for (const field of owner.object.fields) {
        const type = field.type.kind === 'array' ? field.type.element : field.type;
        if (type.kind === 'place' && type.object === object) object.instances.push(...placesOf(owner.object.instances, field));
      }
    }
    if (object.instances.length > 0) world.objects.push(object);
  }
  const variableLines = [...planned.map(({ text }) => text), ...variables(world), ...(world.counted ? bulkVariables(world) : [])];
  const defineLines = choices.chance(25) ? [stateDefine(world)] : [];
  const operationTexts: (readonly string[])[] = [];
  const operations = choices.weighted([
    [45, 0],
    [35, 1],
    [20, 2],
  ] as const);
  for (let number = 0; number < operations; number++) operationTexts.push(operation(world, null, []));
  const actorLines: string[] = [];
  const total = world.actors.reduce((sum, actor) => sum + (actor.count ?? 1), 0);
  for (const actor of world.actors) actorLines.push(...actorText(world, actor, (total <= 2 ? 8 : 4) + choices.below(4)));
  for (const actor of world.nobodies) actorLines.push(...actorText(world, actor, 2));
  noteCalls(world, actorLines, operationTexts);
  const actionLines = choices.chance(options.paths === true ? 70 : 30) ? action(world) : [];
  for (const { object, lines } of bodies) {
    if (object.instances.length === 0) {
      // Where it is embedded, if anywhere, nobody is there who could have it.
      if (outer.some((owner) => owner.lines.some((text) => text.includes(`: ${object.name}[`)))) objectLines.push(...braced(`object ${object.name}`, lines));
      continue;
    }
    if (choices.chance(world.crowded ? 85 : slot === null ? 20 : 55)) lines.push(live(world, object));
    if (choices.chance(35)) lines.push(invariant(world, object));
    objectLines.push(...braced(`object ${object.name}`, lines));
  }
  const propertyLines = Array.from({ length: choices.below(3) }, () => invariant(world, null));
  if (choices.chance(12)) propertyLines.push(reachable(world));
  const doc = choices.chance(8) ? ['/// What this spec is about.', '/// Two lines of it.'] : [];
  const comment = choices.chance(8) ? ['// A comment of its own line.'] : [];
  const lines = [
    ...doc,
    ...head,
    ...comment,
    ...world.emptySizes.map((name) => `const ${name}: 0..1 = 0`),
    ...early,
    ...recordLines,
    ...objectLines,
    ...variableLines,
    ...defineLines,
    ...operationTexts.flat(),
    ...actorLines,
    ...actionLines,
    ...propertyLines,
    ...(options.later ? laterConstructs(world) : []),
    ...more(world, actionLines),
    ...checks(world),
  ];
  return `${lines.join('\n')}\n`;
}

/** The text of actors without their own operations that nothing calls. */
function withoutOwn(text: string): string {
  const own = /^ {2}(?:atomic )?op (\w+)\(.*\{(?:.*\}$|\n(?: {4}.*\n)* {2}\}$)/gmu;
  return text.replace(own, (operation: string, name: string) => (text.split(`${name}(`).length > 2 ? operation : ''));
}

/** Finds the operations that actors call; each calls only ones before it. */
function noteCalls(world: World, actorLines: readonly string[], operationTexts: readonly (readonly string[])[]): void {
  const texts = [withoutOwn(actorLines.join('\n'))];
  for (const lines of operationTexts.toReversed()) {
    const name = /op (\w+)\(/.exec(lines[0] ?? '')?.[1] ?? '';
    if (!texts.some((text) => new RegExp(`\\b${name}\\(`).test(text))) continue;
    world.called.add(name);
    texts.push(lines.slice(lines.length > 1 ? 1 : 0).join('\n'));
  }
}
