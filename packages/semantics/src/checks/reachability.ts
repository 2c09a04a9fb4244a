import type { Diagnostic, Span } from '@mmspec/source';
import { blocksOf, calledExpression, endOfLabel, isBarrier, walk } from '@mmspec/syntax';
import type { ActionDeclaration, ActorDeclaration, Expression, IfStatement, Item, LabelStatement, Node, Statement } from '@mmspec/syntax';
import { effectIn, effectOf } from '../effects.ts';
import { buildWorld } from '../world/build_world.ts';
import { formulasOf, itemsOf, kindSet, nodesIn, type Facts, type Setting, type Lint } from '../facts.ts';
import { actionFlow, actorFlow, treesAfter, type ActorFlow, type FlowItem, type Frame, type Tree } from '../flow/index.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { isScalar, isStatic } from '../world/static_value.ts';
import type { World } from '../world/world.ts';

/** Every label can be reached in some setting. */
const unreachableLabel: Rule = rule({
  code: 'MM0311',
  severity: 'warning',
  title: 'unreachable label',
  why: 'Control never comes here in any setting that the checks of the file use, so a property about the label would say nothing.',
  text: 'What stands after `return`, `goto`, or a `loop` without `break` is never reached, nor is a branch whose constant condition is false in every check.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { loop { up: n = 1 }  after: n = 2 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { loop { up: n = 1  break }  after: n = 2 }\n',
});

/** Every label covers a step. */
const emptyLabel: Rule = rule({
  code: 'MM0312',
  title: 'label without a step',
  why: 'A label names the steps after it up to the next label of its block; work on locals is no step.',
  text: 'Put `skip` after the label, or move the label to the statement that it is about.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  var x: 0..3 = 0  note: x = 2  again: n = x }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  var x: 0..3 = 0  note: skip  x = 2  again: n = x }\n',
});

/** A label that `at` names has a place where an actor can stand. */
const neverAt: Rule = rule({
  code: 'MM0340',
  severity: 'warning',
  title: 'a label that nobody is ever at',
  why: '`at` asks for the next step of an actor, and what this label covers is local work, which joins the step before it.',
  text: 'An assertion on locals, or work on locals, is done with the step in front of it: nobody stands there. Name the step after it, or put a `skip` there.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { get: let x = n  check_it: assert x < 3  last: n = 1 }\ninvariant p: a at check_it implies n == 0\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { get: let x = n  check_it: assert x < 3  last: n = 1 }\ninvariant p: a at last implies n == 0\n',
});

/** Control is followed under this many settings at most. */
const viewsMax = 64;

/** Judged where nothing is wrong: control is followed through everything. */
export const lint: Lint = { rules: [unreachableLabel, emptyLabel, neverAt], check: checkReachability, needsNoErrors: true };

/**
 * Judged only where everything else is right: it follows control through every operation. Where each check is compiled as well, which
 * tells the mistakes of its setting, an actor is followed under further settings only as long as some label of it was not seen.
 */
function checkReachability(facts: Facts): Diagnostic[] {
  const { model, memory } = facts;
  const asked = placesAsked(facts);
  const labels = labelsOf(facts);
  const isOrder = ({ top }: LabelFacts): boolean => top.length > 0 && top.every((each) => isOrderOnly(facts, each));
  const diagnostics: Diagnostic[] = [];
  const settings = differentViews(facts);
  const walks = new Map<Text, Walks>([...model.actors, ...model.actions].map((text) => [text, memory.value(text, 'walks', () => new Walks())]));
  const isReached = ({ actor, covered }: LabelFacts): boolean => walks.get(actor)?.hasReached(covered) === true;
  const isStep = ({ actor, covered }: LabelFacts): boolean => walks.get(actor)?.hasStep(covered) === true;
  const stoodAt = (): ReadonlySet<string> => new Set(labels.filter((label) => asked.has(label.key) && isStep(label)).map(({ key }) => key));
  for (const [index, setting] of settings.entries()) {
    const stood = stoodAt();
    const unseen = labels.filter((label) => {
      const isEnough = label.inStep ? !isAsked(label, asked) || stood.has(label.key) : isStep(label);
      return (!isEnough || !isReached(label)) && !isOrder(label);
    });
    if (index >= viewsMax && unseen.length > 0) return diagnostics;
    if (index >= viewsMax || (index > 0 && unseen.length === 0 && facts.areCompiled)) break;
    const sought = facts.areCompiled ? actorsToFollow(unseen, setting) : new Set(model.actors);
    for (const { span, ...said } of followed(facts, setting, walks, (actor) => sought.has(actor) || walks.get(actor)?.isEmpty === true)) {
      if (!diagnostics.some((other) => other.span.start === span.start && other.span.file === span.file)) diagnostics.push({ span, ...said });
    }
  }
  if (diagnostics.length > 0) return diagnostics;
  const stood = stoodAt();
  return labels.flatMap((label) => {
    const seen = { isReached: isReached(label), isStep: isStep(label), isStoodAt: stood.has(label.key) };
    if (seen.isReached && seen.isStep && !asked.has(label.key)) return [];
    return isOrder(label) ? neverThere(label, asked) : judged(label, seen, asked);
  });
}

