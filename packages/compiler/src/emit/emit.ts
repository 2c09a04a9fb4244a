import { judgedOn } from '@mmspec/system';
import { eachStmt } from '../ir/access.ts';
import { number, numeric } from '../ir/fold.ts';
import { instanceBounds, instanceNumber } from '../lower/instances.ts';
import type { Expr, KindProgram, LeafReference, Program, PropertyProgram, StepProgram } from '../ir/ir.ts';
import { commentText, identifier } from './names.ts';
import { leafBase, numberingOf } from '../ir/numbering.ts';
import type { Numbering } from '../ir/numbering.ts';
import { indent, printBody } from './print_body.ts';
import type { BodyStyle } from './print_body.ts';
import { printExpr, printTarget } from './print_expr.ts';
import type { Printer, Scope } from './print_expr.ts';
import { annotate, runtimePart, typesFor } from './runtime_text.ts';
import type { Annotate } from './runtime_text.ts';
import type { RuntimePart } from './runtime_source.ts';
import { atomLines, temporalText } from './emit_temporal.ts';
import { rowTables, slotTable, stepTables, Texts } from './tables.ts';

export type Form = 'typescript' | 'javascript';

/**
 * A module for a program. The TypeScript form stands on its own and exports the system as its default;
 * the JavaScript form is the body of a function that returns it, for `load`.
 */
export function emit(program: Program, form: Form): string {
  const typed = form === 'typescript';
  const lines = [
    "'use strict';",
    `// The transition system of ${commentText(program.name)}, made by mmspec.`,
    '// A state is an Int32Array with one number for each entry of `slots`. Each step is one function, named after it:',
    '// it changes `next`, which equals `state` before and after, and calls `emit` at the end of each way to take the step.',
    ...(typed ? typesFor([program]) : []),
    ...systemLines(program, typed, 'system'),
    typed ? 'export default system();' : 'return system();',
  ];
  return `${lines.join('\n')}\n`;
}

/** The function that makes the system; what stands between two others may be several lines in one text. */
export function systemLines(program: Program, typed: boolean, name: string): readonly string[] {
  const t = annotate(typed);
  const texts = new Texts();
  const counts = program.kinds.map((kind) => kind.count);
  const numbering = numberingOf(program.steps, counts);
  const stepNames = program.steps.map((step) => identifier([program.kinds[step.kind]?.name ?? step.environment ?? '', ...step.path.slice(-1)], step.id));
  const printer: Printer = { program, typed, tables: new Map(), helpers: new Set(), stepNames };
  const code = [
    ...program.steps.flatMap((step) => stepLines(printer, step, numbering, t)),
    ...initialLines(printer, t),
    ...boundLines(printer, t),
    ...successorsLines(printer, t),
    ...propertyLines(printer, t),
    ...atomLines(printer, t),
    ...quiescentLines(printer, t),
  ];
  return [
    `function ${name}()${t('TransitionSystem')} {`,
    ...indent(dataLines(printer, texts, numbering, t)),
    ...indent(code),
    indentedPart('describe', typed),
    ...(hasParameters(program) ? [indentedPart('parameters', typed)] : []),
    indentedPart('actions', typed),
    ...indent(resultLines(program, texts)),
    '}',
  ];
}

const indentedParts = new Map<string, string>();

/** A part as it stands in a system, all of its lines in one text: they are the same in all systems, of which a matrix has one for each cell. */
function indentedPart(name: RuntimePart, typed: boolean): string {
  const key = `${name} ${String(typed)}`;
  const text = indentedParts.get(key) ?? indent(runtimePart(name, typed)).join('\n');
  indentedParts.set(key, text);
  return text;
}

/** The comment of a property, where it has one. */
const docText = ({ doc = '' }: PropertyProgram['property'], texts: Texts): string => (doc === '' ? '' : `doc: text[${texts.of(doc)}], `);

