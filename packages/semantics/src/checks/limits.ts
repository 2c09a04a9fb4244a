import { grouped, textOf } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import type { Beginning, Expression, InitialValue, Item, Key, TypeNode, VariableDeclaration } from '@mmspec/syntax';
import type { Constants } from '../world/constants.ts';
import { itemsOf, kindSet, nodesIn, type Facts, type Setting, type Lint } from '../facts.ts';
import { elementType, isEmbeddedObject } from '../embedded_objects.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { wrongBeginning } from '../typing/beginnings.ts';
import { inSetting, noValueHelp, noValueRule } from './values.ts';

const rangeMax: number = 2 ** 31;
const domainMax = 65_536;
const actorsMax = 64;
const setMax = 30;
const arrayMax = 4096;
/** Those that an actor carries along are small. */
const localArrayMax = 64;
/** All scalars of the module variables together. */
const partsMax = 65_536;

/** Everything that exists under a setting fits into a state. */
const tooManyRule: Rule = rule({
  code: 'MM0230',
  title: 'too large',
  why: 'A state is a list of small numbers: ranges have at most 2^31 values, arrays 4,096 elements, sets 30, actors 64 instances in all, and what is listed 65,536 values.',
  text: 'The limits are judged for each setting of the checks and for the declared values. Models that find races are far smaller: two or three actors and values up to three find almost all.',
  example: 'module m\nconst VCPUS: 0..1000000000 = 1000000000\nactor vcpu[VCPUS] { go: skip }\n',
  fix: 'module m\nconst VCPUS: 0..4 = 3\nactor vcpu[VCPUS] { go: skip }\n',
});

/** A type has at least one value, and a count is not negative. */
const emptyTypeRule: Rule = rule({
  code: 'MM0231',
  title: 'a type without values',
  why: 'A variable must have a value in every state.',
  text: 'The lower bound of a range must not be above the upper one; counts and lengths are at least 0, the limit of a counter at least 1.',
  example: 'module m\nshared n: 3..1 = 2\nactor a { set: n = 1 }\n',
  fix: 'module m\nshared n: 1..3 = 2\nactor a { set: n = 1 }\n',
});

interface Sizes {
  readonly facts: Facts;
  readonly setting: Setting;
  readonly constants: Constants;
  readonly sized: readonly SizedNode[];
  readonly localArrays: readonly ArrayType[];
  report(span: Span, message: string, kind?: Rule): void;
}

export const lint: Lint = { rules: [tooManyRule, emptyTypeRule], check: checkLimits };

/** Diagnostics for everything that is too large, empty or undefined under some setting; each place is reported once. */
function checkLimits(facts: Facts): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const { items, isQuiet } = facts.memory.loud(itemsOf(facts.model), 'limits');
  const sizedOf = items.map((item) => sizedNodes(item));
  const sized = sizedOf.flat();
  const localArrays = localArraysOf(items);
  for (const setting of facts.settings) {
    const report: Sizes['report'] = (span, message, kind = tooManyRule) => {
      const key = `${span.file} ${span.start} ${span.end} ${kind.code}`;
      if (seen.has(key)) return;
      seen.add(key);
      diagnostics.push(violation(kind, span, `${message}${inSetting(setting)}`, helpFor(kind)));
    };
    checkSetting({ facts, setting, constants: setting.constants, sized, localArrays, report });
    if (diagnostics.length > 50) return diagnostics;
  }
  for (const item of items) if (!diagnostics.some(({ span }) => isWithin(span, item.span))) isQuiet(item);
  return diagnostics;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

function helpFor(kind: Rule): string {
  if (kind === wrongBeginning) return 'List one value for each element, or compute them: `[k: e]`.';
  if (kind === tooManyRule) return 'Choose a smaller number; races show with very few.';
  return kind === emptyTypeRule ? 'Swap the bounds, or choose another number.' : noValueHelp;
}

