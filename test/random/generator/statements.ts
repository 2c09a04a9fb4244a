import type { Code, Written } from './code.ts';
import { braced, jump, line } from './code.ts';
import { domainOf, elementTypes, expression } from './expressions.ts';
import { binder, withLocals } from './scope.ts';
import { truth } from './truths.ts';
import type { Variable } from './world.ts';
import { fresh, isOfNobody, range } from './world.ts';
import { call } from './calls.ts';
import { kernelStatement } from './kernel.ts';
import { contextStatement, countStatement } from './contexts.ts';
import { commonExit, countedStatement } from './counts.ts';
import { boundedLoop, straightLine } from './long.ts';
import { optionalStatement } from './optional.ts';
import { referenceStatement } from './references.ts';
import { sequence } from './sequences.ts';
import { assignment, at0, compound, exchange, ghostAssignment, targets, touch } from './writes.ts';
import { local } from './locals.ts';

/*
 * Random statements. Each keeps to the rules that `semantics` checks: branches of `either` begin with a step, loops contain
 * one, `await` stands first in `atomic`, nothing jumps into a scope, no ghost is read by real code.
 */

type Maker = (code: Code) => Written | null;

/** The statements of a block, without its braces. */
export function block(code: Code, steps: number, beginsWithStep: boolean): Written {
  const { choices } = code.scope.world;
  const lines: string[] = [];
  const declared: Variable[] = [];
  let inner = code;
  let first = beginsWithStep;
  let begins = false;
  for (let count = 0; count < steps || count === 0; count++) {
    const written = statement(inner, first);
    if (lines.length === 0) begins = written.step;
    lines.push(...written.lines);
    if (written.ends) return { lines, step: begins, ends: true, locals: [] };
    declared.push(...written.locals);
    inner = { ...inner, scope: withLocals(inner.scope, ...written.locals) };
    first = false;
    if (code.budget.steps <= 0) break;
  }
  if (!code.isAction && choices.chance(12)) lines.push(...(ghostAssignment(inner)?.lines ?? []));
  return { lines, step: begins, ends: false, locals: declared };
}

/** One statement, with a label in front at times. */
export function statement(code: Code, mustBeStep: boolean): Written {
  return labelled(code, unlabelled(code, mustBeStep));
}

/** One statement. */
export function unlabelled(code: Code, mustBeStep: boolean): Written {
  const { choices } = code.scope.world;
  code.budget.steps--;
  const entries = mustBeStep || code.budget.steps < 0 ? stepMakers(code) : [...stepMakers(code), ...otherMakers(code)];
  let written: Written | null = null;
  for (let tries = 0; written === null && tries < 8; tries++) {
    const labelCount = code.actor?.labels.length ?? 0;
    written = choices.weighted(entries)(code);
    if (written !== null && mustBeStep && !written.step) written = null;
    // What is thrown away takes its labels with it.
    if (written === null) code.actor?.labels.splice(labelCount);
  }
  return written ?? line('skip');
}

/** Puts a label in front of a statement that has a step. */
export function labelled(code: Code, written: Written): Written {
  const { choices } = code.scope.world;
  if (!written.step || !choices.chance(45)) return written;
  const name = label(code);
  const [head = '', ...rest] = written.lines;
  return { ...written, lines: choices.chance(90) ? [`${name}:${anchorOf(name)} ${head}`, ...rest] : [`${name}:`, head, ...rest] };
}

/** Some names have an anchor, which changes nothing. */
export function anchorOf(name: string): string {
  if (!/[23]$/u.test(name)) return '';
  return ` at "mm/${name}.c" ${name}_fast${name.endsWith('2') ? ` "${name}(folio);"` : ''}`;
}

/** A new label of this text. */
export function label(code: Code): string {
  const { choices } = code.scope.world;
  const stem = choices.pick(['a', 'get', 'set', 'use', 'test', 'wait', 'class']);
  let name = code.labelStem + stem;
  for (let number = 1; code.labels.has(name); number++) name = `${code.labelStem}${stem}${number}`;
  code.labels.add(name);
  code.actor?.labels.push({ name, hasLocation: !code.inAtomic && !code.inStatic });
  return name;
}

