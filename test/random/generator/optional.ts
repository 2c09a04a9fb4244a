import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import { expression, level } from './expressions.ts';
import type { Text } from './expressions.ts';
import { paths } from './scope.ts';
import type { Path, Scope } from './scope.ts';
import type { RecordType, Type } from './world.ts';

/*
 * Optional records: read and assigned after a test.
 */

function recordOf(type: Type): RecordType | null {
  return type.kind === 'option' && type.element.kind === 'record' ? type.element.record : null;
}

function optional(scope: Scope): readonly Path[] {
  return paths(scope).filter((path) => recordOf(path.type) !== null);
}

/** A test of a field, where the record is there. */
export function optionalTruth(scope: Scope): Text | null {
  const { choices } = scope.world;
  const all = optional(scope);
  if (all.length === 0) return null;
  const path = choices.pick(all);
  const name = path.text();
  const { name: part, type } = choices.pick(recordOf(path.type)?.fields ?? []);
  const asked =
    type.kind === 'bool'
      ? `${name}.${part}`
      : type.kind === 'option'
        ? `${name}.${part} != none`
        : type.kind === 'int'
          ? `${name}.${part} < ${type.high}`
          : `${name}.${part} == ${expression(scope, type, 0).text}`;
  const text = choices.pick([
    `${name} == none or ${asked}`,
    `${name} != none and ${asked}`,
    `${name} != none implies ${asked}`,
    `(${asked} if ${name} != none else false)`,
  ]);
  return { text: `(${text})`, level: level.primary };
}

/** A store to a field, where the record is there; between a test and a step of its own it may have gone. */
export function optionalStatement(code: Code): Written | null {
  const { choices } = code.scope.world;
  const all = optional(code.scope).filter((path) => path.writable && !path.ghost);
  if (all.length === 0) return null;
  const path = choices.pick(all);
  const name = path.text();
  const { name: part, type } = choices.pick(recordOf(path.type)?.fields ?? []);
  const store = `${name}.${part} = ${expression({ ...code.scope, shared: code.scope.shared && !path.isShared }, type, 0).text}`;
  const test = braced(`if ${name} != none`, [store]);
  if (!path.isShared) return { lines: test, step: false, ends: false, locals: [] };
  if (code.inAtomic || code.isAction || choices.chance(20)) return { lines: test, step: true, ends: false, locals: [] };
  return line(`atomic { ${test.join('\n')} }`);
}
