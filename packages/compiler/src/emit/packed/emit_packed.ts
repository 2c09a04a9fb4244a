import { judgedOn } from '@mmspec/system';
import type { PackedLayout, PackedSteps } from '@mmspec/system';
import { eachExpr } from '../../ir/access.ts';
import { number } from '../../ir/fold.ts';
import type { KindProgram, Program, Stmt, StepProgram } from '../../ir/ir.ts';
import { leafBase, numberingOf } from '../../ir/numbering.ts';
import type { Numbering } from '../../ir/numbering.ts';
import { indent, printBody } from '../print_body.ts';
import type { BodyStyle } from '../print_body.ts';
import type { Printer, Scope } from '../print_expr.ts';
import { rewriteBody } from '../../ir/rewrite.ts';
import { runtimePart } from '../runtime_text.ts';
import { packedWords, wordList } from './words.ts';
import type { PackedWords } from './words.ts';

/**
 * The steps of a program over packed states, as functions of plain JavaScript: one for each step and instance,
 * `expand(v0, v1, …)`, which takes every step out of a state, and `expandOne(process, v0, v1, …)`, which takes those of
 * one instance or one action of the environment. Each path calls `enter(w0, w1, …, action, flags)` or
 * `fault(action, property, flags)`, which the text expects around itself. It makes the same calls in the same order as
 * `successors` of the system.
 */
export function emitPacked(program: Program, layout: PackedLayout): PackedSteps {
  const packed = packedWords(program, layout);
  const counts = program.kinds.map((kind) => kind.count);
  const numbering = numberingOf(program.steps, counts);
  const printer: Printer = { program, typed: false, tables: new Map(), helpers: new Set(), stepNames: [] };
  const functions: string[] = [];
  /** By process. */
  const calls: (readonly string[])[] = [];
  program.kinds.forEach((kind, at) => {
    const own = program.steps.filter((step) => step.kind === at);
    for (let me = 0; me < kind.count; me++) {
      for (const step of own) functions.push(...stepLines(printer, packed, step, me, kind, numbering));
      calls.push(dispatch(printer, packed, kind, own, me));
    }
  });
  for (const step of program.steps) {
    if (step.kind >= 0) continue;
    functions.push(...stepLines(printer, packed, step, 0, undefined, numbering));
    calls.push([`${nameOf(step, 0)}(${wordList(packed, 'v')});`]);
  }
  const properties: number[] = [];
  program.properties.forEach(({ property, body }, index) => {
    if (body === null || judgedOn(property.kind) === 'step' || asksEnabled(body)) return;
    properties.push(index);
    functions.push(...propertyLines(printer, packed, index, body));
  });
  const judged = program.atoms.flatMap(({ body }, atom) => (asksEnabled(body) ? [] : [atom]));
  functions.push(...atomLines(printer, packed, judged));
  const text = [
    ...[...printer.tables].map(([table, name]) => `const ${name} = new Int32Array([${table}]);`),
    ...[...printer.helpers].flatMap((helper) => runtimePart(helper, false)),
    ...[...packed.picks].map(([body, name]) => `function ${name}${body}`),
    ...functions,
    ...boundLines(printer, packed),
    `function expand(${wordList(packed, 'v')}) {`,
    ...(program.bound === null ? [] : [`  if (!isWithin(${wordList(packed, 'v')})) return;`]),
    ...indent(calls.flat()),
    '}',
    `function expandOne(process, ${wordList(packed, 'v')}) {`,
    ...(program.bound === null ? [] : [`  if (!isWithin(${wordList(packed, 'v')})) return;`]),
    '  switch (process) {',
    ...calls.flatMap((each, process) => [`    case ${process}:`, ...indent(indent(indent(each))), '      return;']),
    '  }',
    '}',
  ].join('\n');
  return { text, properties, atoms: judged };
}

/** Where a check has a bound: whether a state lies within it. */
function boundLines(printer: Printer, packed: PackedWords): readonly string[] {
  const { bound } = printer.program;
  if (bound === null) return [];
  const style: BodyStyle = { leaf: () => [], fault: () => [], exit: '', blocked: null };
  const scope: Scope = { ...scopeOf(printer, packed), after: 'v' };
  return [`function isWithin(${wordList(packed, 'v')}) {`, ...indent(printBody(scope, style, bound, false)), '}'];
}

/** Whether a step can be taken is asked of functions over arrays. */
export function asksEnabled(body: readonly Stmt[]): boolean {
  let found = false;
  eachExpr(body, ({ kind }) => {
    if (kind === 'enabled') found = true;
  });
  return found;
}

