import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import { at, expression, level } from './expressions.ts';
import type { Text } from './expressions.ts';
import { declare } from './locals.ts';
import { binder, paths, withLocals } from './scope.ts';
import type { Path, Scope } from './scope.ts';
import { block, nested } from './statements.ts';
import { truth } from './truths.ts';
import type { Type } from './world.ts';
import { fresh, range } from './world.ts';

/*
 * Sequences: what is asked of them, and what changes them, most often where it is no fault.
 */

type Queue = Path & { readonly type: Type & { readonly kind: 'seq' } };

function queues(scope: Scope): readonly Queue[] {
  return paths(scope).filter((path): path is Queue => path.type.kind === 'seq');
}

/** A truth about a sequence; null where there is none. */
export function sequenceTruth(scope: Scope, depth: number): Text | null {
  const { choices } = scope.world;
  const all = queues(scope);
  if (all.length === 0) return null;
  const queue = choices.pick(all);
  const { element } = queue.type;
  const name = queue.text();
  const value = (): string => at(expression({ ...scope, shared: scope.shared && scope.property !== 'no' }, element, 0), level.range);
  const membership = (): Text => ({ text: `${value()} ${choices.pick(['in', 'not in'])} ${name}`, level: level.comparison });
  switch (choices.below(8)) {
    case 0:
    case 1:
      return membership();
    case 2: {
      const inner = withLocals(scope, binder(fresh(scope.world, 'm'), element));
      const bound = inner.locals.at(-1)?.name ?? '';
      return { text: `${choices.pick(['forall', 'exists'])} ${bound} in ${name}: ${truth(inner, depth - 1).text}`, level: level.conditional };
    }
    case 3:
      return { text: `find(${name}, ${value()}) ${choices.pick(['==', '!='])} ${choices.pick(['none', '0', '1'])}`, level: level.comparison };
    case 4: {
      const inner = withLocals(scope, binder(fresh(scope.world, 'm'), element));
      const bound = inner.locals.at(-1)?.name ?? '';
      const count = choices.pick([
        `|${bound} in ${name}: ${truth(inner, 0).text}|`,
        ...(element.kind === 'option' ? [] : [`|{${bound} in ${name} where ${truth(inner, 0).text}}|`]),
      ]);
      return { text: `${count} ${choices.pick(['==', '<'])} ${choices.below(3)}`, level: level.comparison };
    }
    default: {
      const looked = choices.pick([`first(${name})`, `first(${name})`, `last(${name})`, `last(${name})`, `${name}[0]`, `${name}[1]`]);
      const asked = `${looked} ${choices.pick(['==', '!='])} ${value()}`;
      if (scope.safe || choices.chance(80)) return { text: `(|${name}| > ${looked.endsWith('[1]') ? 1 : 0} and ${asked})`, level: level.primary };
      return { text: asked, level: level.comparison };
    }
  }
}

/** One change of a sequence, or a walk through it. */
export function sequence(code: Code): Written | null {
  const { choices } = code.scope.world;
  const all = queues(code.scope).filter((path) => path.writable && !path.ghost);
  if (all.length === 0) return null;
  const queue = choices.pick(all);
  return choices.weighted<(code: Code, queue: Queue) => Written | null>([
    [6, adds],
    [6, takes],
    [3, seeks],
    [3, sheds],
    [code.inAtomic && !code.plainToo ? 3 : 0, visits],
  ])(code, queue);
}

function valueOf(code: Code, queue: Queue): string {
  return expression({ ...code.scope, shared: false }, queue.type.element, 0).text;
}

/** Only where a condition holds, but for a small chance. */
function guarded(code: Code, queue: Queue, condition: string, change: string): Written {
  const { choices } = code.scope.world;
  if (!choices.chance(85)) return line(change, queue.isShared);
  if (code.inAtomic) return line(`if ${condition} { ${change} }`);
  return line(`atomic { ${choices.chance(50) ? `await ${condition}  ${change}` : `if ${condition} { ${change} }`} }`);
}

function adds(code: Code, queue: Queue): Written {
  const { choices } = code.scope.world;
  const name = queue.text();
  const value = valueOf(code, queue);
  const change = choices.pick([
    `append(${name}, ${value})`,
    `append(${name}, ${value})`,
    `insert(${name}, 0, ${value})`,
    `insert(${name}, |${name}|, ${value})`,
  ]);
  return guarded(code, queue, `|${name}| < ${queue.type.capacity}`, change);
}

function takes(code: Code, queue: Queue): Written {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const name = queue.text();
  const taken = choices.pick([`pop(${name})`, `pop(${name})`, `remove_at(${name}, 0)`, `remove_at(${name}, |${name}| - 1)`]);
  if (code.declares && choices.chance(25)) return declare('let', fresh(world, 'head'), queue.type.element, taken, queue.isShared);
  if (choices.chance(25)) return guarded(code, queue, `|${name}| > 1`, `${name}[1] = ${valueOf(code, queue)}`);
  return guarded(code, queue, `|${name}| > 0`, taken);
}

function seeks(code: Code, queue: Queue): Written {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const name = queue.text();
  const sought = `remove(${name}, ${valueOf(code, queue)})`;
  const form = choices.below(4);
  if (form === 0 || code.budget.steps <= 0) return line(sought, queue.isShared);
  if (form === 1 && code.declares) return declare('let', fresh(world, 'gone'), { kind: 'bool' }, sought, queue.isShared);
  if (form === 2 && code.declares)
    return declare(
      'let',
      fresh(world, 'spot'),
      { kind: 'option', element: range(0, queue.type.capacity - 1) },
      `find(${name}, ${valueOf(code, queue)})`,
      queue.isShared,
    );
  const lines = braced(`if ${choices.chance(40) ? 'not ' : ''}${sought}`, block(nested(code), 1, false).lines);
  return { lines, step: queue.isShared, ends: false, locals: [] };
}

/** Takes out one that is there, which may be in the middle, or the first of several. */
function sheds(code: Code, queue: Queue): Written {
  const { choices } = code.scope.world;
  const name = queue.text();
  if (choices.chance(30)) return guarded(code, queue, `|${name}| > 1`, `remove_at(${name}, 1)`);
  return guarded(code, queue, `|${name}| > 0`, `remove(${name}, ${choices.pick(['first', 'last'])}(${name}))`);
}

function visits(code: Code, queue: Queue): Written {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const name = fresh(world, 'each');
  const scope = withLocals(code.scope, binder(name, queue.type.element));
  const where = choices.chance(30) ? ` where ${truth(scope, 0).text}` : '';
  const body = block({ ...nested(code), scope, loop: null, targets: [], result: undefined }, 1, false);
  return { lines: braced(`for ${name} in ${queue.text()}${where}`, body.lines), step: false, ends: false, locals: [] };
}