function dataLines(printer: Printer, texts: Texts, numbering: Numbering, t: Annotate): readonly string[] {
  const { program } = printer;
  const slots = slotTable(program, texts);
  const { paths, steps } = stepTables(program, texts);
  const { formats, rows, parameters } = rowTables(program, texts, numbering);
  const properties = program.properties.map(({ property }) => {
    const span = property.span === null ? 'null' : `{ file: ${property.span.file}, start: ${property.span.start}, end: ${property.span.end} }`;
    const temporal = property.temporal === undefined ? '' : `, temporal: ${temporalText(texts, property.temporal)}`;
    return `  { name: text[${texts.of(property.name)}], kind: '${property.kind}', text: text[${texts.of(property.text)}], ${docText(property, texts)}span: ${span}, expectViolated: ${property.expectViolated}${temporal} },`;
  });
  const actors = program.actors.map((actor) => `  { name: text[${texts.of(actor.name)}], kind: text[${texts.of(actor.kind)}] },`);
  texts.of(program.name);
  const helpers = (['quotient', 'remainder', 'size', 'pick', 'possible'] as const).filter((helper) => printer.helpers.has(helper));
  return [
    `const text${t('readonly string[]')} = [`,
    ...texts.print(),
    '];',
    `const slotData${t('readonly (readonly [number, number, number])[]')} = [`,
    ...slots,
    '];',
    `const slots${t('readonly Slot[]')} = slotData.map(([name, min, max]) => ({ name: text[name], min, max }));`,
    `const actors${t('readonly ActorInstance[]')} = [`,
    ...actors,
    '];',
    `const counts${t('readonly number[]')} = [${program.kinds.map((kind) => kind.count).join(', ')}];`,
    `const properties${t('readonly Property[]')} = [`,
    ...properties,
    '];',
    `const paths${t('readonly (readonly number[])[]')} = [`,
    ...paths,
    '];',
    `const steps${t('readonly StepData[]')} = [`,
    ...steps,
    '];',
    `const formats${t('readonly Format[]')} = [`,
    ...formats,
    '];',
    `const rows${t('readonly Row[]')} = [`,
    ...rows,
    '];',
    ...(parameters.length === 0 ? [] : [`const parameters${t('readonly ParameterData[]')} = [`, ...parameters, '];']),
    ...[...printer.tables].map(([table, name]) => `const ${name} = new Int32Array([${table}]);`),
    ...helpers.flatMap((helper) => runtimePart(helper, printer.typed)),
  ];
}

function hasParameters({ steps }: Program): boolean {
  return steps.some(({ parameters }) => parameters.length > 0);
}

function scopeOf(printer: Printer, before: string, after: string): Scope {
  return { printer, temps: new Map(), before, after };
}

function stepLines(printer: Printer, step: StepProgram, numbering: Numbering, t: Annotate): readonly string[] {
  const { program } = printer;
  const kind = program.kinds[step.kind];
  const scope = scopeOf(printer, 'state', 'next');
  const flags = usesFlags(step) ? 'flags' : '0';
  const bounds = instanceBounds(step.body);
  const instance = ({ instance: parts }: LeafReference): string => (parts === undefined ? '' : `, ${printExpr(scope, instanceNumber(parts, bounds))}`);
  const style: BodyStyle = {
    leaf: (leaf) => [`emit(${actionText(scope, step, leaf, numbering, kind)}, ${flags}${instance(leaf)});`],
    fault: (leaf, property) => [`fault(${actionText(scope, step, leaf, numbering, kind)}, ${property}, ${flags}${instance(leaf)});`],
    exit: null,
    blocked: null,
  };
  return [
    `// ${commentText(step.comment)}`,
    `function ${printer.stepNames[step.id] ?? ''}(me${t('number')}, state${t('Int32Array')}, next${t('Int32Array')}, emit${t('Emit')}, fault${t('Fault')})${t('void')} {`,
    ...indent(printBody(scope, style, step.body, true)),
    '}',
  ];
}

function usesFlags(step: StepProgram): boolean {
  let found = false;
  eachStmt(step.body, ({ kind }) => (found ||= kind === 'flag'));
  return found;
}

/** The number of an action: that of the leaf, of the instance, and of the marks. */
function actionText(scope: Scope, step: StepProgram, leaf: LeafReference, numbering: Numbering, kind: KindProgram | undefined): string {
  const at = step.kind < 0 ? numbering.base.length - 1 : step.kind;
  const first = (numbering.base[at] ?? 0) + (numbering.stepBase[step.id] ?? 0) + leafBase(step, leaf.leaf);
  const instances: Expr =
    kind === undefined || kind.count === 1 ? number(0) : numeric('*', { kind: 'me', count: kind.count }, number(numbering.perInstance[at] ?? 0));
  const printed = printExpr(scope, numeric('+', instances, number(first)));
  return leaf.marked ? `${printed} + marks` : printed;
}

