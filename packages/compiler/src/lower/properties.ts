import { textOf } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import type { DeclaredProperty } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { judgedOn, kindsOfEverySpec } from '@mmspec/system';
import type { Property, PropertyKind } from '@mmspec/system';
import { apart } from './context.ts';
import type { Context, Lowering } from './context.ts';
import { lowerTruth } from './expressions.ts';
import { and, compare, no, not, number, numeric, or, yes, zero } from '../ir/fold.ts';
import { moduleContext } from './initial.ts';
import type { Expr, PropertyProgram, Stmt } from '../ir/ir.ts';
import { liveCondition } from './live.ts';
import { addProperty } from './property_table.ts';
import { counterOf, lowerRefs, lowerRest, objectTarget } from './refs.ts';
import type { RefTarget } from './refs.ts';
import { lowerTemporal } from './temporal.ts';
import type { AtomTable } from './temporal.ts';
import { pushIf } from './push_if.ts';

/*
 * What is judged: what the spec declares, then what every spec promises without saying so.
 */

/** Declared properties, `live when`, and the implicit ones; faults of a range or an assertion join where they are found. */
export function declareProperties(lowering: Lowering): void {
  const { model } = lowering.world;
  for (const declared of model.properties) {
    const { declaration } = declared;
    const file = model.files[declaration.span.file];
    addProperty(lowering.properties, {
      name: declared.name,
      kind: kindOf(declared),
      text: file === undefined ? '' : textOf(file, wordsOf(declaration)),
      doc: declaration.doc
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join(' '),
      span: declaration.span,
      expectViolated: declaration.expectViolated,
    });
  }
  for (const object of model.objects) {
    if (liveCondition(object) !== null) implicit(lowering, `${object.name.text}.live`, 'live');
  }
  for (const kind of kindsOfEverySpec) implicit(lowering, kind, kind);
}

/** The formula of a property, with the condition under which it is wanted. */
function wordsOf(declaration: DeclaredProperty['declaration']): Span {
  const { span } = declaration.body;
  return declaration.kind === 'reachable' && declaration.when !== undefined ? { ...span, end: declaration.when.span.end } : span;
}

function implicit(lowering: Lowering, name: string, kind: PropertyKind): void {
  addProperty(lowering.properties, { name, kind, text: '', span: null, expectViolated: false });
}

function kindOf(declared: DeclaredProperty): PropertyKind {
  const { declaration } = declared;
  if (declaration.kind !== 'invariant') return declaration.kind;
  return declared.overSteps ? 'step' : 'state';
}

/** The code of every property; null for those that steps themselves report. */
export function lowerProperties(lowering: Lowering, atoms: AtomTable): readonly PropertyProgram[] {
  const declared = new Map(lowering.world.model.properties.map((property) => [property.name, property]));
  return lowering.properties.list.map((property, index): PropertyProgram => {
    lowering.symmetryBreaking.property = index;
    const source = declared.get(property.name);
    if (source !== undefined && judgedOn(property.kind) === 'paths')
      return { property: { ...property, temporal: lowerTemporal(lowering, atoms, source) }, body: null };
    if (source !== undefined) return { property, body: lowerDeclared(lowering, source, property) };
    return { property, body: property.kind === 'lost_reference' ? lostReference(lowering) : null };
  });
}

/** The code of the bound of a check, over one state. What is undefined is outside of it. */
export function lowerBound(lowering: Lowering, bound: Expression): readonly Stmt[] {
  const out: Stmt[] = [];
  const property: Property = { name: 'bound', kind: 'state', text: '', span: null, expectViolated: false };
  out.push({ kind: 'result', value: lowerTruth(propertyContext(lowering, property, out), bound) });
  return out;
}

function propertyContext(lowering: Lowering, property: Property, out: Stmt[]): Context {
  return {
    ...moduleContext(lowering, out),
    source: 'before',
    fault: () => [{ kind: 'result', value: no }],
    property: judgedOn(property.kind) === 'step' ? 'step' : 'state',
  };
}

function lowerDeclared(lowering: Lowering, declared: DeclaredProperty, property: Property): readonly Stmt[] {
  const out: Stmt[] = [];
  const { object, declaration } = declared;
  const context: Context = { ...propertyContext(lowering, property, out), decisive: new Set(decisiveIn(declaration.body)) };
  if (object === null) {
    const isWanted = declaration.kind !== 'reachable' || declaration.when === undefined || lowering.world.constant(declaration.when) === true;
    out.push({ kind: 'result', value: isWanted ? lowerTruth(context, declaration.body) : yes });
    return out;
  }
  for (const { id } of lowering.world.objects(object)) {
    const inside: Context = { ...context, own: { declaration: object, id: number(id) } };
    pushIf(context, not(lowerTruth(inside, declaration.body)), [{ kind: 'result', value: no }], []);
  }
  out.push({ kind: 'result', value: yes });
  return out;
}

/** The parts of a formula that make it false where one of them is false, with itself. */
function decisiveIn(formula: Expression): readonly Expression[] {
  if (formula.kind === 'quantifier' && formula.quantifier === 'forall') return [formula, ...decisiveIn(formula.body)];
  if (formula.kind !== 'binary') return [formula];
  if (formula.operator === 'and') return [formula, ...decisiveIn(formula.left), ...decisiveIn(formula.right)];
  return formula.operator === 'implies' ? [formula, ...decisiveIn(formula.right)] : [formula];
}

/** Unless frozen, every counter is what was there at the beginning beyond the known references, and these. */
function lostReference(lowering: Lowering): readonly Stmt[] {
  const out: Stmt[] = [];
  const property: Property = { name: 'lost_reference', kind: 'lost_reference', text: '', span: null, expectViolated: false };
  const context = propertyContext(lowering, property, out);
  let holds: Expr = yes;
  for (const target of counters(context)) {
    const { result } = apart(context, (inner) => {
      const count = target.count(inner);
      const known = numeric('+', lowerRefs(inner, target, null), lowerRest(inner, target));
      return or(compare('===', count, zero), compare('===', count, known));
    });
    holds = and(holds, result);
  }
  out.push({ kind: 'result', value: holds });
  return out;
}

/** Every counter that `refs` can be asked about: the first of each object, and the module's own. */
export function counters(context: Context): readonly RefTarget[] {
  const { world, layout } = context.lowering;
  const found: RefTarget[] = [];
  for (const { declaration, type } of world.variables) {
    const base = layout.variables.get(declaration);
    if (type.kind === 'ref' && base !== undefined) {
      const cell = { base, terms: [] };
      found.push({ object: null, ref: declaration, cell, count: (inner) => ({ kind: 'load', from: inner.source, cell, min: 0, max: type.limit }) });
    }
  }
  for (const declaration of layout.objects.keys()) {
    if (counterOf(context, declaration) === null) continue;
    for (const { id } of world.objects(declaration)) found.push(objectTarget(context, declaration, number(id)));
  }
  return found;
}