function stepMakers(code: Code): (readonly [number, Maker])[] {
  const blocking = !code.inAtomic && !code.isAction;
  const makers: (readonly [number, Maker])[] = [
    [2, () => line('skip')],
    [26, assignment],
    [7, choose],
    [5, compound],
    [8, call],
    [4, exchange],
    [5, sequence],
    [code.scope.world.crowded ? 6 : 1, touch],
    [code.scope.world.crowded ? 8 : 2, assertion],
    [4, optionalStatement],
  ];
  if (!code.isAction) makers.push([10, referenceStatement]);
  if (!code.isAction && (code.scope.world.kernel.folio || code.scope.world.kernel.rcu)) makers.push([20, kernelStatement]);
  if (code.scope.world.contexts && !code.isAction) makers.push([22, countStatement], [12, contextStatement]);
  if (code.scope.world.counted && !code.isAction) makers.push([26, countedStatement]);
  if (blocking) makers.push([9, await_], [13, atomic], [4, either]);
  return makers;
}

function otherMakers(code: Code): (readonly [number, Maker])[] {
  const makers: (readonly [number, Maker])[] = [
    [13, if_],
    [3, staticIf],
    [3, ghostAssignment],
    [5, jumpMaker],
  ];
  if (code.scope.world.counted) makers.push([14, commonExit]);
  if (code.declares) makers.push([10, local], [1, straightLine]);
  if (code.inAtomic && !code.plainToo) makers.push([5, for_], [3, either]);
  else if (!code.inAtomic && !code.isAction && code.depth < 2)
    makers.push([3, while_], [4, repeat], [1, staticAtomic], [code.scope.world.long ? 40 : 3, boundedLoop]);
  return makers;
}

function assertion(code: Code): Written | null {
  const { choices } = code.scope.world;
  const p = truth(code.scope, 2);
  if (choices.chance(60)) return line(`assert ${at0(p.text)} or ${at0(truth(code.scope, 1).text)} or ${at0(truth(code.scope, 1).text)}`, false);
  return line(`assert ${p.text}`, false);
}

// ---------------------------------------------------------------- choices and waiting

function choose(code: Code): Written | null {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const where = (inner: Code['scope']): string => (choices.chance(25) ? ` where ${truth(inner, 1).text}` : '');
  if (code.declares && choices.chance(65)) {
    const element = choices.pick(elementTypes(code.scope));
    const name = fresh(world, element.kind === 'object' ? 'f' : element.kind === 'actor' ? 'a' : 'c');
    const declared = binder(name, element);
    return {
      lines: [`choose ${name} in ${domainOf(code.scope, element)}${where(withLocals(code.scope, declared))}`],
      step: true,
      ends: false,
      locals: [{ ...declared, writable: false }],
    };
  }
  const sets = targets(code).filter((path) => path.type.kind === 'set' && !isOfNobody(path.type.element));
  if (sets.length > 0 && choices.chance(40)) {
    const path = choices.pick(sets);
    const domain =
      path.type.kind !== 'set' ? '{}' : path.type.element.kind === 'record' || choices.chance(30) ? path.text() : domainOf(code.scope, path.type.element);
    return line(`choose ${path.text()} within ${domain}${choices.chance(25) ? ` where |${path.text()}| < 2` : ''}`);
  }
  if (code.declares && choices.chance(8)) {
    const name = fresh(world, 'some');
    const element = range(0, 1 + choices.below(2));
    const declared = binder(name, { kind: 'set', element, text: element.text });
    return { lines: [`choose ${name} within ${element.text}`], step: true, ends: false, locals: [{ ...declared, writable: false }] };
  }
  const all = targets(code).filter((path) => ['bool', 'int', 'enum', 'actor'].includes(path.type.kind));
  if (all.length === 0) return null;
  const path = choices.pick(all);
  return line(`choose ${path.text()} in ${domainOf(code.scope, path.type)}${where(code.scope)}`);
}

function await_(code: Code): Written {
  const { choices } = code.scope.world;
  return line(`${choices.chance(30) ? 'idle ' : ''}await ${truth(code.scope, 2).text}`);
}

function atomic(code: Code): Written {
  const { choices } = code.scope.world;
  const inner = { ...nested(code), inAtomic: true };
  const first: string[] = [];
  if (choices.chance(35)) first.push(`${choices.chance(30) ? 'idle ' : ''}await ${truth(code.scope, 1).text}`);
  const body = block(inner, 1 + choices.below(3), false);
  return { lines: braced('atomic', [...first, ...body.lines]), step: true, ends: body.ends, locals: [] };
}

/** `atomic when V { … }`: a block of steps in some settings, so it may hold only what both allow. */
function staticAtomic(code: Code): Written {
  const inner = { ...nested(code), inAtomic: true, plainToo: true, inStatic: true, loop: null, targets: [] };
  const body = block(inner, 2, true);
  return { lines: braced(`atomic when ${staticTruth(code)}`, ['skip', ...body.lines]), step: false, ends: false, locals: [] };
}