function initialLines(printer: Printer, t: Annotate): readonly string[] {
  const { program } = printer;
  const begins = program.kinds.map((kind, at) => ({ kind, name: identifier(['begin', kind.name], at) }));
  const style: BodyStyle = {
    leaf: () => ['return true;'],
    fault: (_, property) => [`fault(-1, ${property});`, 'return false;'],
    exit: '',
    blocked: 'return false;',
  };
  const functions = begins.flatMap(({ kind, name }) => [
    `function ${name}(me${t('number')}, next${t('Int32Array')}, fault${t('Fault')})${t('boolean')} {`,
    ...indent(printBody(scopeOf(printer, 'next', 'next'), style, kind.begin, false)),
    '}',
  ]);
  const ends: BodyStyle = { leaf: () => [], fault: (_, property) => [`fault(-1, ${property});`, 'return;'], exit: '', blocked: 'return;' };
  const enter = begins.map(({ kind, name }) =>
    kind.count === 1
      ? `if (!${name}(0, next, fault)) return false;`
      : `for (let me = 0; me < ${kind.count}; me++) if (!${name}(me, next, fault)) return false;`,
  );
  if (program.choices.length > 0) {
    const each: BodyStyle = {
      leaf: () => ['if (enter(next, fault)) emit(-1, 0);'],
      fault: (_, property) => [`fault(-1, ${property});`],
      exit: 'return;',
      blocked: 'return;',
      keeps: true,
    };
    return [
      ...functions,
      `function enter(next${t('Int32Array')}, fault${t('Fault')})${t('boolean')} {`,
      ...indent([...enter, 'return true;']),
      '}',
      `function initial(next${t('Int32Array')}, emit${t('Emit')}, fault${t('Fault')})${t('void')} {`,
      ...indent(printBody(scopeOf(printer, 'next', 'next'), ends, program.initial, false)),
      ...indent(printBody(scopeOf(printer, 'next', 'next'), each, program.choices, false)),
      '}',
    ];
  }
  return [
    ...functions,
    `function initial(next${t('Int32Array')}, emit${t('Emit')}, fault${t('Fault')})${t('void')} {`,
    ...indent(printBody(scopeOf(printer, 'next', 'next'), ends, program.initial, false)),
    ...indent(
      begins.map(({ kind, name }) =>
        kind.count === 1 ? `if (!${name}(0, next, fault)) return;` : `for (let me = 0; me < ${kind.count}; me++) if (!${name}(me, next, fault)) return;`,
      ),
    ),
    '  emit(-1, 0);',
    '}',
  ];
}

/** Where a check has a bound: whether a state lies within it. */
function boundLines(printer: Printer, t: Annotate): readonly string[] {
  const { bound } = printer.program;
  if (bound === null) return [];
  const style: BodyStyle = { leaf: () => [], fault: () => [], exit: '', blocked: null };
  const body = indent(printBody(scopeOf(printer, 'state', 'state'), style, bound, false));
  return [`function isWithin(state${t('Int32Array')})${t('boolean')} {`, ...body, '}'];
}

function successorsLines(printer: Printer, t: Annotate): readonly string[] {
  const { program } = printer;
  const lines: string[] = [...(program.bound === null ? [] : ['if (!isWithin(state)) return;']), 'next.set(state);'];
  program.kinds.forEach((kind, at) => {
    const scope = scopeOf(printer, 'state', 'next');
    const calls = (instance: string): readonly string[] => {
      const location = printTarget(scope, 'state', kind.locationCell);
      const call = (step: StepProgram): string => `${printer.stepNames[step.id] ?? ''}(${instance}, state, next, emit, fault);`;
      const own = program.steps.filter((step) => step.kind === at);
      if (location === null) return own.filter((step) => step.location === locationConstant(program, kind)).map(call);
      const cases: string[][] = Array.from({ length: kind.locationCount }, () => []);
      for (const step of own) cases[step.location]?.push(call(step));
      return [`switch (${location}) {`, ...cases.flatMap((each, number_) => [`  case ${number_}:`, ...each.map((line) => `    ${line}`), '    break;']), '}'];
    };
    if (kind.count === 1) lines.push(...calls('0'));
    else lines.push(`for (let me = 0; me < ${kind.count}; me++) {`, ...indent(calls('me')), '}');
  });
  for (const step of program.steps) if (step.kind < 0) lines.push(`${printer.stepNames[step.id] ?? ''}(0, state, next, emit, fault);`);
  return [`function successors(state${t('Int32Array')}, next${t('Int32Array')}, emit${t('Emit')}, fault${t('Fault')})${t('void')} {`, ...indent(lines), '}'];
}

