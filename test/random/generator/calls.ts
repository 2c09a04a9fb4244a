import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import { expression } from './expressions.ts';
import { block, nested } from './statements.ts';
import { declare } from './locals.ts';
import { targets } from './writes.ts';
import type { Operation } from './world.ts';
import { fresh, sameType } from './world.ts';

/*
 * Calls of operations in every place where one may stand.
 */

/** The operations that may be called here. */
function callable(code: Code): readonly Operation[] {
  return code.scope.world.operations.filter((operation) => {
    if (operation.actor !== null && operation.actor !== code.scope.self) return false;
    if ((code.inAtomic || code.isAction) && (!operation.atomic || operation.blocking)) return false;
    if (code.isAction && operation.usesSelf) return false;
    return operation.steps <= Math.max(1, code.budget.steps + 1);
  });
}

/** `op(a, b)` with arguments that the operation takes. */
function callText(code: Code, operation: Operation): string | null {
  const { choices, objects } = code.scope.world;
  // Arguments of an operation with steps of its own are taken before its first step, so they may not read shared state.
  const scope = { ...code.scope, shared: code.scope.shared && operation.atomic && choices.chance(60) };
  const texts: string[] = [];
  for (const parameter of operation.parameters) {
    if (parameter.type === 'any_object') {
      const all = objects.filter((object) => object.fields.some((field) => field.name === 'n')).flatMap((object) => object.instances);
      if (all.length === 0) return null;
      texts.push(choices.pick(all));
    } else texts.push(expression(scope, parameter.type, 1).text);
  }
  return `${operation.name}(${texts.join(', ')})`;
}

/** A call as a statement, in an assignment, an initialiser or a condition. */
export function call(code: Code): Written | null {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const all = callable(code);
  if (all.length === 0) return null;
  const operation = choices.pick(all);
  const text = callText(code, operation);
  if (text === null) return null;
  code.budget.steps -= operation.steps - 1;
  const { result } = operation;
  if (result === null || choices.chance(10)) return line(text);
  if (result.kind === 'bool' && choices.chance(60)) {
    const not = choices.chance(35) ? 'not ' : '';
    if (!code.inAtomic && !code.isAction && choices.chance(12) && code.depth < 2) {
      return { lines: braced(`while ${not}${text}`, block({ ...nested(code), loop: { broken: false } }, 1, true).lines), step: true, ends: false, locals: [] };
    }
    const lines = [...braced(`if ${not}${text}`, block(nested(code), 1, false).lines)];
    if (choices.chance(40)) lines.push(...braced('else', block(nested(code), 1, false).lines));
    return { lines, step: true, ends: false, locals: [] };
  }
  const stores = targets(code).filter(
    (path) => sameType(path.type, result) && (path.type.kind !== 'int' || result.kind !== 'int' || path.type.high >= result.high),
  );
  if (stores.length > 0 && choices.chance(60)) return line(`${choices.pick(stores).text()} = ${text}`);
  if (code.declares) return declare(choices.pick(['let', 'var']), fresh(world, 'z'), result, text, true);
  return line(text);
}
