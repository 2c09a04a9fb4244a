import type { Choices } from '../choices.ts';
import { action, actorText, operation, planActors } from './actors.ts';
import { braced } from './code.ts';
import { constants, fields, lockObject, planObjects, records, types, variables } from './declarations.ts';
import { kernelNames } from './kernel.ts';
import { checks, invariant, laterConstructs, live, reachable, stateDefine } from './properties.ts';
import { emptyWorld } from './world.ts';
import type { World } from './world.ts';

/*
 * A whole random spec.
 */

export interface SpecOptions {
  /** With `temporal`, `possible`, `scenario` and `memory`, which parse but do not run today. */
  readonly later: boolean;
  /** With actions of the environment more often than not. */
  readonly paths?: boolean;
}

/** The text of a random spec: it has no errors, and few states. `more` may add declarations about what there is. */
export function specText(choices: Choices, options: SpecOptions, more: (world: World, actions: readonly string[]) => readonly string[] = () => []): string {
  const world = emptyWorld(choices, { folio: choices.chance(8), rcu: choices.chance(4) }, kernelNames);
  const head = [choices.chance(10) ? 'module random.spec' : 'module spec'];
  if (world.kernel.folio) head.push('import kernel.folio', 'import kernel.lock');
  if (world.kernel.rcu) head.push('import kernel.rcu');
  const early = [...constants(world), ...types(world)];
  planActors(world);
  const lock = lockObject(world);
  const planned = planObjects(world);
  const recordLines = records(world);
  const objectLines: string[] = [...(lock?.lines ?? [])];
  const bodies = planned.map(({ object }) => ({ object, lines: [...fields(world, object, lock?.object ?? null)] }));
  const lockFields = lock === null ? [] : bodies.filter(({ object }) => object.fields.some((field) => field.name === 'lock'));
  for (const { object } of lockFields) lock?.object.instances.push(...object.instances.map((instance) => `${instance}.lock`));
  if (lock !== null && lock.object.instances.length > 0) world.objects.push(lock.object);
  const variableLines = [...planned.map(({ text }) => text), ...variables(world)];
  const defineLines = choices.chance(25) ? [stateDefine(world)] : [];
  const operationTexts: (readonly string[])[] = [];
  const operations = choices.weighted([[45, 0], [35, 1], [20, 2]] as const);
  for (let number = 0; number < operations; number++) operationTexts.push(operation(world, null, []));
  const actorLines: string[] = [];
  const total = world.actors.reduce((sum, actor) => sum + (actor.count ?? 1), 0);
  for (const actor of world.actors) actorLines.push(...actorText(world, actor, (total <= 2 ? 8 : 4) + choices.below(4)));
  noteCalls(world, actorLines, operationTexts);
  const actionLines = choices.chance(options.paths === true ? 70 : 30) ? action(world) : [];
  for (const { object, lines } of bodies) {
    if (choices.chance(20)) lines.push(live(world, object));
    if (choices.chance(35)) lines.push(invariant(world, object));
    objectLines.push(...braced(`object ${object.name}`, lines));
  }
  const propertyLines = Array.from({ length: choices.below(3) }, () => invariant(world, null));
  if (choices.chance(12)) propertyLines.push(reachable(world));
  const doc = choices.chance(8) ? ['/// What this spec is about.', '/// Two lines of it.'] : [];
  const comment = choices.chance(8) ? ['// A comment of its own line.'] : [];
  const lines = [
    ...doc, ...head, ...comment, ...early, ...recordLines, ...objectLines, ...variableLines, ...defineLines, ...operationTexts.flat(), ...actorLines, ...actionLines,
    ...propertyLines, ...(options.later ? laterConstructs(world) : []), ...more(world, actionLines), ...checks(world),
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
