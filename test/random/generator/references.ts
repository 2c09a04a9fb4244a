import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import { block, labelled, nested } from './statements.ts';
import { declare } from './locals.ts';
import type { ObjectType } from './world.ts';
import { fresh } from './world.ts';

/*
 * Reference counting that the ledger accepts: what an actor holds is a function of its location.
 * Every get is answered by a put on every path, unless the text runs at most once.
 */

export interface Counter {
  /** The counter itself. */
  readonly text: string;
  /** The object it belongs to, if any. */
  readonly object: string | null;
  readonly type: ObjectType | null;
}

/** Counters that can be named without reading state and that are not held already. */
export function counters(code: Code): readonly Counter[] {
  const { world, locals } = code.scope;
  const found: Counter[] = [];
  for (const object of world.objects) {
    const field = object.fields.find((candidate) => candidate.type.kind === 'ref');
    if (field === undefined) continue;
    for (const instance of object.instances) found.push({ text: `${instance}.${field.name}`, object: instance, type: object });
    for (const local of locals) {
      if (local.type.kind === 'object' && local.type.object === object && !local.writable)
        found.push({ text: `${local.name}.${field.name}`, object: local.name, type: object });
    }
  }
  for (const variable of world.shared) if (variable.type.kind === 'ref') found.push({ text: variable.name, object: null, type: null });
  return found.filter((counter) => !code.held.includes(counter.object ?? counter.text));
}

export function holding(code: Code, counter: Counter): Code {
  return { ...nested(code), loop: null, targets: [], result: undefined, held: [...code.held, counter.object ?? counter.text] };
}

/** A pattern of get and put. */
export function referenceStatement(code: Code): Written | null {
  const { choices } = code.scope.world;
  const all = counters(code);
  if (all.length === 0) return null;
  const counter = choices.pick(all);
  const r = counter.text;
  const put = (): readonly string[] => labelled(code, line(`put(${r})`)).lines;
  const form = choices.below(14);
  if (code.inAtomic) {
    return form < 6
      ? { lines: [`get(${r})`, `put(${r})`], step: true, ends: false, locals: [] }
      : { lines: [`if try_get(${r}) { put(${r}) }`], step: true, ends: false, locals: [] };
  }
  if (code.once && choices.chance(35)) return once(code, r);
  switch (form) {
    case 0:
    case 1: {
      const body = block({ ...holding(code, counter), declares: false }, 1, false);
      return { lines: [`${choices.chance(30) ? `${r} += 1` : `get(${r})`}`, ...body.lines, ...put()], step: true, ends: false, locals: [] };
    }
    case 2:
    case 3: {
      const body = block(holding(code, counter), 1, false);
      const lines = [...braced(`if try_get(${r})`, [...body.lines, ...put()])];
      if (choices.chance(40)) lines.push(...braced('else', block(nested(code), 1, false).lines));
      return { lines, step: true, ends: false, locals: [] };
    }
    case 4:
    case 5:
      return guarded(code, counter, put);
    case 6: {
      const body = block(holding(code, counter), 1, false);
      return {
        lines: braced(`if freeze(${r}, ${1 + choices.below(2)})`, [...body.lines, `unfreeze(${r}, ${1 + choices.below(2)})`]),
        step: true,
        ends: false,
        locals: [],
      };
    }
    case 7:
    case 8:
      return owner(code, counter);
    case 9:
    case 10:
    case 11:
      return take(code);
    default:
      return once(code, r) ?? line(`atomic { get(${r})  put(${r}) }`);
  }
}

/** `if not try_get(…) { jump }` … `put`. */
function guarded(code: Code, counter: Counter, put: () => readonly string[]): Written | null {
  if (code.loop === null && code.targets.length === 0) return null;
  const exit = code.loop !== null ? 'continue' : `goto ${code.scope.world.choices.pick(code.targets)}`;
  const body = block({ ...holding(code, counter), declares: false }, 1, false);
  return { lines: [`if not try_get(${counter.text}) { ${exit} }`, ...body.lines, ...put()], step: true, ends: false, locals: [] };
}

/** Moves a new reference into a variable that owns one. */
function owner(code: Code, counter: Counter): Written | null {
  const { shared, choices } = code.scope.world;
  const owners = shared.filter(
    (variable) => variable.owns && variable.type.kind === 'option' && variable.type.element.kind === 'object' && variable.type.element.object === counter.type,
  );
  if (owners.length === 0 || counter.object === null) return null;
  const place = choices.pick(owners).name;
  return line(`atomic { if ${place} == none { get(${counter.text})  ${place} = ${counter.object} } }`);
}

/** Takes the reference out of a variable that owns one, and puts it. */
function take(code: Code): Written | null {
  const { shared, choices } = code.scope.world;
  const owners = shared.filter((variable) => variable.owns && variable.type.kind === 'option' && variable.type.element.kind === 'object');
  if (owners.length === 0 || code.inAtomic) return null;
  const variable = choices.pick(owners);
  if (variable.type.kind !== 'option' || variable.type.element.kind !== 'object') return null;
  const field = variable.type.element.object.fields.find((candidate) => candidate.type.kind === 'ref');
  if (field === undefined) return null;
  const old = fresh(code.scope.world, 'old');
  const lines = [`atomic {`, `  owns let ${old} = xchg(${variable.name}, none)`, `  if ${old} != none { put(${old}.${field.name}) }`, '}'];
  if (choices.chance(50) || !code.declares) return { lines, step: true, ends: false, locals: [] };
  return { lines: [`owns let ${old} = xchg(${variable.name}, none)`, `if ${old} != none { put(${old}.${field.name}) }`], step: true, ends: false, locals: [] };
}

/** What changes holdings for good: right only where the text runs at most once. */
function once(code: Code, r: string): Written | null {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  if (!code.once) return null;
  switch (choices.below(5)) {
    case 0:
      return line(`get(${r})`);
    case 1:
      return line(`${r} += 1`);
    case 2:
      return { lines: [`get(${r})`, `${r} -= 1`], step: true, ends: false, locals: [] };
    case 3:
      return code.declares ? declare('let', fresh(world, 'left'), { kind: 'int', low: 0, high: 15, text: '0..15' }, `put(${r})`, true) : line(`put(${r})`);
    default:
      return line(`${r} = 1`);
  }
}
