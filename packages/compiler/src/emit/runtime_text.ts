import { propertyKinds } from '@mmspec/system';

/*
 * The parts of a generated module that are the same in every module. `T` prints a type only in the TypeScript form.
 */

/** Prints a type annotation, or nothing in the JavaScript form. */
export type Annotate = (type: string) => string;

export function annotate(typed: boolean): Annotate {
  return (type) => (typed ? `: ${type}` : '');
}

/** Helper functions by name. */
export function helperText(name: string, t: Annotate): readonly string[] {
  switch (name) {
    case 'quotient':
      return [`function quotient(a${t('number')}, b${t('number')})${t('number')} {`, '  return Math.floor(a / b);', '}'];
    case 'remainder':
      return [`function remainder(a${t('number')}, b${t('number')})${t('number')} {`, '  return a - b * Math.floor(a / b);', '}'];
    case 'size':
      return [
        `function size(mask${t('number')})${t('number')} {`,
        '  let count = 0;',
        '  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;',
        '  return count;',
        '}',
      ];
    case 'pick':
      return [
        `function pick(state${t('Int32Array')}, slots${t('Int32Array')}, constants${t('Int32Array')}, index${t('number')})${t('number')} {`,
        '  const slot = slots[index];',
        '  return slot < 0 ? constants[index] : state[slot];',
        '}',
      ];
    case 'possible':
      return [
        '// Whether a step can be taken: it runs on a copy of the state, and whoever it calls notes it.',
        'const scratch = new Int32Array(slots.length);',
        `let wanted${t('Int32Array | null')} = null;`,
        'let seen = false;',
        `function see(action${t('number')})${t('void')} {`,
        '  if (wanted === null || wanted[action] === 1) seen = true;',
        '}',
        `function possible(step${t('Step')}, me${t('number')}, state${t('Int32Array')}, actions${t('Int32Array | null')})${t('boolean')} {`,
        '  seen = false;',
        '  wanted = actions;',
        '  scratch.set(state);',
        '  step(me, state, scratch, see, see);',
        '  return seen;',
        '}',
      ];
    default:
      throw new Error(`no helper ${name}`);
  }
}

/** Writes one value of a row as people see it. */
export function describeText(t: Annotate): readonly string[] {
  return [
    `function plain(format${t('Format')}, values${t('readonly number[]')}, at${t('number')})${t('Plain')} {`,
    '  const value = values[at];',
    '  switch (format[0]) {',
    '    case 0:',
    '      return value !== 0;',
    '    case 1:',
    '      return value === format[1] ? text[format[2]] : value;',
    '    case 2:',
    '      return text[format[2][value - format[1]]];',
    '    case 3:',
    '      return value === 0 ? text[format[3]] : plain(format[2], [value - 1 + format[1]], 0);',
    '    case 4:',
    "      return `{${format[1].filter((_, bit) => ((value >> bit) & 1) === 1).map((name) => text[name]).join(', ')}}`;",
    '    default: {',
    `      const elements${t('Plain[]')} = [];`,
    '      for (let element = 0; element < value; element++) elements.push(plain(format[1], values, at + 1 + element));',
    "      return `[${elements.join(', ')}]`;",
    '    }',
    '  }',
    '}',
    `function describe(state${t('Int32Array')})${t('Described[]')} {`,
    `  const found${t('Described[]')} = [];`,
    '  for (const [name, format, places, when, unset] of rows) {',
    '    if (!when.every(([slot, values]) => values.includes(state[slot]))) continue;',
    '    if (unset !== null && state[unset[0]] === unset[1]) continue;',
    '    const values = places.map(([slot, constant]) => (slot < 0 ? constant : state[slot]));',
    '    found.push({ name: text[name], value: plain(formats[format], values, 0) });',
    '  }',
    '  return found;',
    '}',
  ];
}

/** The values of the parameters of an action, out of the number of its instance. */
export function parametersText(t: Annotate): readonly string[] {
  return [
    `function parametersOf(action${t('number')}, instance${t('number')})${t('Described[]')} {`,
    '  for (const [least, end, own, ranges] of parameters) {',
    '    if (action < least || action >= end) continue;',
    '    let rest = instance;',
    '    const values = ranges.map(([min, count]) => {',
    '      const value = min + (rest % count);',
    '      rest = Math.floor(rest / count);',
    '      return value;',
    '    });',
    '    return own.map(([name, format, first, length]) => ({ name: text[name], value: plain(formats[format], values.slice(first, first + length), 0) }));',
    '  }',
    '  return [];',
    '}',
  ];
}

