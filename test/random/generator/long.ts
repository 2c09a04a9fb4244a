import type { Code, Written } from './code.ts';
import { braced } from './code.ts';
import { block, nested } from './statements.ts';
import { integer, level } from './expressions.ts';
import type { Text } from './expressions.ts';
import type { Scope } from './scope.ts';
import { withLocals } from './scope.ts';
import type { Variable } from './world.ts';
import { fresh, range } from './world.ts';

/*
 * Long text, rounds without a step, and formulas over many numbers.
 */

/** Local work that goes on for long: locals, and assignments to one of them, one after the other. */
export function straightLine(code: Code): Written | null {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  if (!code.declares) return null;
  const name = fresh(world, 'long');
  const lines = [`var ${name}: 0..3 = ${choices.below(4)}`];
  const more = choices.below(8);
  for (let count = 0; count < more; count++) lines.push(`let ${fresh(world, 'k')} = ${name}`);
  const changes = [`${name} = 3 - ${name}`, `${name} = (${name} + 1) % 4`, `if ${name} > 1 { ${name} -= 1 } else { ${name} += 2 }`];
  // Few choices for much text: those of a spec are bounded.
  const stride = 1 + choices.below(2);
  for (let count = 40 + choices.below(80); count > 0; count--) lines.push(changes[(count * stride) % changes.length] ?? '');
  return { lines, step: false, ends: false, locals: [{ name, type: range(0, 3), ghost: false, owns: false, writable: true }] };
}

/** Rounds that move a local towards a bound: some take a step, some do not. */
export function boundedLoop(code: Code): Written | null {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  if (!code.declares) return null;
  const name = fresh(world, 'round');
  const high = 1 + choices.below(4);
  const rises = choices.chance(70);
  const moving: Variable = { name, type: range(0, high), ghost: false, owns: false, writable: false };
  const inner = { ...nested(code), scope: withLocals(code.scope, moving), loop: null, targets: [], once: false };
  const body: string[] = [];
  if (choices.chance(75))
    body.push(...braced(`if ${name} ${choices.pick(['==', '!=', '<'])} ${choices.below(high + 1)}`, block(inner, 1, choices.chance(60)).lines));
  // One side of a condition may move it further.
  const isUneven = rises && high > 2 && choices.chance(40);
  if (isUneven) body.push(`if ${name} != ${choices.below(high)} { ${name} += 1 }`);
  const by = high > 1 && choices.chance(20) ? 2 : 1;
  const move = rises ? `${name} += ${by}` : `${name} -= ${by}`;
  const reach = by + (isUneven ? 1 : 0);
  const bound = rises ? (reach === 1 ? `${name} < ${high}` : `${name} <= ${high - reach}`) : `${name} ${by === 1 ? '> 0' : '>= 2'}`;
  const lines = [`var ${name}: 0..${high} = ${rises ? 0 : high}`];
  if (choices.chance(70)) lines.push(...braced(`while ${bound}`, choices.chance(50) ? [...body, move] : [move, ...body]));
  else lines.push(...braced('loop', [`if not (${bound}) { break }`, ...body, move]));
  return { lines, step: false, ends: false, locals: [moving] };
}

/** A formula over so many numbers that it becomes a loop. */
export function wideTruth(scope: Scope): Text {
  const { choices } = scope.world;
  const name = fresh(scope.world, 'wide');
  const asked = `${name} ${choices.pick(['==', '!=', '<', '>='])} ${choices.pick(['0', '7', '999'])}`;
  const sum = `${name} + (${integer(scope, 1).text}) ${choices.pick(['<', '>=', '!=', '=='])} ${choices.pick(['0', '3', '998', '1001'])}`;
  const body = choices.pick([sum, `${asked} implies ${sum}`, `${sum} or ${asked}`]);
  switch (choices.below(3)) {
    case 0:
      return { text: `|${name} in 0..999: ${body}| ${choices.pick(['>', '<=', '=='])} ${choices.pick(['0', '500', '999'])}`, level: level.comparison };
    case 1:
      return { text: `${choices.pick(['forall', 'exists'])} ${name} in 0..999 where ${asked}: ${sum}`, level: level.conditional };
    default:
      return { text: `${choices.pick(['forall', 'exists'])} ${name} in 0..999: ${body}`, level: level.conditional };
  }
}
