import { bodiesOf, cellsIn, eachStmt, partsOfExpr } from '@mmspec/compiler';
import type { Cell, Expr, Stmt } from '@mmspec/compiler';
import { chainOf, isOverAll, nothing, oneOf, sizeOf, union } from './dependence.ts';
import type { Dependence } from './dependence.ts';
import { inlined } from './inline.ts';
import { memberCalled } from './member_called.ts';
import type { Questions } from './member_called.ts';
import { isOfMover } from './projection.ts';
import { sumOverFamily } from './sums.ts';

/*
 * How many instances, beside the one that moves, a part of a configuration must have so that a step or a property says there what
 * it says in the whole. What is read of an instance by its number comes from a binder over all of them, which lowering writes out:
 * a disjunction over all is true by one of its parts, and stays false where they are fewer; so with conjunctions. Whatever else
 * reads several instances counts all that it reads: a number that grows with their number, so that no part is large enough.
 */

/** How many witnesses a body needs; as many as there are instances, or more, where no number is enough. */
export function witnessesOf(body: readonly Stmt[], questions: Omit<Questions, 'opaque' | 'stored'>): number {
  const { body: plain, opaque } = inlined(body);
  const stored = new Set<number>();
  eachStmt(plain, (stmt) => {
    if (stmt.kind === 'store') cellsIn(stmt.cell, null).forEach((cell) => stored.add(cell));
  });
  return sizeOf(ofList(plain, { ...questions, opaque, stored }));
}

/** Of the ways through alternatives one is taken; everything else is executed. */
function ofList(body: readonly Stmt[], questions: Questions): Dependence {
  const always = body.filter((stmt) => !isAlternative(stmt)).map((stmt) => ofStatement(stmt, questions));
  const ways = body.filter(isAlternative).map((stmt) => ofStatement(stmt, questions));
  return union([...always, oneOf(ways)]);
}

function isAlternative(stmt: Stmt): boolean {
  if (stmt.kind === 'if') return [...stmt.then, ...stmt.else].length > 0 && [...stmt.then, ...stmt.else].every(isAlternative);
  return stmt.kind === 'alternative' || stmt.kind === 'each';
}

function ofStatement(stmt: Stmt, questions: Questions): Dependence {
  const round = roundOf(stmt, questions);
  if (round !== null) return round;
  switch (stmt.kind) {
    case 'store':
      return union([ofCell(stmt.cell, questions, true), ofValue(stmt.value, questions)]);
    case 'result':
      return ofExpr(stmt.value, questions);
    case 'if':
      if (isBlocked(stmt.then)) return union([ofPassing(stmt.condition, false, questions), ofList(stmt.else, questions)]);
      if (isBlocked(stmt.else)) return union([ofPassing(stmt.condition, true, questions), ofList(stmt.then, questions)]);
      return union([ofExpr(stmt.condition, questions), oneOf([ofList(stmt.then, questions), ofList(stmt.else, questions)])]);
    case 'let':
    case 'set':
      return ofExpr(stmt.value, questions);
    case 'block':
      return ofList(stmt.body, questions);
    case 'alternative':
      return union([ofList(stmt.body, questions), { ...nothing, loose: chosenIn(stmt.body, questions) }]);
    // Whoever is chosen is a witness; of a set that is chosen all members may be.
    case 'each':
      if (stmt.count >= 2 ** questions.shape.size) return everybody(questions);
      return union([ofList(stmt.body, questions), stmt.count < questions.shape.size ? nothing : { ...nothing, binders: new Map([[stmt, 1]]) }]);
    case 'loop':
      return everybody(questions);
    case 'leaf':
    case 'fault':
    case 'blocked':
    case 'leave':
    case 'flag':
    case 'mark':
      return nothing;
  }
}

/** Whether nothing comes of statements. */
function isBlocked(body: readonly Stmt[]): boolean {
  return body.length === 1 && body[0]?.kind === 'blocked';
}

