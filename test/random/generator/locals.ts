import type { Code, Written } from './code.ts';
import { expression, integer } from './expressions.ts';
import type { Type } from './world.ts';
import { fresh, range, typeText } from './world.ts';

// ---------------------------------------------------------------- locals

/** A declaration with an initial value. */
export function declare(storage: string, name: string, type: Type, value: string, step: boolean): Written {
  const typed = storage === 'let' && ['bool', 'int', 'object'].includes(type.kind) ? '' : `: ${typeText(type)}`;
  return {
    lines: [`${storage} ${name}${typed} = ${value}`],
    step,
    ends: false,
    locals: [{ name, type, ghost: storage === 'ghost', owns: false, writable: storage !== 'let' }],
  };
}

/** Types that locals have. */
export function localType(code: Pick<Code, 'scope'>): Type {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const types: Type[] = [range(0, 1), { kind: 'bool' }, range(0, 2), range(0, 3), ...world.enums];
  for (const object of world.objects)
    if (object.instances.length > 0) types.push({ kind: 'object', object }, { kind: 'option', element: { kind: 'object', object } });
  for (const actor of world.actors) types.push({ kind: 'actor', actor });
  for (const record of world.records) types.push({ kind: 'record', record }, { kind: 'option', element: { kind: 'record', record } });
  types.push({ kind: 'set', element: range(0, 1), text: '0..1' }, { kind: 'actor', actor: null }, { kind: 'seq', element: range(0, 1), capacity: 2 });
  types.push({ kind: 'array', element: range(0, 2), key: range(0, 1), keyText: '2' });
  return choices.pick(types);
}

export function local(code: Code): Written {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const type = localType(code);
  if (choices.chance(8) && ['int', 'bool', 'enum'].includes(type.kind) && !code.isAction) {
    return declare('ghost', fresh(world, 'gl'), type, expression({ ...code.scope, ghosts: true, safe: true }, type, 0).text, false);
  }
  const storage = type.kind !== 'seq' && type.kind !== 'array' && choices.chance(45) ? 'let' : 'var';
  const name = fresh(world, storage === 'let' ? 'y' : 'x');
  if (type.kind === 'int' && storage === 'let') {
    const value = integer(code.scope, 1);
    return declare(storage, name, range(value.low, value.high), value.text, false);
  }
  const value = expression(code.scope, type, 1);
  if (storage === 'let' && choices.chance(50))
    return { ...declare('let', name, type, value.text, false), lines: [`let ${name}: ${typeText(type)} = ${value.text}`] };
  return declare(storage, name, type, value.text, false);
}