function checkSetting(sizes: Sizes): void {
  const { facts, constants } = sizes;
  const { model } = facts;
  for (const constant of model.constants) {
    if (constants.valueOf(constant.name.text) === undefined) sizes.report(constant.value.span, `\`${constant.name.text}\` has no value.`, noValueRule);
  }
  let actors = 0;
  for (const actor of model.actors) {
    const count = actor.count === null ? 1 : numberOf(sizes, actor.count);
    if (count < 0 && actor.count !== null)
      sizes.report(actor.count.span, `\`${actor.name.text}\` has ${numeral(sizes, count, actor.count)} instances.`, emptyTypeRule);
    actors += Math.max(0, count);
    if (actors > actorsMax) {
      const span = actor.count?.span ?? actor.name.span;
      sizes.report(
        span,
        count > actorsMax
          ? `\`${actor.name.text}\` has ${numeral(sizes, count, actor.count)} instances; there may be at most ${actorsMax}.`
          : `There are more than ${actorsMax} actors.`,
      );
    }
  }
  for (const node of sizes.sized) checkNode(sizes, node);
  for (const type of sizes.localArrays) {
    const count = elementsIn(sizes, type);
    if (count > localArrayMax) sizes.report(type.span, `A local array has at most ${localArrayMax} elements; this one has ${count}.`);
  }
  for (const variable of variablesOf(model)) if (variable.beginning !== null) checkList(sizes, variable.type, variable.beginning);
  checkTotal(sizes);
}

type ArrayType = Extract<TypeNode, { kind: 'array_type' }>;

function localArraysOf(items: readonly Item[]): readonly ArrayType[] {
  return items.flatMap((item) => nodesIn(item).of('local')).flatMap(({ type }) => (type?.kind === 'array_type' ? [type] : []));
}

function elementsIn(sizes: Sizes, type: TypeNode): number {
  return type.kind === 'array_type' ? Math.max(0, sizeOfKey(sizes, type.key)) * elementsIn(sizes, type.element) : 1;
}

function variablesOf(model: Facts['model']): readonly VariableDeclaration[] {
  return [...model.variables, ...model.objects.flatMap((object) => object.members.filter((member) => member.kind === 'variable'))];
}

/** A list of initial values has one for each element. */
function checkList(sizes: Sizes, type: TypeNode, value: InitialValue | Beginning): void {
  if (value.kind === 'keyed_beginning' && type.kind === 'array_type') checkList(sizes, type.element, value.value);
  if (value.kind !== 'list_beginning') return;
  const given = value.elements.length;
  if (type.kind === 'seq_type' && given > numberOf(sizes, type.capacity))
    sizes.report(value.span, `These are ${given} values, but the sequence holds at most ${numberOf(sizes, type.capacity)}.`, wrongBeginning);
  if (type.kind !== 'array_type') return;
  const size = isObjectType(sizes, type.key) ? given : sizeOfKey(sizes, type.key);
  if (size !== given) sizes.report(value.span, `These are ${given} values, but the array has ${size} elements.`, wrongBeginning);
  for (const element of value.elements) checkList(sizes, type.element, element);
}

/** The objects of a type are counted where they are. */
function isObjectType({ facts }: Sizes, key: Key): boolean {
  const name = key.kind === 'key_count' && key.count.kind === 'name_expression' ? key.count.name : null;
  return name !== null && facts.model.meanings.get(name)?.kind === 'object';
}

type SizedType = Extract<TypeNode, { kind: 'range_type' | 'ref_type' | 'seq_type' | 'array_type' | 'set_type' }>;

type SizedNode = SizedType | Extract<Expression, { kind: 'range' | 'set' }>;

const sizedTypes: Readonly<Record<TypeNode['kind'], boolean>> = {
  range_type: true,
  ref_type: true,
  seq_type: true,
  array_type: true,
  set_type: true,
  bool_type: false,
  named_type: false,
  tags_type: false,
  option_type: false,
  error_type: false,
};

