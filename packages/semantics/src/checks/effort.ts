import type { Diagnostic, SourceFile } from '@mmspec/source';
import { children, walk } from '@mmspec/syntax';
import type { Block, DefineDeclaration, Expression, Item, Module, Name, Node, OperationDeclaration, Statement } from '@mmspec/syntax';
import type { Constants } from '../world/constants.ts';
import { bodiesOf, kindSet, nodesIn, type Body, type Facts, type Lint } from '../facts.ts';
import type { DeclaredProperty, Model } from '../model.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { hasTemporal } from '../temporal.ts';
import { inSetting } from './values.ts';

/** Values that one formula may look at. */
const evaluationsMax = 10_000_000;
/** Ways through one step, by branches of `either`. */
const branchesMax = 10_000;
/** Ways through one step, by values of `choose` too. */
const outcomesMax = 100_000;
/** Words for time in one formula, apart from those that a top-level `and` separates and those that take no automaton. */
const temporalMax = 20;
const declarationsMax = 16_000;
const tagsMax = 4096;

/** A step takes no time that anyone notices. */
const tooMuchRule: Rule = rule({
  code: 'MM0235',
  title: 'too much work',
  why: 'One formula may look at 10 million combinations of values, one step may have 10,000 outcomes by `either` and 100,000 by `choose`, run through 20,000 statements and fork 250 times on one path, a temporal formula may have 20 temporal operators, and a module may have 16,000 declarations and 4,096 tags in an enum.',
  text: 'Quantifiers inside one another multiply, also where a `define` hides the inner one; so do the branches of one `either` after another in `atomic`. A temporal formula may have 20 temporal operators; parts that a top-level `and` joins are counted one by one. `until` and `leads to` count as two, and `always eventually p` and `eventually always p` as none where `p` has no temporal operator itself: any number of them may be joined by `and`, `or`, `not`, `implies` and quantifiers. Statements of a step are counted on each of its paths, and in each round of a loop over locals that takes no step. The limits are far above what designs need, and make sure that every step takes a moment only.',
  example: 'module m\nshared n: 0..9 = 0\nactor a { set: n = 1 }\ninvariant p: forall x in 0..9999: forall y in 0..9999: x + y >= n\n',
  fix: 'module m\nshared n: 0..9 = 0\nactor a { set: n = 1 }\ninvariant p: forall x in 0..99: forall y in 0..99: x + y >= n\n',
});

/** The diagnostic for a module that was made by a program, else null; judged before anything looks at its names. */
export function tooMany(module: Module, file: SourceFile): Diagnostic | null {
  const span = { file: module.span.file, start: 0, end: Math.min(1, file.text.length) };
  if (module.items.length > declarationsMax) {
    return violation(
      tooMuchRule,
      span,
      `This module has ${module.items.length} declarations; at most ${declarationsMax} are read.`,
      'Split it, or write an array instead.',
    );
  }
  for (const item of module.items) {
    if (!fewTags.has(item)) {
      const tags = manyTags(item);
      if (tags.length > 0)
        return violation(tooMuchRule, tags[0]?.span ?? span, `There are ${tags.length} tags here; at most ${tagsMax} are read.`, 'Use a range of numbers.');
      fewTags.add(item);
    }
  }
  return null;
}

/** Declarations without too many tags; they never change. */
const fewTags = new WeakSet<Node>();

const tagged = kindSet('enum', 'tags_type');

/** Tags of a declaration that are too many. */
function manyTags(item: Item): readonly Name[] {
  const lists = nodesIn(item)
    .ofAll(tagged)
    .map((node) => (node.kind === 'enum' ? node.members : node.tags));
  return lists.find(({ length }) => length > tagsMax) ?? [];
}

interface Effort {
  readonly model: Model;
  /** The value of a bound under the setting. */
  readonly number: Constants['number'];
  readonly ofDefines: Map<DefineDeclaration, number>;
  readonly ofOperations: Map<OperationDeclaration, Fanout>;
}

