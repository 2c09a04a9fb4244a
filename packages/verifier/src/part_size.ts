import { lower, numberingOf, partsOfExpr } from '@mmspec/compiler';
import type { Counted, Expr, Lowered, Program } from '@mmspec/compiler';
import type { Model } from '@mmspec/semantics';
import { isBrokenByState, isFlag, judgedOn } from '@mmspec/system';
import type { Family, ViewCertificate } from '@mmspec/system';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { formulaOf } from './formula.ts';
import { needOfBody, needOfFormula } from './need.ts';
import type { Scene } from './need.ts';
import { Unverified } from './unverified.ts';

/*
 * How many instances a part of a configuration has to have, and what is judged in it.
 */

/** Numbers in ranges that grow with the number of instances end nowhere. */
const most = 1_000_000;
/** The least number of instances that programs are lowered for to see how many a part needs. */
export const fewest = 4;

/** A property that is to hold; `formula`: of states and steps. */
export interface Judged {
  readonly index: number;
  readonly name: string;
  readonly formula: Expr | null;
}

/** A program with so many instances of each family. */
export interface LoweredFamilies extends Lowered {
  readonly program: Program;
  readonly families: () => readonly Family[];
}

/** The program for so many instances of each family; its ranges that grow with the numbers end nowhere. */
export function lowered(model: Model, { settings, families }: ViewCertificate, instances: readonly number[]): LoweredFamilies {
  const numbers = Object.fromEntries(families.map(({ constant }, at) => [constant, instances[at]!]));
  const open = families.map(({ constant }) => ({ name: constant, most }));
  const found = lower(model, { ...settings, ...numbers }, undefined, null, open);
  const all = found.families();
  const of = families.map(({ family }, at) => {
    const one = all.find(({ name, size }) => name === family && size === instances[at]);
    if (one === undefined) throw new Unverified(`the instances of ${family} are told apart`);
    return one;
  });
  if (found.program === null) throw new Unverified('it cannot be compiled');
  return { ...found, program: found.program, families: () => of };
}

/**
 * Instances of each family that a part has in which every step, and every property, is what it is in the whole; of a program, and of the one
 * with one more instance of each.
 */
export function partSizes(certificate: ViewCertificate, small: LoweredFamilies, larger: LoweredFamilies): readonly number[] {
  const { program, families, deepest, counted, rest } = small;
  const judged = judgedIn(program, certificate, families());
  const { counted: more, rest: moreRest } = larger;
  const isLost = judged.some(({ index }) => program.properties[index]!.property.kind === 'lost_reference');
  if (isLost && [...rest.values()].join() !== [...moreRest.values()].join()) throw new Unverified('instances have references in the beginning');
  const isSame = (one: Counted | undefined, other: Counted | undefined): boolean => one?.most === other?.most && one?.property === other?.property;
  for (let at = 0; at < Math.max(counted.length, more.length); at++) {
    const { property = null } = counted[at] ?? more[at] ?? {};
    const isOurs = judged.some(({ index }) => index === property && program.properties[index]!.property.kind !== 'lost_reference');
    if ((property === null || isOurs) && (counted.length !== more.length || !isSame(counted[at], more[at]))) throw new Unverified('instances are counted');
  }
  const layout = layoutOf(program, families());
  if (layout === null) throw new Unverified('a cell belongs to two instances');
  return families().map((family) => Math.max(deepest, partSize(program, judged, family, layout, certificate.size)));
}

