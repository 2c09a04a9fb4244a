import type { ConcreteType, LocalNode } from '@mmspec/semantics';
import type { AssignStatement, Expression, LocalDeclaration, Statement } from '@mmspec/syntax';
import { Blocked } from './choices.ts';
import type { Context } from './context.ts';
import { difference, evaluate, number, truth, union } from './evaluate.ts';
import { noteStore, noteValue } from './log.ts';
import { operationCall } from './operation_call.ts';
import { nameOf, placeOf, placeOfLocal, readPlace, writePlace, type Place } from './place.ts';
import { gain, getReferences, ownerOf, putReferences, store } from './references.ts';
import { contextOf, type Run } from './run.ts';
import { elementsOf, fit, type Scene } from './scene.ts';
import { concreteOf } from './types.ts';
import { distinct, type Value } from './value.ts';

/*
 * Statements that give variables values: declarations, assignments, choices.
 */

/** The value of a declaration: it has one from here to the end of its scope. */
export function declare(run: Run, statement: LocalDeclaration, value: Value, context: Context): void {
  const place = placeOfLocal(context, statement);
  const type = place.type ?? resultType(run.scene, statement.initial);
  const stored = type === null ? value : fit(run.scene, value, type, place.name);
  if (statement.owns) gain(run, stored, -place.weight);
  introduce(run, statement, stored);
}

/** A local without a type of its own that gets the result of an operation has the type of that. */
function resultType(scene: Scene, initial: Expression): ConcreteType | null {
  const result = operationCall(scene, initial)?.operation.result ?? null;
  return result === null ? null : concreteOf(scene, result);
}

/** A variable that is declared here has this value. */
export function introduce(run: Run, node: LocalNode, value: Value): void {
  noteStore(run, nameOf(node), node, undefined, value);
  const entry = run.stack.at(-1);
  if (entry?.kind !== 'block') throw new Error('a declaration outside a block');
  if (run.actor?.declaration.body === entry.block) run.top.set(node, value);
  else run.stack = [...run.stack.slice(0, -1), { ...entry, locals: new Map(entry.locals).set(node, value) }];
}

export function assign(run: Run, statement: AssignStatement, value: Value, context: Context): void {
  const place = placeOf(statement.target, context);
  if (place === null) throw new Error(`no variable at ${statement.target.span.start}`);
  if (statement.operator === '=') {
    store(run, place, value, context);
    return;
  }
  const increase = statement.operator === '+=';
  if (place.type?.kind === 'ref') {
    changeCounter(run, statement, place, number(value) * (increase ? 1 : -1), context);
    return;
  }
  const old = readPlace(place, context);
  if (typeof old === 'number') store(run, place, increase ? old + number(value) : old - number(value), context);
  else store(run, place, increase ? union(old, value) : difference(old, value), context);
}

function changeCounter(run: Run, statement: AssignStatement, place: Place, change: number, context: Context): void {
  if (change >= 0) getReferences(run, place, change, context);
  else putReferences(run, place, -change, ownerOf(statement.target, context), context);
}

export function chooseValue(run: Run, statement: Extract<Statement, { kind: 'choose' }>, context: Context): void {
  const members = elementsOf(evaluate(statement.domain, context));
  const items = statement.subset ? subsetsOf(members) : members;
  const value = items[run.choose(items.length)];
  if (value === undefined) throw new Blocked();
  noteValue(run, value);
  const declares = declaresTarget(run.scene, statement);
  if (declares) introduce(run, statement, value);
  const place = declares ? null : placeOf(statement.target, context);
  if (place !== null && statement.condition !== null) writePlace(run, place, value, context);
  const inside = contextOf(run);
  if (statement.condition !== null && !truth(evaluate(statement.condition, inside))) throw new Blocked();
  if (place !== null) store(run, place, value, inside);
}

/** Every set of some of the values, those without any first. */
export function subsetsOf(members: readonly Value[]): readonly Value[] {
  const ordered = distinct(members).sort((one, other) => placeAmong(one) - placeAmong(other));
  return Array.from({ length: 2 ** ordered.length }, (_, mask) => ({ kind: 'set', elements: ordered.filter((_member, at) => ((mask >> at) & 1) === 1) }));
}

/** Where a value stands in a set of its type; tags stand as they are listed. */
function placeAmong(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return Number(value === true);
  return value.kind === 'object' ? value.object.id : value.kind === 'actor' ? value.actor.id : 0;
}

/** `choose x in S` declares x unless x is a variable in scope. */
export function declaresTarget(scene: Scene, statement: Extract<Statement, { kind: 'choose' }>): boolean {
  if (statement.target.kind !== 'name_expression') return false;
  const meaning = scene.model.meanings.get(statement.target.name);
  return meaning === undefined || (meaning.kind === 'local' && meaning.declaration === statement);
}
