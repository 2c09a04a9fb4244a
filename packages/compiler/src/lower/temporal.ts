import { fairnessItems, goalsOf, hasTemporal, isAboutSteps } from '@mmspec/semantics';
import type { DeclaredProperty } from '@mmspec/semantics';
import type { Expression, QuantifierExpression } from '@mmspec/syntax';
import type { Atom, Formula, TemporalProperty } from '@mmspec/system';
import type { Context, Lowering } from './context.ts';
import { Unsupported } from './context.ts';
import { insideDefine, lowerTruth } from './expressions.ts';
import { and, no } from '../ir/fold.ts';
import { moduleContext } from './initial.ts';
import type { AtomProgram, Expr, PropertyProgram, Stmt } from '../ir/ir.ts';
import { domainOf } from './sets.ts';
import type { Member } from './sets.ts';

/*
 * A temporal property is a formula over atoms. Its largest parts without temporal operators become atoms, each a small
 * program of its own; quantifiers and defines around temporal operators are unfolded.
 */

/** The atoms of a program, each different one once. */
export interface AtomTable {
  readonly list: AtomProgram[];
  readonly numbers: Map<string, number>;
}

export function createAtomTable(): AtomTable {
  return { list: [], numbers: new Map() };
}

/** Puts a variable of a quantifier or a parameter of a define into a context; done anew in each atom. */
type Binding = (context: Context) => Context;

interface FormulaContext {
  readonly lowering: Lowering;
  readonly atoms: AtomTable;
  readonly bindings: readonly Binding[];
}

/** What the property says, under the settings of the program. */
export function lowerTemporal(lowering: Lowering, atoms: AtomTable, declared: DeclaredProperty): TemporalProperty {
  const { declaration } = declared;
  if (declaration.kind !== 'temporal') throw new Error(`${declared.name} is not temporal`);
  const { model, settings } = lowering.world;
  return {
    formula: lowerFormula({ lowering, atoms, bindings: [] }, declaration.body),
    fairness: declaration.fairness === null ? [] : fairnessItems(model, settings, declaration.fairness),
    goals: goalsOf(model, declaration),
  };
}

function lowerFormula(scene: FormulaContext, expression: Expression): Formula {
  const { model } = scene.lowering.world;
  if (!hasTemporal(model, expression)) return atomOf(scene, isAboutSteps(model, expression), (context) => lowerTruth(context, expression));
  const inner = (part: Expression): Formula => lowerFormula(scene, part);
  switch (expression.kind) {
    case 'temporal_expression':
      return lowerOperator(scene, expression);
    case 'unary':
      return { kind: 'not', operand: inner(expression.operand) };
    case 'binary': {
      const left = inner(expression.left);
      const right = inner(expression.right);
      switch (expression.operator) {
        case 'and':
          return { kind: 'and', operands: [left, right] };
        case 'or':
          return { kind: 'or', operands: [left, right] };
        case 'implies':
          return implies(left, right);
        case 'iff':
          return { kind: 'and', operands: [implies(left, right), implies(right, left)] };
        case '!=':
        case '%':
        case '*':
        case '+':
        case '-':
        case '/':
        case '<':
        case '<=':
        case '==':
        case '>':
        case '>=':
        case 'in':
        case 'not in':
        case 'within':
          throw new Unsupported('a temporal operator inside a value', expression);
      }
    }
    case 'conditional': {
      const condition = inner(expression.condition);
      return {
        kind: 'and',
        operands: [implies(condition, inner(expression.consequent)), implies({ kind: 'not', operand: condition }, inner(expression.alternative))],
      };
    }
    case 'quantifier':
      return lowerQuantified(scene, expression);
    case 'name_expression': {
      const meaning = model.meanings.get(expression.name);
      if (meaning?.kind === 'define') return inner(meaning.declaration.body);
      break;
    }
    case 'call': {
      const meaning = model.meanings.get(expression.callee);
      if (meaning?.kind !== 'define') break;
      const values = expression.arguments.map((argument) => argument.value);
      const bind: Binding = (context) => insideDefine(context, expression.callee, values)?.context ?? context;
      return lowerFormula({ ...scene, bindings: [...scene.bindings, bind] }, meaning.declaration.body);
    }
    case 'at':
    case 'boolean':
    case 'comprehension':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'index':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'prime':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'step_is':
      break;
  }
  throw new Unsupported('a temporal operator inside a value', expression);
}

function lowerOperator(scene: FormulaContext, expression: Expression & { readonly kind: 'temporal_expression' }): Formula {
  const { model } = scene.lowering.world;
  const right = lowerFormula(scene, expression.right);
  const left = expression.left === null ? right : lowerFormula(scene, expression.left);
  switch (expression.operator) {
    case 'always':
      return { kind: 'always', steps: isAboutSteps(model, expression.right), operand: right };
    case 'eventually':
      return { kind: 'eventually', operand: right };
    case 'until':
      return { kind: 'until', left, right };
    case 'leads_to': {
      const steps = expression.left !== null && isAboutSteps(model, expression.left);
      return { kind: 'always', steps, operand: implies(left, { kind: 'eventually', operand: right }) };
    }
  }
}

function implies(left: Formula, right: Formula): Formula {
  return { kind: 'or', operands: [{ kind: 'not', operand: left }, right] };
}