/** What a condition depends on where it is `wanted`: what is so for all of them needs no witness, and what is not so nobody asks for. */
function ofPassing(condition: Expr, wanted: boolean, questions: Questions): Dependence {
  if (condition.kind === 'not') return ofPassing(condition.operand, !wanted, questions);
  if (condition.kind !== (wanted ? 'and' : 'or')) return ofExpr(condition, questions);
  const parts = chainOf(condition, condition.kind, false);
  const needs = parts.map((part) => ofExpr(part, questions));
  const about = needs.filter(({ loose }) => loose.size > 0);
  const isAll = about.length > 0 && about.every(({ named, binders }) => named.size + binders.size === 0) && isOverAll(about, questions.shape.size);
  return union(parts.flatMap((part, at) => (needs[at]!.loose.size === 0 ? [ofPassing(part, wanted, questions)] : isAll ? [] : [needs[at]!])));
}

/** Instances whose cells a way stores to because they were chosen; what it does to all of them is done to those of any part. */
function chosenIn(body: readonly Stmt[], { shape }: Questions): ReadonlySet<number> {
  const stored = new Set<number>();
  eachStmt(body, (stmt) => {
    if (stmt.kind === 'store' && stmt.cell.terms.length === 0) stored.add(shape.owner[stmt.cell.base]!);
  });
  stored.delete(-1);
  return stored.size === shape.size ? new Set() : stored;
}

function everybody({ shape }: Questions): Dependence {
  return { ...nothing, loose: new Set(Array.from({ length: shape.size }, (_, at) => at)) };
}

/**
 * A round of a `for` over all instances that reads and stores cells of one of them only: what it does to those in the part it does
 * there too. What it notes (an access, an executed statement) one instance is a witness of.
 */
function roundOf(stmt: Stmt, questions: Questions): Dependence | null {
  if (stmt.kind !== 'if' && stmt.kind !== 'block' && stmt.kind !== 'store') return null;
  if (isMoreThanRound([stmt])) return null;
  const stored = new Set<number>();
  const dependences: Dependence[] = [];
  let isOwn = true;
  const visit = (body: readonly Stmt[]): void => {
    for (const each of body) {
      if (each.kind === 'store') {
        const owners = new Set(cellsIn(each.cell, null).map((cell) => questions.shape.owner[cell]!));
        if (each.cell.terms.length > 0 || owners.size !== 1 || owners.has(-1)) isOwn = false;
        owners.forEach((owner) => stored.add(owner));
        dependences.push(ofValue(each.value, questions));
      }
      if (each.kind === 'if') dependences.push(ofExpr(each.condition, questions));
      bodiesOf(each).forEach(visit);
    }
  };
  visit([stmt]);
  const all = union(dependences);
  if (!isOwn || stored.size > 1 || all.binders.size > 0 || all.named.size > 0) return null;
  const members = new Set([...stored, ...all.loose]);
  if (members.size !== 1 || stored.size === 0) return null;
  return { ...nothing, binders: new Map(notesIn(stmt).map((note) => [note, 1])) };
}

const isMoreThanRoundByKind: Readonly<Record<Stmt['kind'], boolean>> = {
  leaf: true,
  fault: true,
  blocked: true,
  result: true,
  alternative: true,
  each: true,
  loop: true,
  let: false,
  set: false,
  store: false,
  if: false,
  block: false,
  leave: false,
  flag: false,
  mark: false,
};

/** Whether statements end a path, or choose. */
function isMoreThanRound(body: readonly Stmt[]): boolean {
  return body.some((stmt) => isMoreThanRoundByKind[stmt.kind] || bodiesOf(stmt).some(isMoreThanRound));
}

/** One object for each note that rounds have in common. */
const notes = new Map<string, object>();

function notesIn(stmt: Stmt): readonly object[] {
  const found: object[] = [];
  eachStmt([stmt], (each) => {
    if (each.kind !== 'flag' && each.kind !== 'mark') return;
    const key = `${each.kind} ${each.bit}`;
    const note = notes.get(key) ?? {};
    notes.set(key, note);
    found.push(note);
  });
  return found;
}

/** A value that is stored: a set is copied bit by bit, whoever is in it. */
function ofValue(expr: Expr, questions: Questions): Dependence {
  return isSetValue(expr, questions) ? ofSet(expr, questions) : ofExpr(expr, questions);
}