const sizedKinds = kindSet(...((Object.keys(sizedTypes) as TypeNode['kind'][]).filter((kind) => sizedTypes[kind]) as SizedType['kind'][]), 'range', 'set');

/** The nodes whose size depends on the setting. */
function sizedNodes(item: Item): readonly SizedNode[] {
  return nodesIn(item).ofAll(sizedKinds);
}

function checkNode(sizes: Sizes, node: SizedNode): void {
  const { constants } = sizes;
  switch (node.kind) {
    case 'range_type':
      checkRange(sizes, node);
      return;
    case 'array_type':
      checkArray(sizes, node.key, node.span);
      return;
    case 'ref_type': {
      const limit = node.limit === null ? 15 : numberOf(sizes, node.limit);
      if (limit < 1) sizes.report(node.span, `A counter with the limit ${numeral(sizes, limit, node.limit)} counts nothing.`, emptyTypeRule);
      if (limit >= rangeMax) sizes.report(node.span, `A counter up to ${numeral(sizes, limit, node.limit)} is too large.`);
      return;
    }
    case 'seq_type': {
      const capacity = numberOf(sizes, node.capacity);
      if (capacity < 0) sizes.report(node.capacity.span, `A sequence cannot have ${numeral(sizes, capacity, node.capacity)} elements.`, emptyTypeRule);
      if (capacity > setMax)
        sizes.report(node.capacity.span, `A sequence of ${numeral(sizes, capacity, node.capacity)} elements is too long; at most ${setMax} fit.`);
      return;
    }
    case 'set_type': {
      const size = sizeOfType(sizes, node.element);
      if (size > setMax) sizes.report(node.element.span, `A set of up to ${numeral(sizes, size, null)} elements is too large; at most ${setMax} fit.`);
      return;
    }
    case 'set':
      if (node.elements.length > arrayMax)
        sizes.report(node.elements[arrayMax]?.span ?? node.span, `A set of ${node.elements.length} listed elements is too large; at most ${arrayMax} fit.`);
      return;
    case 'range': {
      const low = constants.number(node.low);
      const high = constants.number(node.high);
      if (low !== undefined && high !== undefined && high - low >= domainMax)
        sizes.report(node.span, `A set of ${numeral(sizes, high - low + 1, null)} numbers is too large to be listed.`);
    }
  }
}

function numberOf(sizes: Sizes, expression: Expression): number {
  const value = sizes.constants.number(expression);
  if (value === undefined) sizes.report(expression.span, 'This has no value.', noValueRule);
  return value ?? 1;
}

