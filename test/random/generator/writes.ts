import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import { expression } from './expressions.ts';
import type { Path } from './scope.ts';
import { paths } from './scope.ts';
import { fresh } from './world.ts';
import { block, nested } from './statements.ts';
import { declare } from './locals.ts';

// ---------------------------------------------------------------- assignments

/** Where the scope's real code may store: no ghosts, counters, sequences or owners. */
export function targets(code: Code): readonly Path[] {
  return paths(code.scope).filter(
    (path) => path.writable && !path.ghost && !path.owns && !['ref', 'seq', 'place', 'array'].includes(path.type.kind) && !code.held.includes(path.text()),
  );
}

export function assignment(code: Code): Written | null {
  const { choices } = code.scope.world;
  const all = targets(code);
  if (all.length === 0) return null;
  // Stores to shared state are what races are about.
  const shared = all.filter((candidate) => candidate.isShared);
  const path = choices.pick(shared.length > 0 && choices.chance(60) ? shared : all);
  const target = path.text();
  if (choices.chance(30)) {
    if (path.type.kind === 'bool') return line(`${target} = not ${target}`, path.isShared);
    if (path.type.kind === 'int' && path.type.low === 0) return line(`${target} = (${target} + 1) % ${path.type.high + 1}`, path.isShared);
  }
  const value = expression(code.scope, path.type, 2).text;
  return value === target ? null : line(`${target} = ${value}`, path.isShared);
}

export function compound(code: Code): Written | null {
  const { choices } = code.scope.world;
  const all = targets(code).filter((path) => path.type.kind === 'int' || path.type.kind === 'set');
  if (all.length === 0) return null;
  const path = choices.pick(all);
  const word = choices.pick(['+=', '-=']);
  const target = path.text();
  if (path.type.kind === 'set') return line(`${target} ${word} {${expression(code.scope, path.type.element, 0).text}}`, path.isShared);
  if (path.type.kind !== 'int') return null;
  const store = `${target} ${word} 1`;
  const guard = word === '+=' ? `${target} < ${path.type.high}` : `${target} > ${path.type.low}`;
  if (!choices.chance(92)) return line(store, path.isShared);
  if (code.inAtomic || !path.isShared || choices.chance(20))
    return { lines: [`if ${guard} { ${store} }`], step: path.isShared && !target.includes('self'), ends: false, locals: [] };
  return line(`atomic { if ${guard} { ${store} } }`);
}

export function ghostAssignment(code: Code): Written | null {
  const { choices } = code.scope.world;
  const scope = { ...code.scope, ghosts: true, shared: true, safe: true };
  const all = paths(scope).filter((path) => path.ghost && path.writable);
  if (all.length === 0) return null;
  const path = choices.pick(all);
  const target = path.text();
  if (path.type.kind === 'set' && choices.chance(40)) return line(`${target} += {${expression(scope, path.type.element, 0).text}}`, false);
  return line(`${target} = ${expression(scope, path.type, 1).text}`, false);
}

export function exchange(code: Code): Written | null {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const all = targets(code).filter((path) => path.isShared && ['bool', 'int', 'enum', 'option'].includes(path.type.kind));
  if (all.length === 0) return null;
  const path = choices.pick(all);
  const local = { ...code.scope, shared: choices.chance(30) };
  const value = (): string => expression(local, path.type, 0).text;
  const target = path.text();
  if (choices.chance(50)) {
    const compare = `cmpxchg(${target}, ${value()}, ${value()})`;
    const form = choices.below(3);
    if (form === 0 || code.budget.steps <= 0) return line(compare);
    if (form === 1 && code.declares) return declare(`let`, fresh(world, 'ok'), { kind: 'bool' }, compare, true);
    return { lines: braced(`if ${choices.chance(40) ? 'not ' : ''}${compare}`, block(nested(code), 1, false).lines), step: true, ends: false, locals: [] };
  }
  if (code.declares && choices.chance(50)) return declare(choices.pick(['let', 'var']), fresh(world, 'old'), path.type, `xchg(${target}, ${value()})`, true);
  return line(`xchg(${target}, ${value()})`);
}

export function touch(code: Code): Written | null {
  const { choices, objects } = code.scope.world;
  const inner = objects.flatMap((object) => object.instances.filter((instance) => instance.includes('.')));
  const all = inner.length > 0 && choices.chance(60) ? inner : objects.flatMap((object) => object.instances);
  return all.length === 0 ? null : line(`touch(${choices.pick(all)})`);
}

export function at0(text: string): string {
  return `(${text})`;
}