function ofExpr(expr: Expr, questions: Questions): Dependence {
  switch (expr.kind) {
    case 'and':
    case 'or':
    case 'not':
      return ofConnective(expr, questions);
    case 'load':
      return setIn(expr.cell, questions) ? everybody(questions) : ofCell(expr.cell, questions, false);
    case 'temp':
      return questions.opaque.has(expr.temp.id) ? everybody(questions) : nothing;
    case 'compare':
      return ofComparison(expr, questions);
    case 'numeric':
      return ofNumeric(expr, questions);
    case 'enabled':
      return everybody(questions);
    case 'number':
    case 'truth':
    case 'me':
    case 'action':
      return nothing;
    case 'conditional':
    case 'helper':
    case 'lookup':
      return union(partsOfExpr(expr).map((part) => ofExpr(part, questions)));
  }
}

function ofNumeric(expr: Expr & { readonly kind: 'numeric' }, questions: Questions): Dependence {
  if (questions.sums !== null && sumOverFamily(expr, questions.sums) !== null) return nothing;
  if (expr.operator === '>>' && expr.right.kind === 'number') return ofOneBit(expr.left, expr.right.value, questions);
  if (expr.operator === '>>' && isSetValue(expr.left, questions)) return union([ofSet(expr.left, questions), ofBit(expr.left, expr.right, questions)]);
  return union([ofExpr(expr.left, questions), ofExpr(expr.right, questions)]);
}

/** A chain over all instances is a binder, whose witness is one of its parts. */
function ofConnective(expr: Expr, questions: Questions): Dependence {
  let inner = expr;
  while (inner.kind === 'not') inner = inner.operand;
  if (inner.kind !== 'and' && inner.kind !== 'or') return ofExpr(inner, questions);
  const parts = chainOf(inner, inner.kind, false).map((part) => ofExpr(part, questions));
  const about = parts.filter(({ loose }) => loose.size > 0);
  if (about.length === 0 || about.some(({ binders }) => binders.size > 0) || !isOverAll(about, questions.shape.size)) return union(parts);
  const witnesses = about.reduce((most, { loose, named }) => Math.max(most, loose.size + named.size), 0);
  return union([...parts.filter(({ loose }) => loose.size === 0), { ...nothing, binders: new Map([[{}, witnesses]]) }]);
}

function ofComparison(expr: Expr & { readonly kind: 'compare' }, questions: Questions): Dependence {
  const { left, right } = expr;
  const bits = right.kind === 'number' ? ofSomeBits(left, questions) : null;
  if (bits !== null) return bits;
  if (isSetValue(left, questions) || isSetValue(right, questions)) {
    // Sets differ by one member.
    const witness: Dependence = { ...nothing, binders: new Map([[expr, 1]]) };
    return union([witness, ofSet(left, questions), ofSet(right, questions)]);
  }
  return union([ofExpr(left, questions), ofExpr(right, questions), ofLiteral(left, right, questions), ofLiteral(right, left, questions)]);
}

/** A number that a name is compared with is an instance. */
function ofLiteral(name: Expr, literal: Expr, questions: Questions): Dependence {
  if (literal.kind !== 'number') return nothing;
  const member = memberCalled(name, literal.value, questions);
  return member === null ? nothing : { ...nothing, loose: new Set([member]) };
}

function ofCell(cell: Cell, questions: Questions, isStore: boolean): Dependence {
  const { shape } = questions;
  const indices = union(cell.terms.map(({ index }) => ofExpr(index, questions)));
  const owners = new Set(cellsIn(cell, null).map((each) => shape.owner[each]!));
  owners.delete(-1);
  if (owners.size === 0) return indices;
  const moving = cell.terms.filter(({ index }) => index.kind !== 'number');
  if (moving.length === 0) return isStore ? indices : union([indices, { ...nothing, loose: owners }]);
  // What was chosen is a witness already.
  const names = moving.filter(({ index }) => !isOfMover(index) && loadsIn(index).length > 0);
  // An object of the mover, or of one that is named.
  return union([indices, ...names.map(({ index }) => byName(index, questions))]);
}

// ---------------------------------------------------------------- sets of instances

function setIn(cell: Cell, { shape }: Questions): boolean {
  return cellsIn(cell, null).some((each) => shape.sets.has(each));
}

/** Whether an expression is a set of instances, made bit by bit. */
function isSetValue(expr: Expr, questions: Questions): boolean {
  switch (expr.kind) {
    case 'load':
      return setIn(expr.cell, questions);
    case 'numeric':
      if (expr.operator === '<<') return expr.left.kind === 'number' && isName(expr.right, questions);
      return (
        (expr.operator === '&' || expr.operator === '|' || expr.operator === '^') && (isSetValue(expr.left, questions) || isSetValue(expr.right, questions))
      );
    case 'conditional':
      return isSetValue(expr.consequent, questions) || isSetValue(expr.alternative, questions);
    case 'number':
    case 'truth':
    case 'me':
    case 'temp':
    case 'compare':
    case 'and':
    case 'or':
    case 'not':
    case 'helper':
    case 'lookup':
    case 'action':
    case 'enabled':
      return false;
  }
}