/** A barrier, an operation of barriers, or one of them under a condition: it orders what is around it, and is no step. */
function isOrderOnly(facts: Facts, statement: Statement): boolean {
  if (statement.kind === 'atomic') return isBarrier(statement);
  if (statement.kind === 'label') return true;
  if (statement.kind === 'if') return blocksOf(statement).every(({ statements }) => statements.every((each) => isOrderOnly(facts, each)));
  const called = statement.kind === 'call_statement' ? calledExpression(statement) : null;
  const call = called === null ? null : effectIn(facts.model, called);
  const meaning = call === null ? null : effectOf(facts.model, call);
  if (meaning?.kind !== 'operation') return false;
  const { statements } = meaning.declaration.body;
  return statements.length > 0 && statements.every((each) => isOrderOnly(facts, each));
}

interface Seen {
  readonly isReached: boolean;
  readonly isStep: boolean;
  readonly isStoodAt: boolean;
}

function judged(label: LabelFacts, { isReached, isStep, isStoodAt }: Seen, asked: Asked): Diagnostic[] {
  const { covered, inStep } = label;
  const { name } = label.label;
  const found: Diagnostic[] = [];
  if (inStep && isReached && !isStoodAt && isAsked(label, asked)) found.push(...neverThere(label, asked));
  if (!isReached && covered.length > 0)
    found.push(
      violation(unreachableLabel, name.span, `Control never reaches \`${name.text}\`.`, 'Remove it, or let a check use a setting in which it is reached.'),
    );
  else if (!inStep && !isStep) found.push(violation(emptyLabel, name.span, `\`${name.text}\` covers no step.`, 'Write `skip` after it, or remove it.'));
  return found;
}

/** Properties ask for actors where none ever stands. */
function neverThere({ key, label: { name } }: LabelFacts, asked: Asked): Diagnostic[] {
  const message = `Nobody is ever at \`${name.text}\`: what it covers joins the step before it.`;
  return (asked.get(key) ?? []).map((span) => violation(neverAt, span, message, 'Name the step after it, or write `skip` there.'));
}

/** Where properties ask for actors at the label, which names an assertion. */
function isAsked({ mayBeAsked, key }: LabelFacts, asked: Asked): boolean {
  return mayBeAsked && asked.has(key);
}

/** Follows control under a setting through the actors that are wanted, and through the actions; the mistakes that it shows. */
function followed({ model }: Facts, setting: Setting, walks: ReadonlyMap<Text, Walks>, isWanted: (actor: ActorDeclaration) => boolean): readonly Diagnostic[] {
  const mistakes: Diagnostic[] = [];
  let built: World | null = null;
  const key = JSON.stringify(setting.given);
  const world = (): World => (built ??= buildWorld(model, setting.given));
  const isThere = ({ count }: ActorDeclaration): boolean => count === null || (setting.constants.number(count) ?? 0) > 0;
  for (const actor of model.actors) {
    const own = walks.get(actor);
    if (isWanted(actor) && isThere(actor)) own?.anew(key, setting, world, mistakes, (noted, said) => own.add(actorFlow(noted, actor, said)));
  }
  for (const action of model.actions) walks.get(action)?.anew(key, setting, world, mistakes, (noted, said) => void actionFlow(noted, action, said));
  return mistakes;
}

type Text = ActorDeclaration | ActionDeclaration;

/**
 * What was followed of one text under the settings so far. Control looks at a setting only through the values of expressions (numbers in types decide
 * nothing), so where those that one walk has asked for are the same again, another walk takes the same paths. Where a walk shows mistakes, it is taken again.
 */
class Walks {
  /** Settings that are told by the walks before: a text is walked anew with every change of what it names. */
  readonly #told = new Set<string>();
  readonly #answers: ReadonlyMap<Expression, Answer>[] = [];
  readonly #reached = new Set<Node>();
  readonly #steps = new Set<Node>();
  readonly #withReached = new Map<readonly Node[], boolean>();
  readonly #withStep = new Map<readonly Node[], boolean>();
  #isWrong = false;

  get isEmpty(): boolean {
    return this.#answers.length === 0;
  }