interface Fanout {
  readonly branches: number;
  readonly outcomes: number;
}

export const lint: Lint = { rules: [tooMuchRule], check: checkEffort };

/** What one declaration has that may take long. */
interface Work {
  readonly formulas: readonly Expression[];
  readonly steps: readonly Block[];
}

/** Diagnostics for formulas and steps that take too long, in some setting; each place is reported once. */
function checkEffort(facts: Facts): Diagnostic[] {
  const { model } = facts;
  const isNested = nests(model);
  const bodies = grouped<Item, Body>(bodiesOf(model), ({ item }) => item);
  const properties = grouped<Item, DeclaredProperty>(model.properties, ({ object, declaration }) => object ?? declaration);
  const { items, isQuiet } = facts.memory.loud<Item>([...properties.keys(), ...bodies.keys()], 'effort');
  const work = items.map((item) => workOf(item, properties, bodies, isNested, model));
  const found = tooLong(facts, work);
  items.forEach((item, at) => {
    const { formulas, steps } = work[at] as Work;
    if (![...formulas, ...steps].some((place) => found.has(place))) isQuiet(item);
  });
  return [...found.values(), ...temporalFormulas(model)];
}

function grouped<K, V>(all: readonly V[], keyOf: (each: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const each of all) {
    const known = groups.get(keyOf(each));
    if (known === undefined) groups.set(keyOf(each), [each]);
    else known.push(each);
  }
  return groups;
}

const bindingKinds = kindSet('quantifier', 'count', 'comprehension');
const namingKinds = kindSet('name_expression', 'call');

function workOf(
  item: Item,
  properties: ReadonlyMap<Item, readonly DeclaredProperty[]>,
  bodies: ReadonlyMap<Item, readonly Body[]>,
  isNested: (formula: Expression) => boolean,
  model: Model,
): Work {
  const own = bodies.get(item) ?? [];
  const nodes = nodesIn(item);
  const hasFormulas = own.length > 0 && (nodes.ofAll(bindingKinds).length > 0 || nodes.ofAll(namingKinds).some((node) => defineOf(model, node) !== null));
  const hasSteps = nodes.of('atomic').length > 0;
  const stated = (properties.get(item) ?? []).map(({ declaration }) => declaration.body);
  return {
    formulas: [...stated, ...(hasFormulas ? own.flatMap(({ block }) => conditionsIn(model, block)) : [])].filter(isNested),
    steps: own.flatMap(({ block, atomic }) => (atomic ? [block] : hasSteps ? atomicBlocks(block) : [])),
  };
}

function tooLong(facts: Facts, work: readonly Work[]): ReadonlyMap<Node, Diagnostic> {
  const { model } = facts;
  const formulas = work.flatMap((each) => each.formulas);
  const steps = work.flatMap((each) => each.steps);
  const diagnostics = new Map<Node, Diagnostic>();
  let bounds: ReadonlyMap<Expression, number | undefined> | null = null;
  for (const setting of facts.settings) {
    // Settings differ only in the bounds of ranges; where all of them are as before, so is the effort.
    if (bounds !== null && [...bounds].every(([bound, value]) => setting.constants.number(bound) === value)) continue;
    const asked = new Map<Expression, number | undefined>();
    bounds = asked;
    const number = (bound: Expression): number | undefined => {
      const value = setting.constants.number(bound);
      asked.set(bound, value);
      return value;
    };
    const effort: Effort = { model, number, ofDefines: new Map(), ofOperations: new Map() };
    for (const formula of formulas) {
      const count = evaluations(effort, formula);
      if (count <= evaluationsMax || diagnostics.has(formula)) continue;
      diagnostics.set(
        formula,
        violation(
          tooMuchRule,
          formula.span,
          `This looks at about 10^${Math.round(Math.log10(count))} combinations of values.${inSetting(setting)}`,
          'Choose smaller sets, or fewer quantifiers inside one another.',
        ),
      );
    }
    for (const step of steps) {
      const { branches, outcomes } = fanoutOf(effort, step);
      if ((branches <= branchesMax && outcomes <= outcomesMax) || diagnostics.has(step)) continue;
      diagnostics.set(
        step,
        violation(
          tooMuchRule,
          { ...step.span, end: step.span.start + 1 },
          `This step has about 10^${Math.round(Math.log10(outcomes))} outcomes.${inSetting(setting)}`,
          'Split it into several steps, or choose from smaller sets.',
        ),
      );
    }
  }
  return diagnostics;
}

