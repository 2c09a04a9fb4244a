import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import { counters, holding } from './references.ts';
import type { Counter } from './references.ts';
import { binder, withLocals } from './scope.ts';
import { block, label, labelled, nested, unlabelled } from './statements.ts';
import { truth } from './truths.ts';
import type { World } from './world.ts';
import { fresh, range } from './world.ts';

/*
 * Several references in one step, variables that own several, and jumps to a common exit.
 */

/** A variable that owns several references. */
export interface Bulk {
  readonly name: string;
  readonly weight: number;
  /** The name of the counter in the object, and objects that it may point to. */
  readonly field: string;
  readonly type: string;
  readonly instances: readonly string[];
}

/** Declares a variable that owns several references on an object of each type that has a counter. */
export function bulkVariables(world: World): readonly string[] {
  return world.objects.flatMap((object): readonly string[] => {
    const field = object.fields.find((candidate) => candidate.type.kind === 'ref');
    if (field === undefined || object.instances.length === 0) return [];
    const name = fresh(world, 'bulk');
    const weight = 2 + world.choices.below(2);
    world.bulks.push({ name, weight, field: field.name, type: object.name, instances: object.instances });
    const written = world.choices.chance(50) ? String(weight) : `(${weight - 1} + 1)`;
    return [`shared owns ${written} ${name}: ${object.name}? = ${world.choices.chance(30) ? world.choices.pick(object.instances) : 'none'}`];
  });
}

/** A step with several references. */
export function countedStatement(code: Code): Written | null {
  const { world } = code.scope;
  const { choices } = world;
  const places = choices.chance(18) ? ghostPlace(code) : null;
  if (places !== null) return places;
  const all = counters(code);
  const batchOf = all.length === 0 ? null : choices.pick(all);
  if (batchOf !== null && (world.bulks.length === 0 || choices.chance(45))) return batch(code, batchOf);
  return world.bulks.length === 0 ? null : bulk(code, choices.pick(world.bulks));
}

/** A ghost that notes where actors stand, behind a step. */
function ghostPlace(code: Code): Written | null {
  const { choices, ghosts, actors } = code.scope.world;
  const stands = actors.flatMap((actor) => actor.labels.flatMap((each) => (each.hasLocation ? [{ actor, label: each.name }] : [])));
  const targets = ghosts.filter(({ type }) => type.kind === 'bool' || type.kind === 'int');
  if (stands.length === 0 || targets.length === 0) return null;
  const { name, type } = choices.pick(targets);
  const { actor, label: place } = choices.pick(stands);
  const some = `${actor.count === null ? actor.name : `${actor.name}[${choices.below(actor.count)}]`} at ${choices.chance(50) ? place : `{${place}, done}`}`;
  const all = `|${actor.name === 'q' ? 'r' : 'q'} in ${actor.name}: ${actor.name === 'q' ? 'r' : 'q'} at ${place}| > 0`;
  const truthOf = actor.count !== null && choices.chance(50) ? all : some;
  return { lines: ['skip', `${name} = ${type.kind === 'bool' ? truthOf : `1 if ${truthOf} else 0`}`], step: true, ends: false, locals: [] };
}

/** `get(r, n)` … `put(r, n)`, all at once or bit by bit. */
function batch(code: Code, counter: Counter): Written {
  const { choices } = code.scope.world;
  const r = counter.text;
  if (code.inAtomic)
    return { lines: [`get(${r}, 2)`, choices.chance(50) ? `put(${r}, 2)` : `if sub_and_test(${r}, 2) { skip }`], step: true, ends: false, locals: [] };
  const name = fresh(code.scope.world, 'k');
  const inner = { ...holding(code, counter), declares: false };
  const body = block({ ...inner, scope: withLocals(inner.scope, binder(name, range(1, 2))) }, 1, false);
  const put = (text: string): readonly string[] => labelled(code, line(text)).lines;
  const [more, puts] = choices.pick([
    [name, [`put(${r}, ${name})`]],
    [`${name} + 1`, [`put(${r})`, `put(${r}, ${name})`]],
    [`2 * ${name}`, [`if sub_and_test(${r}, ${name}) { skip }`, `put(${r}, ${name})`]],
    [`${name} + 2`, [`put(${r}, ${name} + 1)`, `${r} -= 1`]],
    ['2', [`put(${r}, 3 - ${name})`, `put(${r}, ${name} - 1)`]],
  ] as const);
  return { lines: [`choose ${name} in 1..2`, `get(${r}, ${more})`, ...body.lines, ...puts.flatMap(put)], step: true, ends: false, locals: [] };
}

/** Fills or empties a variable that owns several. */
function bulk(code: Code, { name, weight, field, type, instances }: Bulk): Written | null {
  const { choices } = code.scope.world;
  const free = instances.filter((instance) => !code.held.includes(instance));
  if (code.inAtomic || free.length === 0) return null;
  const object = choices.pick(free);
  if (choices.chance(55)) return line(`atomic { if ${name} == none { get(${object}.${field}, ${weight})  ${name} = ${object} } }`);
  const old = fresh(code.scope.world, 'old');
  switch (choices.below(4)) {
    case 0:
      return line(`atomic { if ${name} != none { put(${name}, ${weight}) } }`);
    case 1:
      return line(`atomic { let ${old}: ${type}? = ${name}  if ${old} != none { put(${name})  put(${old}.${field}, ${weight - 1}) } }`);
    case 2:
      return code.declares
        ? { lines: [`owns ${weight} let ${old} = xchg(${name}, none)`, `if ${old} != none { put(${old}, ${weight}) }`], step: true, ends: false, locals: [] }
        : null;
    default:
      return line(`atomic { if ${name} != none { if sub_and_test(${name}, ${weight}) { skip } } }`);
  }
}

/** A block with a common exit behind a local that the exit does not name. */
export function commonExit(code: Code): Written | null {
  if (code.inAtomic || code.isAction || code.depth > 1) return null;
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const inner = { ...nested(code), once: false };
  const exit = label(code);
  const name = fresh(world, 'y');
  const jump = `if ${truth(code.scope, 1).text} { goto ${exit} }`;
  const value = choices.pick(['1', '0']);
  const body = block({ ...inner, scope: withLocals(inner.scope, binder(name, range(0, 2))), targets: [] }, 2, false);
  const last = unlabelled({ ...inner, declares: false }, true);
  const lines = ['skip', jump, `var ${name}: 0..2 = ${value}`, ...body.lines, `${exit}: ${last.lines.join('\n')}`];
  return { lines: braced(`if ${truth(code.scope, 1).text}`, lines), step: false, ends: false, locals: [] };
}