  hasReached(nodes: readonly Node[]): boolean {
    return this.#some(this.#withReached, nodes, this.#reached);
  }

  hasStep(nodes: readonly Node[]): boolean {
    return this.#some(this.#withStep, nodes, this.#steps);
  }

  #some(known: Map<readonly Node[], boolean>, nodes: readonly Node[], among: ReadonlySet<Node>): boolean {
    const before = known.get(nodes);
    if (before !== undefined) return before;
    const found = nodes.some((node) => among.has(node));
    known.set(nodes, found);
    return found;
  }

  add(flow: ActorFlow): void {
    this.#withReached.clear();
    this.#withStep.clear();
    collect(flow, this.#reached, this.#steps);
  }

  /** Calls `walk` under a setting, of which `key` tells what it gives, with a world that notes what it is asked for, unless a walk of the text had the same answers before. */
  anew(key: string, { constants }: Setting, world: () => World, mistakes: Diagnostic[], walk: (noted: World, mistakes: Diagnostic[]) => void): void {
    if (!this.#isWrong && this.#told.has(key)) return;
    this.#told.add(key);
    if (!this.#isWrong && this.#answers.some((answers) => [...answers].every(([expression, answer]) => constants.scalar(expression) === answer))) return;
    const answers = new Map<Expression, Answer>();
    this.#answers.push(answers);
    const said: Diagnostic[] = [];
    walk(
      {
        ...world(),
        constant: (expression) => {
          const answer = world().constant(expression);
          answers.set(expression, answer);
          return answer;
        },
      },
      said,
    );
    this.#isWrong ||= said.length > 0;
    mistakes.push(...said);
  }
}

type Answer = ReturnType<World['constant']>;

/** The actors with a label among these at which control may come to something, as far as the constant conditions of the text say. */
function actorsToFollow(labels: readonly LabelFacts[], { constants }: Setting): ReadonlySet<ActorDeclaration> {
  const values = new Map<Expression, boolean | null>();
  const known = (condition: Expression): boolean | null => {
    const before = values.get(condition);
    if (before !== undefined) return before;
    const value = constants.scalar(condition);
    const truth = typeof value === 'boolean' ? value : null;
    values.set(condition, truth);
    return truth;
  };
  const isSomething = (statement: Statement): boolean => {
    if (statement.kind === 'label') return false;
    if (statement.kind !== 'if') return true;
    const truth = known(statement.condition);
    if (truth === null) return true;
    const { consequent, alternative } = statement;
    if (truth) return consequent.statements.some(isSomething);
    return alternative !== null && (alternative.kind === 'if' ? isSomething(alternative) : alternative.statements.some(isSomething));
  };
  const found = new Set<ActorDeclaration>();
  for (const { actor, guards, top } of labels) {
    if (!found.has(actor) && guards.every(({ condition, holds }) => known(condition) !== !holds) && top.some(isSomething)) found.add(actor);
  }
  return found;
}

interface Guard {
  readonly condition: Expression;
  readonly holds: boolean;
}

interface LabelFacts {
  readonly actor: ActorDeclaration;
  readonly label: LabelStatement;
  /** The conditions of the `if`s that it stands in, which jumps do not enter: one that is constant and otherwise keeps control away. */
  readonly guards: readonly Guard[];
  /** The statements under the label. */
  readonly top: readonly Statement[];
  /** These, and all inside them. */
  readonly covered: readonly Node[];
  /** True for a label inside `atomic`, which names a part of a step, and for one that names an assertion. */
  readonly inStep: boolean;
  /** It names an assertion, where properties may ask for actors. */
  readonly mayBeAsked: boolean;
  /** The actor and the label: the same for labels of one name. */
  readonly key: string;
}

/** The labels in the texts of actors that exist in some setting. Operations are not judged: other specs call them too. */
function labelsOf({ model, settings, memory }: Facts): LabelFacts[] {
  const isSomewhere = ({ count }: ActorDeclaration): boolean => count === null || settings.some(({ constants }) => (constants.number(count) ?? 0) > 0);
  return model.actors.flatMap((actor) => (isSomewhere(actor) ? memory.text(actor, 'labels', () => labelsIn(actor)) : []));
}

function labelsIn(actor: ActorDeclaration): LabelFacts[] {
  const found: LabelFacts[] = [];
  const visit = (statements: readonly Statement[], inStep: boolean, guards: readonly Guard[]): void => {
    statements.forEach((statement, index) => {
      if (statement.kind === 'label') {
        const top = statements.slice(index + 1, endOfLabel(statements, index));
        const covered: Node[] = [];
        for (const each of top) walk(each, (node) => void covered.push(node));
        // A label may also be there to name an assertion, which need not be a step.
        const names = inStep || covered.some((node) => node.kind === 'assert');
        const key = `${actor.name.text}.${statement.name.text}`;
        found.push({ actor, label: statement, guards, top, covered, inStep: names, mayBeAsked: names && !inStep, key });
      }
      if (statement.kind === 'if') visitIf(statement, inStep, guards);
      else for (const block of blocksOf(statement)) visit(block.statements, inStep || statement.kind === 'atomic', guards);
    });
  };
  const visitIf = ({ condition, consequent, alternative }: IfStatement, inStep: boolean, outer: readonly Guard[]): void => {
    visit(consequent.statements, inStep, [...outer, { condition, holds: true }]);
    if (alternative !== null) visit(alternative.kind === 'if' ? [alternative] : alternative.statements, inStep, [...outer, { condition, holds: false }]);
  };
  visit(actor.body.statements, false, []);
  return found;
}

/** Where properties say `at` of a label, by actor and label; of one that another label of the same name may be meant by, too. */
type Asked = ReadonlyMap<string, readonly Span[]>;

function placesAsked({ model, tables, memory }: Facts): Asked {
  const found = new Map<string, Span[]>();
  for (const [item, name, root] of formulasOf(model)) {
    for (const { key, span } of memory.value(item, `places of ${name}`, () => placesIn(tables, root))) {
      const known = found.get(key);
      if (known === undefined) found.set(key, [span]);
      else known.push(span);
    }
  }
  return found;
}

function placesIn(tables: Facts['tables'], root: Expression): readonly { readonly key: string; readonly span: Span }[] {
  const found: { readonly key: string; readonly span: Span }[] = [];
  walk(root, (node) => {
    if (node.kind !== 'at') return;
    const type = tables.types.get(node.actor);
    if (type?.kind !== 'actor' || type.declaration === null) return;
    for (const { low, high, span } of node.places) {
      if (high === null) found.push({ key: `${type.declaration.name.text}.${low.parts.at(-1)?.text ?? ''}`, span });
    }
  });
  return found;
}

function collect(actor: ActorFlow, reached: Set<Node>, steps: Set<Node>): void {
  const mark = (statement: Node | null, frame: Frame, isStep: boolean): void => {
    if (statement !== null) reached.add(statement);
    if (statement !== null && isStep) steps.add(statement);
    for (let at: Frame | null = frame; at !== null; at = at.parent) {
      if (at.call === null) continue;
      reached.add(at.call.statement);
      if (isStep) steps.add(at.call.statement);
    }
  };
  const pending: Tree[] = [actor.initial];
  for (const location of actor.locations) mark(location.statement, location.frame, true);
  for (const step of actor.steps) {
    mark(step.statement, step.frame, true);
    pending.push(step.tree);
  }
  const seen = new Set<Tree>();
  const visitItems = (items: readonly FlowItem[]): void => {
    for (const item of items) {
      mark(item.statement, item.frame, false);
      if (item.kind === 'for') visitItems(item.body);
      if (item.kind !== 'if') continue;
      visitItems(item.then);
      visitItems(item.else);
    }
  };
  for (let tree = pending.pop(); tree !== undefined; tree = pending.pop()) {
    if (seen.has(tree)) continue;
    seen.add(tree);
    visitItems(tree.items);
    const { end } = tree;
    if ('statement' in end) mark(end.statement, end.frame, false);
    pending.push(...treesAfter(end));
  }
}

/** One setting for each combination in which the constant conditions, counts and arguments of the text come out. */
function differentViews(facts: Facts): readonly Setting[] {
  const { model, memory, settings } = facts;
  if (settings.length === 1) return settings;
  const texts = itemsOf(model).filter(({ kind }) => kind !== 'check');
  const expressions = new Set(texts.flatMap((item) => memory.value(item, 'deciding', () => decidingIn(facts, item))));
  const views = new Map<string, Setting>();
  for (const setting of settings) {
    const key = [...expressions].map((expression) => {
      const value = setting.constants.scalar(expression);
      return isScalar(value) ? String(value) : '?';
    });
    const text = key.join(' ');
    if (!views.has(text)) views.set(text, setting);
  }
  return [...views.values()];
}

const branching = kindSet('if', 'while');
const counted = kindSet('repeat', 'actor');

function decidingIn(facts: Facts, item: Item): readonly Expression[] {
  const nodes = nodesIn(item);
  const deciding = [
    ...nodes.ofAll(branching).map(({ condition }) => condition),
    ...nodes.of('atomic').map(({ when }) => when),
    ...nodes.ofAll(counted).map(({ count }) => count),
    ...nodes.of('argument').map(({ value }) => value),
  ];
  return deciding.filter((expression) => expression !== null).filter((expression) => isStatic(expression, facts.model));
}