function either(code: Code): Written {
  const { choices } = code.scope.world;
  const count = 2 + (choices.chance(25) ? 1 : 0);
  const branches = Array.from({ length: count }, () => block(nested(code), 1 + choices.below(2), true));
  const lines: string[] = [];
  branches.forEach((branch, number) => {
    lines.push(...braced(number === 0 ? 'either' : 'or', branch.lines));
  });
  return { lines, step: true, ends: branches.every((branch) => branch.ends), locals: [] };
}

// ---------------------------------------------------------------- control

/** The code of a block inside this one. */
export function nested(code: Code): Code {
  return { ...code, depth: code.depth + 1, once: false, declares: true };
}

function if_(code: Code): Written {
  const { choices } = code.scope.world;
  const consequent = block(nested(code), 1 + choices.below(2), false);
  const lines = [...braced(`if ${truth(code.scope, 2).text}`, consequent.lines)];
  if (!choices.chance(40)) return { lines, step: false, ends: false, locals: [] };
  if (choices.chance(25)) lines.push(...braced(`else if ${truth(code.scope, 1).text}`, block(nested(code), 1, false).lines));
  const alternative = block(nested(code), 1, false);
  lines.push(...braced('else', alternative.lines));
  return { lines, step: false, ends: false, locals: [] };
}

/** A condition over constants and variants. */
export function staticTruth(code: Pick<Code, 'scope'>): string {
  const { choices, variants, constants, staticDefines } = code.scope.world;
  const forms: string[] = [];
  for (const variant of variants) {
    if (variant.tags === null) forms.push(variant.name, `not ${variant.name}`);
    else forms.push(`${variant.name} == ${choices.pick(variant.tags)}`, `${variant.name} in {${variant.tags.slice(0, 2).join(', ')}}`);
  }
  for (const constant of constants) forms.push(`${constant.name} > ${constant.low}`);
  forms.push(...staticDefines);
  return forms.length === 0 ? '1 < 2' : choices.pick(forms);
}

function staticIf(code: Code): Written {
  const { choices } = code.scope.world;
  const inner = { ...nested(code), inStatic: true };
  const lines = [...braced(`if ${staticTruth(code)}`, block(inner, 1 + choices.below(2), false).lines)];
  if (choices.chance(50)) lines.push(...braced('else', block(inner, 1, false).lines));
  return { lines, step: false, ends: false, locals: [] };
}

function jumpMaker(code: Code): Written | null {
  const { choices } = code.scope.world;
  if (code.depth === 0 || code.held.length > 0) return null;
  const forms: (() => Written | null)[] = [];
  const { loop } = code;
  if (loop !== null) {
    forms.push(() => {
      loop.broken = true;
      return jump('break');
    });
    forms.push(() => jump('continue'));
  }
  for (const target of code.targets) forms.push(() => jump(`goto ${target}`));
  if (code.result === null) forms.push(() => jump('return'));
  else if (code.result !== undefined) forms.push(() => jump(`return ${expression(code.scope, code.result ?? { kind: 'bool' }, 1).text}`));
  return forms.length === 0 ? null : choices.pick(forms)();
}

function while_(code: Code): Written {
  const { choices } = code.scope.world;
  const loop = { broken: false };
  const body = block({ ...nested(code), loop }, 1 + choices.below(2), true);
  return { lines: braced(`while ${truth(code.scope, 1).text}`, body.lines), step: false, ends: false, locals: [] };
}

/** `repeat K { … }` and `loop { … }`. */
function repeat(code: Code): Written {
  const { choices, rounds } = code.scope.world;
  const loop = { broken: false };
  const inner = { ...nested(code), loop };
  const form = choices.below(4);
  const body = block(inner, 1 + choices.below(3), true);
  const ends = form === 3 && !loop.broken;
  const head = form === 3 ? 'loop' : `repeat ${form === 2 && rounds.length > 0 ? choices.pick(rounds) : choices.pick(['1', '2', '2', '3'])}`;
  return { lines: braced(head, body.lines), step: body.step, ends, locals: [] };
}

function for_(code: Code): Written {
  const { choices, world } = { choices: code.scope.world.choices, world: code.scope.world };
  const element = choices.pick(elementTypes(code.scope));
  const name = fresh(world, 'each');
  const inner = withLocals(code.scope, binder(name, element));
  const where = choices.chance(30) ? ` where ${truth(inner, 0).text}` : '';
  const body = block({ ...nested(code), scope: inner, loop: null, targets: [], result: undefined }, 1, false);
  return { lines: braced(`for ${name} in ${domainOf(code.scope, element)}${where}`, body.lines), step: false, ends: false, locals: [] };
}
