import { fieldOf, variableType } from '@mmspec/semantics';
import type { ConcreteType, Frame } from '@mmspec/semantics';
import type { CallExpression, Expression, InitialValue, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { Unsupported } from './context.ts';
import type { Context, Lowering } from './context.ts';
import { scalar, truthful } from './convert.ts';
import { fitExpression } from './fit.ts';
import { number } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { faultProperty } from './property_table.ts';
import { boundsOfType, countOf, holdsObjects, objectCount, partsOfType, sizeOf } from './scalars.ts';
import { textContext } from './text_context.ts';

/** A frame without locals: of the module itself. */
const moduleFrame: Frame = {
  id: 0,
  parent: null,
  call: null,
  operation: null,
  actor: null,
  path: [],
  operations: [],
  chain: [],
  atomic: false,
  locals: new Map(),
};

/** What a variable or field begins with, and the cells that it has. */
export interface Beginner {
  readonly declaration: VariableDeclaration;
  readonly type: ConcreteType;
  readonly base: number;
  readonly name: string;
  readonly own: Context['own'];
  /** What the variable in which the object is says about it, with the keys that it may name. */
  readonly made: Made | null;
}

interface Made {
  readonly call: CallExpression;
  readonly keys: Context['binders'];
}

/** Stores of the initial values of module variables and of the fields of all objects, where they begin with one. */
export function initialValues(lowering: Lowering): readonly Stmt[] {
  const { world } = lowering;
  const out: Stmt[] = [];
  for (const beginner of beginnersOf(lowering)) {
    const { declaration, type, base, name } = beginner;
    const context = moduleContext(lowering, out);
    const given = givenTo(beginner);
    const { initial, beginning } = declaration;
    if (given === undefined && beginning?.kind === 'choice_beginning') continue;
    const values: readonly Expr[] =
      given !== undefined
        ? fitExpression({ ...context, binders: beginner.made?.keys ?? context.binders }, given, type, name)
        : initial !== null
          ? fitExpression(context, initial, type, name)
          : beginning !== null && beginning.kind !== 'choice_beginning'
            ? fitListed(context, beginning, type, name)
            : partsOfType(world, type).map((part) => number(part.rest));
    values.forEach((value, at) => out.push({ kind: 'store', cell: { base: base + at, terms: [] }, value }));
  }
  return out;
}

export function givenTo({ made, declaration }: Beginner): Expression | undefined {
  return made?.call.arguments.find(({ label }) => label?.text === declaration.name.text)?.value;
}

export function beginnersOf(lowering: Lowering): readonly Beginner[] {
  const { world, layout } = lowering;
  const found: Beginner[] = [];
  for (const { declaration, type, name } of world.variables) {
    const base = layout.variables.get(declaration);
    if (base !== undefined) found.push({ declaration, type, base, name, own: null, made: null });
  }
  const made = madeObjects(lowering);
  for (const [declaration, objects] of layout.objects) {
    const fields = [...objects.fields].flatMap(([name, offset]) => {
      const field = fieldOf(declaration, name);
      const type = field === undefined ? null : variableType(world, field);
      return field === undefined || type === null || sizeOf(world, type) === 0 ? [] : [{ field, type, offset, name: `${declaration.name.text}.${name}` }];
    });
    const ofObjects = made.get(declaration);
    for (const { id } of world.objects(declaration)) {
      for (const { field, type, offset, name } of fields) {
        const base = objects.base + id * objects.size + offset;
        found.push({ declaration: field, type, base, name, own: { declaration, id: number(id) }, made: ofObjects?.get(id) ?? null });
      }
    }
  }
  return found;
}

/** What is said about objects where they are declared, by their types and ids. */
function madeObjects(lowering: Lowering): ReadonlyMap<ObjectDeclaration, ReadonlyMap<number, Made>> {
  const { world } = lowering;
  const found = new Map<ObjectDeclaration, Map<number, Made>>();
  const visit = (value: InitialValue, type: ConcreteType, first: number, keys: Context['binders']): void => {
    if (type.kind === 'place') {
      const ids = found.get(type.declaration) ?? new Map<number, Made>();
      found.set(type.declaration, ids);
      if (value.kind === 'call') ids.set(first, { call: value, keys });
      return;
    }
    if (type.kind !== 'array') return;
    const { element } = type;
    const size = objectCount(world, element);
    eachElement(lowering, value, type, keys, (inner, binders, at) => visit(inner, element, first + at * size, binders));
  };
  for (const { declaration, type } of world.variables) {
    const value = declaration.initial ?? declaration.beginning;
    if (holdsObjects(type) && value !== null && value.kind !== 'choice_beginning') visit(value, type, world.firstObjectOf(declaration), new Map());
  }
  return found;
}

/** What each element of an array begins with. */
function eachElement(
  { world }: Lowering,
  value: InitialValue,
  type: ConcreteType & { readonly kind: 'array' },
  binders: Context['binders'],
  visit: (value: InitialValue, binders: Context['binders'], at: number) => void,
): void {
  const { min } = boundsOfType(world, type.key);
  for (let at = 0; at < countOf(world, type.key); at++) {
    if (value.kind === 'keyed_beginning') visit(value.value, new Map([...binders, [value.key, scalar(type.key, truthful(type.key, number(min + at)))]]), at);
    else if (value.kind === 'list_beginning') visit(value.elements[at] ?? { kind: 'error_expression', span: value.span }, binders, at);
    else visit(value, binders, at);
  }
}

/** The numbers of an array whose elements have values of their own, or of a sequence with elements. */
function fitListed(context: Context, value: InitialValue, type: ConcreteType, name: string): readonly Expr[] {
  if (value.kind !== 'list_beginning' && value.kind !== 'keyed_beginning') return fitExpression(context, value, type, name);
  if (type.kind === 'array') {
    const parts: Expr[] = [];
    eachElement(context.lowering, value, type, context.binders, (element, binders) => {
      parts.push(...fitListed({ ...context, binders }, element, type.element, name));
    });
    return parts;
  }
  if (type.kind !== 'seq' || value.kind !== 'list_beginning') throw new Unsupported(`${name} is no array`, value);
  const elements = value.elements.flatMap((element) => fitListed(context, element, type.element, name));
  const rests = partsOfType(context.lowering.world, type).map((part) => number(part.rest));
  return [number(value.elements.length), ...rests.slice(1).map((rest, at) => elements[at] ?? rest)];
}

/** The context of text that belongs to no actor. */
export function moduleContext(lowering: Lowering, out: Stmt[]): Context {
  return {
    ...textContext(lowering, null, moduleFrame, out),
    fault: (name) => [{ kind: 'fault', leaf: { leaf: -1, marked: false }, property: faultProperty(lowering.properties, name) }],
    watch: false,
  };
}