/** Makes the list of actions out of the tables. */
export function actionsText(t: Annotate): readonly string[] {
  return [
    `function listActions()${t('Action[]')} {`,
    `  const found${t('Action[]')} = [];`,
    `  const pathAt = (path${t('number')})${t('string[]')} => paths[path].map((name) => text[name]);`,
    `  const add = (kind${t('number')}, instance${t('number')}, actor${t('number')})${t('void')} => {`,
    '    for (const [own, environment, label, operations, path, span, leaves, reads, writes] of steps) {',
    '      if (own !== kind) continue;',
    '      for (const [executed, marks] of leaves) {',
    '        for (let mark = 0; mark < 2 ** marks.length; mark++) {',
    '          const more = marks.filter((each, bit) => ((mark >> bit) & 1) === 1 && !executed.includes(each));',
    '          found.push({',
    '            actor,',
    '            environment: environment < 0 ? null : text[environment],',
    '            label: label < 0 ? null : text[label],',
    '            operations: operations.map((name) => text[name]),',
    '            path: pathAt(path),',
    '            executed: [...executed, ...more].map(pathAt),',
    '            span: { file: span[0], start: span[1], end: span[2] },',
    '            reads: reads[instance],',
    '            writes: writes[instance],',
    '          });',
    '        }',
    '      }',
    '    }',
    '  };',
    '  let actor = 0;',
    '  counts.forEach((count, kind) => {',
    '    for (let instance = 0; instance < count; instance++) add(kind, instance, actor++);',
    '  });',
    '  add(-1, 0, -1);',
    '  return found;',
    '}',
  ];
}

/** The types that the TypeScript form needs to stand on its own; those of `@mmspec/system`. */
export const typesText: readonly string[] = [
  'export type Plain = number | boolean | string;',
  'export interface Slot { readonly name: string; readonly min: number; readonly max: number }',
  'export interface SourceSpan { readonly file: number; readonly start: number; readonly end: number }',
  'export interface ActorInstance { readonly name: string; readonly kind: string }',
  'export interface Action {',
  '  readonly actor: number;',
  '  readonly environment: string | null;',
  '  readonly label: string | null;',
  '  readonly operations: readonly string[];',
  '  readonly path: readonly string[];',
  '  readonly executed: readonly (readonly string[])[];',
  '  readonly span: SourceSpan;',
  '  readonly reads: readonly number[];',
  '  readonly writes: readonly number[];',
  '}',
  `export type PropertyKind = ${propertyKinds.map((kind) => `'${kind}'`).join(' | ')};`,
  'export interface Property { readonly name: string; readonly kind: PropertyKind; readonly text: string; readonly doc?: string; readonly span: SourceSpan | null; readonly expectViolated: boolean; readonly temporal?: TemporalProperty }',
  "export interface Atom { readonly over: 'state' | 'step' }",
  'export type Formula =',
  "  | { readonly kind: 'truth'; readonly value: boolean } | { readonly kind: 'atom'; readonly atom: number } | { readonly kind: 'not'; readonly operand: Formula }",
  "  | { readonly kind: 'and' | 'or'; readonly operands: readonly Formula[] } | { readonly kind: 'always'; readonly steps: boolean; readonly operand: Formula }",
  "  | { readonly kind: 'eventually'; readonly operand: Formula } | { readonly kind: 'until'; readonly left: Formula; readonly right: Formula };",
  'export interface FairnessItem { readonly strong: boolean; readonly actor: string | null; readonly index: number | null; readonly environment: string | null; readonly names: readonly string[] }',
  'export interface TemporalProperty { readonly formula: Formula; readonly fairness: readonly FairnessItem[]; readonly goals: readonly string[] }',
  'export type Emit = (action: number, flags: number, instance?: number) => void;',
  'export type Fault = (action: number, property: number, flags?: number, instance?: number) => void;',
  'export interface Described { readonly name: string; readonly value: Plain }',
  'export interface TransitionSystem {',
  '  readonly name: string;',
  '  readonly slots: readonly Slot[];',
  '  readonly actors: readonly ActorInstance[];',
  '  readonly actions: readonly Action[];',
  '  readonly properties: readonly Property[];',
  '  readonly atoms?: readonly Atom[];',
  '  initial(next: Int32Array, emit: Emit, fault: Fault): void;',
  '  successors(state: Int32Array, next: Int32Array, emit: Emit, fault: Fault): void;',
  '  holdsInState(property: number, state: Int32Array): boolean;',
  '  holdsOnStep(property: number, before: Int32Array, after: Int32Array, action: number): boolean;',
  '  atomHolds?(atom: number, before: Int32Array, after: Int32Array, action: number): boolean;',
  '  parametersOf?(action: number, instance: number): readonly Described[];',
  '  isQuiescent(state: Int32Array): boolean;',
  '  describe(state: Int32Array): readonly Described[];',
  '}',
  'type Step = (me: number, state: Int32Array, next: Int32Array, emit: Emit, fault: Fault) => void;',
  'type Format = readonly [0] | readonly [1, number, number] | readonly [2, number, readonly number[]] | readonly [3, number, Format, number] | readonly [4, readonly number[]] | readonly [5, Format];',
  'type Row = readonly [number, number, readonly (readonly [number, number])[], readonly (readonly [number, readonly number[]])[], readonly [number, number] | null];',
  'type ParameterData = readonly [number, number, readonly (readonly [number, number, number, number])[], readonly (readonly [number, number])[]];',
  'type StepData = readonly [number, number, number, readonly number[], number, readonly [number, number, number], readonly (readonly [readonly number[], readonly number[]])[], readonly (readonly number[])[], readonly (readonly number[])[]];',
];
