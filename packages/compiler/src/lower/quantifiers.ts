import type { ConcreteType } from '@mmspec/semantics';
import type { Binder, Expression } from '@mmspec/syntax';
import { lazy } from './branches.ts';
import { apart, newTemp, noteBinder, noteCounted, typeIn } from './context.ts';
import type { Context } from './context.ts';
import { exact } from './exact.ts';
import { lowerNumber, lowerTruth } from './expressions.ts';
import { boundsOf, conditional, no, not, numeric, yes, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import { loopCount, loopOf, loopQuantifier } from './loops.ts';
import { pushIf } from './push_if.ts';
import { chainMax, domainOf, numberOfThem } from './sets.ts';
import type { Member } from './sets.ts';
import { breakSymmetryByVisit } from './symmetry_breaking.ts';

/*
 * Quantifiers and counts over the members of a set, unrolled; those of many members are loops (`loops.ts`).
 */

interface Instance extends Member {
  readonly inside: Context;
}

/** The members of a binder's set, each with the context in which the binder has its value; conditions are evaluated for all of them first. */
export function among(context: Context, binder: Binder, condition: Expression | null): readonly Instance[] {
  const found: Instance[] = [];
  noteBinder(context);
  const domain = domainOf(context, binder.domain);
  const pushed = context.out.length;
  for (const { value, member } of domain.members) {
    const inside: Context = { ...context, binders: new Map([...context.binders, [binder, value]]) };
    const chosen = condition === null ? member : lazy(context, member, true, (inner) => lowerTruth({ ...inside, out: inner.out }, condition));
    if (chosen.kind === 'truth' && !chosen.value) continue;
    found.push({ value, member: chosen, inside });
  }
  breakSymmetryByVisit(context, pushed, visitedIn(context, binder, domain.element));
  return found;
}

/** What is visited in order: the elements, and the keys of an array. */
function visitedIn(context: Context, { domain }: Binder, element: ConcreteType): readonly ConcreteType[] {
  const type = typeIn(context, domain);
  // A sequence has an order of its own, whoever its elements are.
  return type?.kind === 'seq' ? [] : [element, type ?? element];
}

export function lowerQuantifier(context: Context, expression: Expression & { kind: 'quantifier' }): Expr {
  const repeated = loopOf(context, expression);
  if (repeated !== null) return loopQuantifier(context, expression, repeated);
  const universal = expression.quantifier === 'forall';
  const instances = among(context, expression.binder, expression.condition);
  const pushed = context.out.length;
  const result = lowerInstances(context, instances, universal, (inside, inner) => lowerTruth({ ...inside, out: inner.out }, expression.body));
  const [first] = instances;
  // Whoever makes it false or undefined first, the property is false.
  const isDecisive = universal && context.decisive?.has(expression) === true;
  if (first !== undefined && !isDecisive) breakSymmetryByVisit(context, pushed, visitedIn(context, expression.binder, first.value.type));
  return result;
}

/** Whether the body is true of all instances, or of one; they are looked at in order, and not beyond the one that decides. */
function lowerInstances(context: Context, instances: readonly Instance[], universal: boolean, body: (inside: Context, inner: Context) => Expr): Expr {
  if (instances.length > chainMax) {
    const middle = instances.length >> 1;
    return lazy(context, lowerInstances(context, instances.slice(0, middle), universal, body), universal, (outer) =>
      lowerInstances(outer, instances.slice(middle), universal, body),
    );
  }
  return instances.reduceRight<(inner: Context) => Expr>(
    (rest, { member, inside }) =>
      (outer) => {
        const each = lazy(outer, universal ? not(member) : member, !universal, (inner) => body(inside, inner));
        return lazy(outer, each, universal, rest);
      },
    () => (universal ? yes : no),
  )(context);
}

/** `|x in S: p|` */
export function lowerCount(context: Context, expression: Expression & { kind: 'count' }): Expr {
  const repeated = loopOf(context, expression);
  if (repeated !== null) return loopCount(context, expression, repeated);
  noteCounted(context, domainOf(context, expression.binder.domain).members.length);
  return numberOfThem(among(context, expression.binder, expression.body));
}

/** `sum(x in S where p: e)`: conditions are asked for all members before any is added up. */
export function lowerSum(context: Context, expression: Expression & { kind: 'sum' }): Expr {
  noteCounted(context, domainOf(context, expression.binder.domain).members.length);
  const instances = among(context, expression.binder, expression.condition);
  const pushed = context.out.length;
  const terms = instances.map(({ member, inside }) => addend(context, member, (inner) => lowerNumber({ ...inside, out: inner.out }, expression.body)));
  const [first] = instances;
  if (first !== undefined) breakSymmetryByVisit(context, pushed, visitedIn(context, expression.binder, first.value.type));
  return added(terms, expression);
}

/** A number where the member is in, which nobody looks at where it is not. */
function addend(context: Context, member: Expr, lower: (inner: Context) => Expr): Expr {
  const { result, out } = apart(context, lower);
  if (member.kind === 'truth' || out.length === 0) {
    context.out.push(...out);
    return conditional(member, result, zero);
  }
  const { min, max } = boundsOf(result);
  const temp = newTemp(context.lowering, 'addend', { min: Math.min(0, min), max: Math.max(0, max) }, false);
  context.out.push({ kind: 'let', temp, value: zero, mutable: true });
  pushIf(context, member, [...out, { kind: 'set', temp, value: result }], []);
  return { kind: 'temp', temp };
}

function added(terms: readonly Expr[], of: Expression): Expr {
  if (terms.length <= chainMax) return terms.reduce((sum, term) => exact(numeric('+', sum, term), of), zero);
  const middle = terms.length >> 1;
  return exact(numeric('+', added(terms.slice(0, middle), of), added(terms.slice(middle), of)), of);
}
