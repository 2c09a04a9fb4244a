import { variableType } from '@mmspec/semantics';
import type { ConcreteType } from '@mmspec/semantics';
import type { Expression, VariableDeclaration } from '@mmspec/syntax';
import { hold, newTemp, Unsupported } from './context.ts';
import type { Context, Lowering, Value } from './context.ts';
import { truthful } from './convert.ts';
import { lowerTruth } from './expressions.ts';
import { fitValue } from './fit.ts';
import { asNumber, compare, conditional, lookup, not, number, yes, zero } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { beginnersOf, givenTo, moduleContext } from './initial.ts';
import type { Beginner } from './initial.ts';
import { pushIf } from './push_if.ts';
import { countOf, holdsObjects, sizeOf } from './scalars.ts';
import { domainOf } from './sets.ts';
import type { Member } from './sets.ts';
import { subsetsOf } from './subsets.ts';

/*
 * Variables that begin with any of several values: an initial state for each choice.
 */

/** More initial states than this are refused. */
const beginningsMax = 65_536;

/**
 * Chooses for each variable that begins with any of several, in order; a `leaf` stands where all of them have a value.
 * Empty where there is nothing to choose. `count`: only for the first of them.
 */
export function beginningChoices(lowering: Lowering, count: number = Infinity): readonly Stmt[] {
  const all = chosenInOrder(lowering).slice(0, count);
  const out: Stmt[] = [];
  let ways = 1;
  const from = (context: Context, index: number): void => {
    const beginner = all[index];
    const choice = beginner?.declaration.beginning;
    if (beginner === undefined || choice?.kind !== 'choice_beginning') {
      context.out.push({ kind: 'leaf', leaf: { leaf: 0, marked: false } });
      return;
    }
    const inside: Context = { ...context, own: beginner.own };
    const { members, element } = choice.subset ? subsetMembers(inside, choice.domain) : domainOf(inside, choice.domain);
    const leaves = leavesOf(lowering, beginner.type, beginner.base);
    ways *= members.length ** leaves.length;
    if (ways > beginningsMax)
      throw new Unsupported(`there are more than ${beginningsMax} initial states`, choice, 'Choose from smaller sets, or leave out what no race needs.');
    const held = members.map(({ value, member }) => ({
      value: { ...value, parts: value.parts.map((part) => hold(inside, part, 'value')) },
      member: hold(inside, member, 'member'),
    }));
    const choose = (outer: Context, at: number): void => {
      const leaf = leaves[at];
      if (leaf !== undefined) {
        anyOf(outer, element, held, (inner, value) => {
          fitValue(inner, value, leaf.type, beginner.name).forEach((part, offset) => {
            inner.out.push({ kind: 'store', cell: { base: leaf.base + offset, terms: [] }, value: part });
          });
          choose(inner, at + 1);
        });
        return;
      }
      if (choice.condition !== null) {
        const condition = lowerTruth(outer, choice.condition);
        if (condition.kind !== 'truth' || !condition.value) pushIf(outer, not(condition), [{ kind: 'blocked' }], []);
      }
      from(outer, index + 1);
    };
    choose(inside, 0);
  };
  if (all.length > 0) from(moduleContext(lowering, out), 0);
  return out;
}

/** What begins with any of several, in the order in which it is chosen. */
export function chosenInOrder(lowering: Lowering): readonly Beginner[] {
  const { variables, objects } = lowering.world.model;
  const declared = [variables, ...objects.map(({ members }) => members.filter((member) => member.kind === 'variable'))];
  // Few specs have one, and to list all that begins with a value takes as long as to give them.
  if (!declared.some((some) => some.some(isChosen))) return [];
  const all = beginnersOf(lowering).filter((beginner) => isChosen(beginner.declaration) && givenTo(beginner) === undefined);
  return all.length < 2 ? all : inTextOrder(lowering, all);
}

const isChosen = ({ beginning }: VariableDeclaration): boolean => beginning?.kind === 'choice_beginning';