function propertyLines(printer: Printer, packed: PackedWords, index: number, body: readonly Stmt[]): readonly string[] {
  const style: BodyStyle = { leaf: () => [], fault: () => [], exit: '', blocked: null };
  const scope: Scope = { ...scopeOf(printer, packed), after: 'v' };
  return [`function holds_${index}(${wordList(packed, 'v')}) {`, ...indent(printBody(scope, style, body, false)), '}'];
}

/** A function for each of these atoms, and for those over states and over steps one that asks them by number. */
function atomLines(printer: Printer, packed: PackedWords, judged: readonly number[]): readonly string[] {
  const { atoms } = printer.program;
  const style: BodyStyle = { leaf: () => [], fault: () => [], exit: '', blocked: null };
  const [before, both] = [wordList(packed, 'v'), `${wordList(packed, 'v')}, ${wordList(packed, 'w')}, action`];
  const given = (atom: number): string => (atoms[atom]!.over === 'step' ? both : before);
  const chooser = (name: string, over: 'state' | 'step', words: string): readonly string[] => [
    `function ${name}(atom, ${words}) {`,
    '  switch (atom) {',
    ...judged.flatMap((atom) => (atoms[atom]!.over === over ? [`    case ${atom}: return atom_${atom}(${words});`] : [])),
    '    default: return false;',
    '  }',
    '}',
  ];
  return [
    ...judged.flatMap((atom) => [
      `function atom_${atom}(${given(atom)}) {`,
      ...indent(printBody({ ...scopeOf(printer, packed), after: atoms[atom]!.over === 'step' ? 'w' : 'v' }, style, atoms[atom]!.body, false)),
      '}',
    ]),
    ...chooser('stateAtom', 'state', before),
    ...chooser('stepAtom', 'step', both),
  ];
}

function nameOf(step: StepProgram, me: number): string {
  return `step_${step.id}_${me}`;
}

function scopeOf(printer: Printer, packed: PackedWords): Scope {
  return { printer, temps: new Map(), before: 'v', after: 'w', packed };
}

function stepLines(
  printer: Printer,
  packed: PackedWords,
  step: StepProgram,
  me: number,
  kind: KindProgram | undefined,
  numbering: Numbering,
): readonly string[] {
  const at = kind === undefined ? numbering.base.length - 1 : step.kind;
  const first = (numbering.base[at] ?? 0) + (numbering.perInstance[at] ?? 0) * me + (numbering.stepBase[step.id] ?? 0);
  const action = (leaf: number, marked: boolean): string => `${first + leafBase(step, leaf)}${marked ? ' + marks' : ''}`;
  const body = rewriteBody(
    step.body,
    (expr) => (expr.kind === 'me' ? number(me) : expr),
    () => false,
  );
  const flags = JSON.stringify(body).includes('"kind":"flag"') ? 'flags' : '0';
  const style: BodyStyle = {
    leaf: ({ leaf, marked }) => [`enter(${wordList(packed, 'w')}, ${action(leaf, marked)}, ${flags});`],
    fault: ({ leaf, marked }, property) => [`fault(${action(leaf, marked)}, ${property}, ${flags});`],
    exit: null,
    blocked: null,
  };
  const scope = scopeOf(printer, packed);
  return [
    `function ${nameOf(step, me)}(${wordList(packed, 'v')}) {`,
    `  let ${Array.from({ length: packed.wordCount }, (_, word) => `w${word} = v${word}`).join(', ')};`,
    ...indent(printBody(scope, style, body, false)),
    '}',
  ];
}

/** The steps of an instance where it stands. */
function dispatch(printer: Printer, packed: PackedWords, kind: KindProgram, own: readonly StepProgram[], me: number): readonly string[] {
  const scope = scopeOf(printer, packed);
  const [location] = rewriteBody(
    [{ kind: 'store', cell: kind.locationCell, value: number(0) }],
    (expr) => (expr.kind === 'me' ? number(me) : expr),
    () => false,
  );
  const cell = location?.kind === 'store' ? location.cell : kind.locationCell;
  const text = packed.load(scope, 'v', cell);
  const call = (step: StepProgram): string => `${nameOf(step, me)}(${wordList(packed, 'v')});`;
  if (/^\(?-?\d+\)?$/u.test(text)) return own.filter((step) => String(step.location) === text).map(call);
  const cases: string[][] = Array.from({ length: kind.locationCount }, () => []);
  for (const step of own) cases[step.location]?.push(call(step));
  return [
    `switch (${text}) {`,
    ...cases.flatMap((each, at) => (each.length === 0 ? [] : [`  case ${at}:`, ...each.map((line) => `    ${line}`), '    break;'])),
    '}',
  ];
}