function isName(expr: Expr, questions: Questions): boolean {
  if (expr.kind === 'me') return questions.isMover;
  if (expr.kind === 'load') return cellsIn(expr.cell, null).some((cell) => questions.shape.names.has(cell));
  return expr.kind === 'numeric' && isName(expr.left, questions);
}

/** What a set is made of: conditions and names; its members count where somebody looks at it. */
function ofSet(expr: Expr, questions: Questions): Dependence {
  if (expr.kind === 'load') return ofCell(expr.cell, questions, false);
  if (expr.kind === 'conditional') return union([ofExpr(expr.condition, questions), ofSet(expr.consequent, questions), ofSet(expr.alternative, questions)]);
  if (expr.kind === 'numeric' && expr.operator === '<<')
    return isOfMover(expr.right) ? nothing : union([ofExpr(expr.right, questions), byName(expr.right, questions)]);
  if (expr.kind === 'numeric' && isSetValue(expr, questions)) return union([ofSet(expr.left, questions), ofSet(expr.right, questions)]);
  return ofExpr(expr, questions);
}

/** An instance that is named: the same for the same text, but where the step stores the name, which may be another one each time. */
function byName(index: Expr, { stored }: Questions): Dependence {
  if (index.kind === 'number') return nothing;
  if (loadsIn(index).some((cell) => stored.has(cell))) return { ...nothing, binders: new Map([[{}, 1]]) };
  return { ...nothing, named: new Set([JSON.stringify(index)]) };
}

/** Whether one is in a set. */
function ofBit(set: Expr, index: Expr, questions: Questions): Dependence {
  if (isOfMover(index)) return nothing;
  if (index.kind !== 'number') return union([ofExpr(index, questions), byName(index, questions)]);
  const members = new Set(loadsIn(set).flatMap((cell) => questions.shape.sets.get(cell)?.memberOf.get(index.value)?.member ?? []));
  return { ...nothing, loose: members };
}

/** A value of which only some bits are looked at; null: it is none. */
function ofSomeBits(expr: Expr, questions: Questions): Dependence | null {
  if (expr.kind !== 'numeric' || expr.operator !== '&' || expr.right.kind !== 'number' || expr.right.value < 0) return null;
  const { left, right } = expr;
  const bits = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((right.value >> bit) & 1) === 1);
  return union(bits.map((bit) => ofOneBit(left, bit, questions)));
}

/** One bit of a value, and no other. */
function ofOneBit(expr: Expr, bit: number, questions: Questions): Dependence {
  const ofPart = (part: Expr): Dependence => ofOneBit(part, bit, questions);
  if (expr.kind === 'number') return nothing;
  if (expr.kind === 'conditional') {
    const { consequent: yes, alternative: no } = expr;
    const isSame = yes.kind === 'number' && no.kind === 'number' && ((yes.value ^ no.value) >> bit) % 2 === 0;
    return isSame ? nothing : union([ofExpr(expr.condition, questions), ofPart(yes), ofPart(no)]);
  }
  if (expr.kind === 'numeric' && expr.operator === '>>' && expr.right.kind === 'number') return ofOneBit(expr.left, bit + expr.right.value, questions);
  if (expr.kind === 'numeric' && expr.operator === '>>') return ofNumeric(expr, questions);
  if (expr.kind === 'numeric' && (expr.operator === '&' || expr.operator === '|' || expr.operator === '^'))
    return union([ofPart(expr.left), ofPart(expr.right)]);
  if (!isSetValue(expr, questions)) return ofExpr(expr, questions);
  return union([ofSet(expr, questions), ofBit(expr, { kind: 'number', value: bit }, questions)]);
}

/** Cells that an expression reads; those by which it finds a cell are among them. */
function loadsIn(expr: Expr): readonly number[] {
  return [...(expr.kind === 'load' ? cellsIn(expr.cell, null) : []), ...partsOfExpr(expr).flatMap(loadsIn)];
}