/** Instances of one family; `layout`: of all of them. To it instances of others are nobody. */
function partSize(program: Program, judged: readonly Judged[], family: Family, layout: Layout, size: number): number {
  const kind = program.kinds.findIndex(({ name }) => name === family.name);
  const scene = sceneOf(program, layoutOf(program, [family])!, kind);
  if (needOfBody(program.choices, { ...scene, isMember: false }) > 0) throw new Unverified('what is there in the beginning is chosen among instances');
  const needs = judged.map(({ index, formula }) => ({
    on: judgedOn(program.properties[index]!.property.kind),
    need:
      formula === null
        ? 0
        : needOfFormula(formula, {
            ...scene,
            isMember: false,
            isSum: (expr) => isBrokenByState(program.properties[index]!.property.kind) && sumOf(expr, layout) !== null,
          }),
  }));
  const steps = program.steps.map((step) => needOfBody(step.body, { ...scene, isMember: step.kind === kind }));
  // Needs that grow with the number are as large as it, or one less.
  if (Math.max(...needs.map(({ need }) => need), ...steps) > fewest - 1) throw new Unverified('no number of witnesses is known to be enough');
  const needOn = (on: 'state' | 'step'): number => Math.max(0, ...needs.flatMap((each) => (each.on === on ? [each.need] : [])));
  return Math.max(needOn('state'), Math.max(0, ...steps.map((need, at) => need + (program.steps[at]!.kind === kind ? 1 : 0))) + Math.max(size, needOn('step')));
}

/** The properties of a certificate in a program. */
export function judgedIn({ properties }: Program, certificate: ViewCertificate, families: readonly Family[]): readonly Judged[] {
  return certificate.properties.map((name) => {
    const index = properties.findIndex(({ property }) => property.name === name);
    const { property, body } = properties[index] ?? {};
    if (property === undefined) throw new Unverified(`there is no property ${name}`);
    const isSafe = judgedOn(property.kind) === 'fault' || isFlag(property.kind) || judgedOn(property.kind) === 'step' || isBrokenByState(property.kind);
    if (!isSafe || families.some(({ brokenBy }) => brokenBy.includes(index))) throw new Unverified(`views say nothing about ${name}`);
    const formula = body === null || body === undefined ? null : formulaOf(body);
    if (formula === null && body !== null) throw new Unverified(`${name} has rounds or jumps`);
    return { index, name, formula };
  });
}

function sceneOf(program: Program, { size, owner, namings }: Layout, kind: number): Scene {
  const { base, perInstance } = numberingOf(
    program.steps,
    program.kinds.map(({ count }) => count),
  );
  return {
    size,
    owner: (cell) => owner[cell]!,
    memberOf: (cell, value) => namings.get(cell)?.of.get(value)?.[0],
    isSet: (cell) => namings.get(cell)?.isSet === true,
    isName: (cell) => namings.get(cell)?.isSet === false,
    moverOf: (action) =>
      action >= base[kind]! && action < base[kind]! + perInstance[kind]! * size ? Math.floor((action - base[kind]!) / perInstance[kind]!) : -1,
    isMember: true,
    isSum: () => false,
  };
}

/** The parts of a sum over all instances, by instance, and those of nobody; null: it is none that is understood. */
export function sumOf(
  expr: Expr,
  { size, familyOf, firsts, owner, namings }: Layout,
): { readonly members: readonly (readonly Expr[])[]; readonly others: readonly Expr[] } | null {
  const addends = (each: Expr): readonly Expr[] =>
    each.kind === 'numeric' && each.operator === '+' ? [...addends(each.left), ...addends(each.right)] : [each];
  const read = (each: Expr): readonly number[] => {
    const isPlain =
      each.kind === 'number' ||
      each.kind === 'truth' ||
      (each.kind === 'load' && each.from === 'before' && each.cell.terms.length === 0 && !namings.has(each.cell.base));
    return isPlain ? (each.kind === 'load' ? [owner[each.cell.base]!] : []) : partsOfExpr(each).length === 0 ? [-1, NaN] : partsOfExpr(each).flatMap(read);
  };
  const members: Expr[][] = Array.from({ length: size }, () => []);
  const others: Expr[] = [];
  for (const part of addends(expr)) {
    const owners = new Set(read(part));
    const [member, ...more] = [...owners].filter((each) => each !== -1);
    if (more.length > 0 || Number.isNaN(member)) return null;
    (member === undefined ? others : members[member]!).push(part);
  }
  const isEven = members.every(({ length }, member) => length === members[firsts[familyOf[member]!]!]!.length);
  return isEven && members.some(({ length }) => length > 0) ? { members, others } : null;
}