/** An automaton for a formula grows with two to the number of its words for time; loops alone decide `always eventually p` and `eventually always p`. */
function temporalFormulas(model: Model): Diagnostic[] {
  const known = new Map<DefineDeclaration, number>();
  return model.properties.flatMap(({ declaration }): Diagnostic[] => {
    if (declaration.kind !== 'temporal') return [];
    const [large] = conjuncts(declaration.body).filter((part) => temporalWords(model, part, known) > temporalMax);
    return large === undefined
      ? []
      : [
          violation(
            tooMuchRule,
            large.span,
            `This formula has too many temporal operators to be judged.`,
            `Make several properties of it. ${temporalMax} operators are judged; \`until\` and \`leads to\` weigh two, \`always eventually p\` and \`eventually always p\` nothing where \`p\` has no temporal operator.`,
          ),
        ];
  });
}

function conjuncts(formula: Expression): Expression[] {
  return formula.kind === 'binary' && formula.operator === 'and' ? [...conjuncts(formula.left), ...conjuncts(formula.right)] : [formula];
}

function temporalWords(model: Model, formula: Expression, known: Map<DefineDeclaration, number>): number {
  let count = 0;
  walk(formula, (node) => {
    if (node.kind === 'temporal_expression') {
      if (isAboutLoops(model, node)) return false;
      count += node.operator === 'until' || node.operator === 'leads_to' ? 2 : 1;
    }
    const define = defineOf(model, node);
    if (define === null) return true;
    if (!known.has(define)) {
      known.set(define, 0);
      known.set(define, temporalWords(model, define.body, known));
    }
    count += known.get(define) ?? 0;
    return true;
  });
  return count;
}

/** `always eventually p` or `eventually always p` of a p without words for time. */
function isAboutLoops(model: Model, { operator, right }: Expression & { readonly kind: 'temporal_expression' }): boolean {
  const inner = right.kind === 'temporal_expression' ? right : null;
  const alternates = (operator === 'always' && inner?.operator === 'eventually') || (operator === 'eventually' && inner?.operator === 'always');
  return alternates && inner !== null && !hasTemporal(model, inner.right);
}

/** Conditions and values of statements that quantify. */
function conditionsIn(model: Model, block: Block): Expression[] {
  const found: Expression[] = [];
  walk(block, (node) => {
    const isFormula = node.kind === 'quantifier' || node.kind === 'count' || node.kind === 'comprehension';
    const isDefine = (node.kind === 'name_expression' || node.kind === 'call') && defineOf(model, node) !== null;
    if (isFormula || isDefine) found.push(node);
    return !isFormula;
  });
  return found;
}

/** Keeps formulas in which anything may multiply: one quantifier alone is bounded by its set. */
function nests(model: Model): (formula: Expression) => boolean {
  const known = new Map<DefineDeclaration, number>();
  const quantifiers = (node: Node): number => {
    let count = 0;
    walk(node, (below) => {
      if ('binder' in below) count += 1;
      const define = defineOf(model, below);
      if (define === null) return;
      if (!known.has(define)) {
        known.set(define, 0);
        known.set(define, quantifiers(define.body));
      }
      count += known.get(define) ?? 0;
    });
    return Math.min(count, 1000);
  };
  return (formula) => quantifiers(formula) > 1;
}