function locationConstant(program: Program, kind: KindProgram): number {
  return program.constants.get(kind.locationCell.base) ?? 0;
}

function propertyLines(printer: Printer, t: Annotate): readonly string[] {
  const { program } = printer;
  const name = (at: number): string => identifier(['holds', program.properties[at]?.property.name ?? ''], at);
  const style: BodyStyle = { leaf: () => [], fault: () => [], exit: '', blocked: null };
  const overStates = program.properties.filter(({ property, body }) => body !== null && judgedOn(property.kind) !== 'step');
  const overSteps = program.properties.filter(({ property, body }) => body !== null && judgedOn(property.kind) === 'step');
  const indices = new Map(program.properties.map((each, index) => [each, index]));
  const indexOf = (wanted: PropertyProgram): number => indices.get(wanted)!;
  const print = (each: PropertyProgram, parameters: string): readonly string[] => [
    ...(each.property.text === '' ? [] : [`// ${commentText(each.property.text)}`]),
    `function ${name(indexOf(each))}(${parameters})${t('boolean')} {`,
    ...indent(printBody(scopeOf(printer, 'state', judgedOn(each.property.kind) === 'step' ? 'next' : 'state'), style, each.body ?? [], false)),
    '}',
  ];
  const state = `state${t('Int32Array')}`;
  const step = `state${t('Int32Array')}, next${t('Int32Array')}, action${t('number')}`;
  return [
    ...overStates.flatMap((each) => print(each, state)),
    ...overSteps.flatMap((each) => print(each, step)),
    `function holdsInState(property${t('number')}, state${t('Int32Array')})${t('boolean')} {`,
    '  switch (property) {',
    ...overStates.map((each) => `    case ${indexOf(each)}: return ${name(indexOf(each))}(state);`),
    '    default: return true;',
    '  }',
    '}',
    `function holdsOnStep(property${t('number')}, ${step})${t('boolean')} {`,
    '  switch (property) {',
    ...overSteps.map((each) => `    case ${indexOf(each)}: return ${name(indexOf(each))}(state, next, action);`),
    '    default: return true;',
    '  }',
    '}',
  ];
}

function quiescentLines(printer: Printer, t: Annotate): readonly string[] {
  const { program } = printer;
  const lines = program.kinds.flatMap((kind): readonly string[] => {
    const scope = scopeOf(printer, 'state', 'state');
    const calm = [...kind.idle, kind.locationCount];
    const location = printTarget(scope, 'state', kind.locationCell);
    if (location === null) return calm.includes(locationConstant(program, kind)) ? [] : ['return false;'];
    const restless = calm.map((each) => `at !== ${each}`).join(' && ');
    const test = [`const at = ${location};`, `if (${restless}) return false;`];
    return kind.count === 1 ? ['{', ...indent(test), '}'] : [`for (let me = 0; me < ${kind.count}; me++) {`, ...indent(test), '}'];
  });
  const stops = lines.indexOf('return false;');
  return [
    `function isQuiescent(state${t('Int32Array')})${t('boolean')} {`,
    ...(program.bound === null ? [] : ['  if (!isWithin(state)) return true;']),
    ...indent(stops >= 0 ? lines.slice(0, stops + 1) : [...lines, 'return true;']),
    '}',
  ];
}

function resultLines(program: Program, texts: Texts): readonly string[] {
  return [
    'return {',
    `  name: text[${texts.of(program.name)}],`,
    '  slots,',
    '  actors,',
    '  actions: listActions(),',
    '  properties,',
    ...(program.atoms.length === 0 ? [] : ['  atoms,', '  atomHolds,']),
    ...(hasParameters(program) ? ['  parametersOf,'] : []),
    '  initial,',
    '  successors,',
    '  holdsInState,',
    '  holdsOnStep,',
    '  isQuiescent,',
    '  describe,',
    '};',
  ];
}