/** As they stand in the text: the fields of objects where these are declared, those of objects in them among them. */
function inTextOrder({ world }: Lowering, all: readonly Beginner[]): readonly Beginner[] {
  const order: { readonly declaration: VariableDeclaration; readonly id: number | null }[] = [];
  const visit = (declaration: VariableDeclaration, type: ConcreteType, id: number | null, first: number): number => {
    if (type.kind === 'array' && holdsObjects(type)) {
      let next = first;
      for (let at = 0; at < countOf(world, type.key); at++) next = visit(declaration, type.element, id, next);
      return next;
    }
    if (type.kind !== 'place') {
      order.push({ declaration, id });
      return first;
    }
    for (const member of type.declaration.members) {
      if (member.kind !== 'variable') continue;
      const inner = variableType(world, member);
      const embedded = holdsObjects(inner) ? world.embedded(type.declaration, member) : { base: 0, perOwner: 0 };
      visit(member, inner, first, embedded.base + first * embedded.perOwner);
    }
    return first + 1;
  };
  for (const { declaration, type } of world.variables) visit(declaration, type, null, holdsObjects(type) ? world.firstObjectOf(declaration) : 0);
  const rank = ({ declaration, own }: Beginner): number => {
    const id = own === null || own.id.kind !== 'number' ? null : own.id.value;
    return order.findIndex((each) => each.declaration === declaration && each.id === id);
  };
  return all.toSorted((one, other) => rank(one) - rank(other));
}

/** Every subset, where the set is the same in all initial states. */
function subsetMembers(context: Context, domain: Expression): { readonly element: ConcreteType; readonly members: readonly Member[] } {
  const { codes, value } = subsetsOf(context, domain);
  if (codes === null)
    throw new Unsupported('this set is not known before the initial state', domain, 'Write a set of constants, and say the rest after `where`.');
  return { element: value.type, members: codes.map((code) => ({ value: { type: value.type, parts: [number(code)] }, member: yes })) };
}

/** One alternative for each value that is in the set. */
function anyOf(context: Context, element: ConcreteType, members: readonly Member[], chosen: (inner: Context, value: Value) => void): void {
  const [only] = members;
  if (members.length === 1 && only?.member.kind === 'truth' && only.member.value) {
    chosen(context, only.value);
    return;
  }
  const temp = newTemp(context.lowering, 'way', { min: 0, max: Math.max(0, members.length - 1) }, false);
  const way: Expr = { kind: 'temp', temp };
  const body: Stmt[] = [];
  const inner: Context = { ...context, out: body };
  const pick = (at: (member: Member) => Expr): Expr => {
    const numbers = members.map((member) => at(member));
    if (numbers.every((expr) => expr.kind === 'number'))
      return lookup(
        numbers.map((expr) => (expr.kind === 'number' ? expr.value : 0)),
        way,
      );
    return numbers.reduceRight<Expr>(
      (rest, expr, index) => (index === numbers.length - 1 ? expr : conditional(compare('===', way, number(index)), expr, rest)),
      zero,
    );
  };
  if (members.some(({ member }) => member.kind !== 'truth' || !member.value)) pushIf(inner, not(pick(({ member }) => member)), [{ kind: 'blocked' }], []);
  const [first] = members;
  const parts = (first?.value.parts ?? []).map((_, at) => pick(({ value }) => asNumber(value.parts[at] ?? zero)));
  const value: Value = { type: first?.value.type ?? element, parts: parts.map((part) => truthful(first?.value.type ?? element, part)) };
  const held: Value = { ...value, parts: value.parts.map((part) => hold(inner, part, 'chosen')) };
  if (members.length > 0) chosen(inner, held);
  context.out.push({ kind: 'each', temp, count: members.length, body });
}

/** The elements of an array that are chosen one by one; of any other type the whole. */
function leavesOf(lowering: Lowering, type: ConcreteType, base: number): readonly { readonly type: ConcreteType; readonly base: number }[] {
  if (type.kind !== 'array') return [{ type, base }];
  const size = sizeOf(lowering.world, type.element);
  return Array.from({ length: countOf(lowering.world, type.key) }, (_, at) => leavesOf(lowering, type.element, base + at * size)).flat();
}