/** A number as a message shows it; one that is not known exactly as it is written. */
function numeral({ facts: { model } }: Sizes, value: number, expression: Expression | null): string {
  if (Number.isSafeInteger(value)) return String(value);
  const file = expression === null ? undefined : model.files[expression.span.file];
  if (file === undefined || expression === null) return 'more than 2^53';
  const text = textOf(file, expression.span).replace(/\s+/gu, ' ');
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function checkRange(sizes: Sizes, type: Extract<TypeNode, { kind: 'range_type' }>): void {
  const low = numberOf(sizes, type.low);
  const high = numberOf(sizes, type.high);
  const text = `${numeral(sizes, low, type.low)}..${numeral(sizes, high, type.high)}`;
  if (low > high) sizes.report(type.span, `No number is in ${text}.`, emptyTypeRule);
  if (high - low >= rangeMax || Math.abs(low) > rangeMax || Math.abs(high) > rangeMax)
    sizes.report(type.span, `The range ${text} is too large: numbers lie within 2^31.`);
}

function checkArray(sizes: Sizes, key: Key, span: Span): void {
  const size = sizeOfKey(sizes, key);
  if (size < 0) sizes.report(key.span, `An array cannot have ${numeral(sizes, size, null)} elements.`, emptyTypeRule);
  if (size > arrayMax)
    sizes.report(span, `An array of ${numeral(sizes, size, key.kind === 'key_type' ? null : key.count)} elements is too large; at most ${arrayMax} fit.`);
}

function sizeOfKey(sizes: Sizes, key: Key): number {
  if (key.kind === 'key_type') return sizeOfType(sizes, key.type);
  const meaning = key.count.kind === 'name_expression' ? sizes.facts.model.meanings.get(key.count.name) : undefined;
  switch (meaning?.kind) {
    case 'enum':
      return meaning.declaration.members.length;
    case 'actor':
      return instances(sizes, meaning.declaration.count);
    case 'all_actors':
      return sizes.facts.model.actors.reduce((sum, actor) => sum + instances(sizes, actor.count), 0);
    case 'object':
      return 1;
    case 'variable':
      return objectsIn(sizes, meaning.declaration.type);
    case undefined:
    case 'any_object':
    case 'builtin':
    case 'const':
    case 'define':
    case 'local':
    case 'operation':
    case 'own_field':
    case 'record':
    case 'tag':
    case 'variant':
      return numberOf(sizes, key.count);
  }
}

function instances(sizes: Sizes, count: Expression | null): number {
  return count === null ? 1 : Math.max(0, sizes.constants.number(count) ?? 1);
}

function objectsIn(sizes: Sizes, type: TypeNode): number {
  return type.kind === 'array_type' ? Math.max(0, sizeOfKey(sizes, type.key)) * objectsIn(sizes, type.element) : 1;
}

function sizeOfType(sizes: Sizes, type: TypeNode): number {
  switch (type.kind) {
    case 'bool_type':
      return 2;
    case 'range_type':
      return (sizes.constants.number(type.high) ?? 0) - (sizes.constants.number(type.low) ?? 0) + 1;
    case 'named_type': {
      const meaning = sizes.facts.model.meanings.get(type.name);
      if (meaning?.kind === 'enum') return meaning.declaration.members.length;
      if (meaning?.kind === 'record') return meaning.declaration.fields.reduce((product, field) => product * sizeOfType(sizes, field.type), 1);
      if (meaning?.kind === 'actor') return instances(sizes, meaning.declaration.count);
      if (meaning?.kind === 'all_actors') return sizes.facts.model.actors.reduce((sum, actor) => sum + instances(sizes, actor.count), 0);
      return 1;
    }
    case 'array_type':
    case 'error_type':
    case 'option_type':
    case 'ref_type':
    case 'seq_type':
    case 'set_type':
    case 'tags_type':
      return 1;
  }
}

/** All variables together, objects in objects included, so that many small arrays cannot add up without end. */
function checkTotal(sizes: Sizes): void {
  const { model } = sizes.facts;
  const perObject = new Map<string, number>();
  const cellsOfType = (type: TypeNode, place: boolean, depth: number): number => {
    if (depth > 100) return 0;
    if (type.kind === 'array_type') return Math.max(0, sizeOfKey(sizes, type.key)) * cellsOfType(type.element, place, depth + 1);
    if (type.kind === 'seq_type') return (sizes.constants.number(type.capacity) ?? 1) + 1;
    if (type.kind !== 'named_type' || !place) return 1;
    const known = perObject.get(type.name.text);
    if (known !== undefined) return known;
    const meaning = model.meanings.get(type.name);
    if (meaning?.kind !== 'object') return 1;
    perObject.set(type.name.text, 0);
    let cells = 0;
    for (const member of meaning.declaration.members)
      if (member.kind === 'variable') cells += cellsOfType(member.type, isEmbeddedObject(member, model.meanings), depth + 1);
    perObject.set(type.name.text, cells);
    return cells;
  };
  let total = 0;
  for (const variable of model.variables) {
    total += cellsOfType(variable.type, isEmbeddedObject(variable, model.meanings), 0);
    if (total > partsMax) {
      sizes.report(elementType(variable.type).span, `All variables together have more than ${grouped(partsMax)} parts.`);
      return;
    }
  }
}