/** One part for each value of the variable; where it depends on the state whether the value is in the set, an atom asks. */
function lowerQuantified(scene: FormulaContext, { quantifier, binder, condition, body }: QuantifierExpression): Formula {
  const { count, memberOf } = membersIn(scene, binder.domain);
  const operands = Array.from({ length: count }, (_, at): Formula => {
    const memberIn = (context: Context): Member | undefined => memberOf(context, at);
    const bind: Binding = (context) => {
      const member = memberIn(context);
      return member === undefined ? context : { ...context, binders: new Map([...context.binders, [binder, member.value]]) };
    };
    const inside: FormulaContext = { ...scene, bindings: [...scene.bindings, bind] };
    const chosen = atomOf(scene, condition !== null && isAboutSteps(scene.lowering.world.model, condition), (context) => {
      const member = memberIn(context)?.member ?? no;
      return condition === null ? member : and(member, lowerTruth(bind(context), condition));
    });
    const part = lowerFormula(inside, body);
    return quantifier === 'forall' ? implies(chosen, part) : { kind: 'and', operands: [chosen, part] };
  });
  const kind = actorNamed(scene, binder.domain);
  return { kind: quantifier === 'forall' ? 'and' : 'or', operands, ...(kind === null ? {} : { each: kind }) };
}

/** The kind of actor whose instances a domain has, all of them in order, else null. */
function actorNamed({ lowering }: FormulaContext, domain: Expression): string | null {
  if (domain.kind !== 'name_expression') return null;
  const meaning = lowering.world.model.meanings.get(domain.name);
  return meaning?.kind === 'actor' ? meaning.declaration.name.text : null;
}

/** The members of a set, in a context that the bindings of the scene made. */
interface Members {
  readonly count: number;
  readonly memberOf: (context: Context, at: number) => Member | undefined;
}

/** A set that needs no statements is the same in every atom, and is listed once for those about states and once for those about steps. */
function membersIn(scene: FormulaContext, domain: Expression): Members {
  const listed = (overSteps: boolean): { readonly members: readonly Member[]; readonly isSame: boolean } => {
    const out: Stmt[] = [];
    const { members } = domainOf(boundContext(scene, overSteps, out), domain);
    return { members, isSame: out.length === 0 };
  };
  const ofStates = listed(false);
  let ofSteps: ReturnType<typeof listed> | null = null;
  return {
    count: ofStates.members.length,
    memberOf: (context, at) => {
      const { members, isSame } = context.property === 'step' ? (ofSteps ??= listed(true)) : ofStates;
      return (isSame ? members : domainOf(context, domain).members)[at];
    },
  };
}

function atomOf({ lowering, atoms, bindings }: FormulaContext, overSteps: boolean, lower: (context: Context) => Expr): Formula {
  const out: Stmt[] = [];
  const counter = lowering.counter;
  const value = lower(boundContext({ lowering, atoms, bindings }, overSteps, out));
  if (out.length === 0 && value.kind === 'truth') return { kind: 'truth', value: value.value };
  const over: Atom['over'] = overSteps ? 'step' : 'state';
  out.push({ kind: 'result', value });
  // Equal atoms differ in the numbers of their locals only, which begin where the counter stood.
  const key = JSON.stringify([over, out], (name, part: unknown) => (name === 'id' && typeof part === 'number' ? part - counter : part));
  const known = atoms.numbers.get(key);
  if (known !== undefined) return { kind: 'atom', atom: known };
  atoms.numbers.set(key, atoms.list.length);
  return { kind: 'atom', atom: atoms.list.push({ over, body: out }) - 1 };
}

function boundContext({ lowering, bindings }: FormulaContext, overSteps: boolean, out: Stmt[]): Context {
  const start: Context = {
    ...moduleContext(lowering, out),
    source: 'before',
    fault: () => [{ kind: 'result', value: no }],
    property: overSteps ? 'step' : 'state',
  };
  return bindings.reduce((context, bind) => bind(context), start);
}

/** The value of an atom that turned out to be constant, else null. */
function constantAtom({ body }: AtomProgram): boolean | null {
  const [only] = body;
  if (body.length !== 1 || only?.kind !== 'result' || only.value.kind !== 'truth') return null;
  return only.value.value;
}

/** Atoms that turned out to be constant are written as truth values into the formulas. */
export function withConstantAtoms(properties: readonly PropertyProgram[], atoms: readonly AtomProgram[]): readonly PropertyProgram[] {
  const constants = atoms.map(constantAtom);
  return properties.map((each): PropertyProgram => {
    const { temporal } = each.property;
    return temporal === undefined
      ? each
      : { ...each, property: { ...each.property, temporal: { ...temporal, formula: withConstants(temporal.formula, constants) } } };
  });
}

function withConstants(formula: Formula, constants: readonly (boolean | null)[]): Formula {
  const inner = (part: Formula): Formula => withConstants(part, constants);
  switch (formula.kind) {
    case 'truth':
      return formula;
    case 'atom': {
      const value = constants[formula.atom] ?? null;
      return value === null ? formula : { kind: 'truth', value };
    }
    case 'not':
    case 'always':
    case 'eventually':
      return { ...formula, operand: inner(formula.operand) };
    case 'and':
    case 'or':
      return { ...formula, operands: formula.operands.map(inner) };
    case 'until':
      return { ...formula, left: inner(formula.left), right: inner(formula.right) };
  }
}