function defineOf(model: Model, node: Node): DefineDeclaration | null {
  const name = node.kind === 'name_expression' ? node.name : node.kind === 'call' ? node.callee : null;
  const meaning = name === null ? undefined : model.meanings.get(name);
  return meaning?.kind === 'define' ? meaning.declaration : null;
}

/** Combinations of bound values that are looked at. */
function evaluations(effort: Effort, node: Node): number {
  const define = defineOf(effort.model, node);
  const own = define === null ? 0 : ofDefine(effort, define);
  const inside = children(node).reduce((sum, child) => sum + evaluations(effort, child), own);
  return 'binder' in node ? sizeOf(effort, node.binder.domain) * Math.max(1, inside) : inside;
}

function ofDefine(effort: Effort, define: DefineDeclaration): number {
  const known = effort.ofDefines.get(define);
  if (known !== undefined) return known;
  const count = evaluations(effort, define.body);
  effort.ofDefines.set(define, count);
  return count;
}

/** About how many members a set has. */
function sizeOf({ model, number }: Effort, domain: Expression, unknown: number = 30): number {
  if (domain.kind === 'set') return domain.elements.length;
  if (domain.kind === 'range') return Math.max(1, (number(domain.high) ?? unknown) - (number(domain.low) ?? 0) + 1);
  const meaning = domain.kind === 'name_expression' ? model.meanings.get(domain.name) : undefined;
  return meaning?.kind === 'enum' ? meaning.declaration.members.length : unknown;
}

function atomicBlocks(block: Block): Block[] {
  const found: Block[] = [];
  walk(block, (node) => {
    if (node.kind === 'atomic') found.push(node.body);
    return node.kind !== 'atomic';
  });
  return found;
}

const one: Fanout = { branches: 1, outcomes: 1 };
const times = (a: Fanout, b: Fanout): Fanout => ({ branches: a.branches * b.branches, outcomes: a.outcomes * b.outcomes });
const plus = (a: Fanout, b: Fanout): Fanout => ({ branches: a.branches + b.branches, outcomes: a.outcomes + b.outcomes });

function fanoutOf(effort: Effort, block: Block): Fanout {
  return block.statements.reduce((product, statement) => times(product, fanoutOfStatement(effort, statement)), one);
}

function fanoutOfStatement(effort: Effort, statement: Statement): Fanout {
  switch (statement.kind) {
    case 'either':
      return statement.branches.map((branch) => fanoutOf(effort, branch)).reduce(plus);
    case 'if': {
      const { consequent, alternative } = statement;
      const [first, second] = [
        fanoutOf(effort, consequent),
        alternative === null ? one : alternative.kind === 'if' ? fanoutOfStatement(effort, alternative) : fanoutOf(effort, alternative),
      ];
      return first.outcomes * second.outcomes === 1 ? one : plus(first, second);
    }
    case 'choose':
      return { branches: 1, outcomes: statement.subset ? 2 ** sizeOf(effort, statement.domain, 4) : sizeOf(effort, statement.domain) };
    case 'atomic':
      return fanoutOf(effort, statement.body);
    case 'for':
      return fanoutOf(effort, statement.body);
    case 'local':
    case 'assign':
    case 'call_statement':
    case 'return':
      return fanoutOfCalls(effort, statement);
    case 'assert':
    case 'await':
    case 'break':
    case 'continue':
    case 'error_statement':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
    case 'while':
      return one;
  }
}

function fanoutOfCalls(effort: Effort, statement: Statement): Fanout {
  let fanout = one;
  walk(statement, (node) => {
    const meaning = node.kind === 'call' ? effort.model.meanings.get(node.callee) : undefined;
    if (meaning?.kind !== 'operation') return;
    const { declaration } = meaning;
    const known = effort.ofOperations.get(declaration) ?? fanoutOf(effort, declaration.body);
    effort.ofOperations.set(declaration, known);
    fanout = times(fanout, known);
  });
  return fanout;
}
