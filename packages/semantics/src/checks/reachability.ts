import type { Diagnostic, Span } from '@mmspec/source';
import { blocksOf, walk } from '@mmspec/syntax';
import type { ActionDeclaration, ActorDeclaration, Expression, IfStatement, LabelStatement, Node, Statement } from '@mmspec/syntax';
import { buildWorld } from '../world/build_world.ts';
import type { Facts, Setting, Lint } from '../facts.ts';
import { actionFlow, actorFlow, actorsIn, treesAfter, type ActorFlow, type FlowItem, type Frame, type Tree } from '../flow/index.ts';
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
  const labels = labelsOf(facts);
  const reached = new Set<Node>();
  const steps = new Set<Node>();
  const diagnostics: Diagnostic[] = [];
  const settings = differentViews(facts);
  const walked = new Walked();
  const isStep = ({ covered }: LabelFacts): boolean => covered.some((node) => steps.has(node));
  const stoodAt = (): ReadonlySet<string> => new Set(labels.filter(isStep).map(({ key }) => key));
  const askedFor = new Set(labels.filter(({ asked }) => asked.length > 0).map(({ key }) => key));
  for (const [index, setting] of settings.entries()) {
    const stood = stoodAt();
    const unseen = labels.filter((label) => {
      const isEnough = label.inStep ? !askedFor.has(label.key) || stood.has(label.key) : isStep(label);
      return !isEnough || !label.covered.some((node) => reached.has(node));
    });
    if (index >= viewsMax && unseen.length > 0) return diagnostics;
    if (index >= viewsMax || (index > 0 && unseen.length === 0 && facts.areCompiled)) break;
    const sought = facts.areCompiled ? actorsToFollow(unseen, setting) : new Set(facts.model.actors);
    const mistakes: Diagnostic[] = [];
    const world = buildWorld(facts.model, setting.given);
    for (const actor of actorsIn(world)) {
      if (sought.has(actor) || !walked.has(actor)) walked.anew(actor, world, (noted) => collect(actorFlow(noted, actor, mistakes), reached, steps));
    }
    for (const action of facts.model.actions) walked.anew(action, world, (noted) => void actionFlow(noted, action, mistakes));
    for (const diagnostic of mistakes) {
      if (!diagnostics.some(({ span }) => span.start === diagnostic.span.start && span.file === diagnostic.span.file)) diagnostics.push(diagnostic);
    }
  }
  if (diagnostics.length > 0) return diagnostics;
  const stood = stoodAt();
  for (const { label, covered, inStep, asked, key } of labels) {
    const { name } = label;
    if (inStep && covered.some((node) => reached.has(node)) && !stood.has(key)) {
      const message = `Nobody is ever at \`${name.text}\`: what it covers joins the step before it.`;
      for (const span of asked) diagnostics.push(violation(neverAt, span, message, 'Name the step after it, or write `skip` there.'));
    }
    if (!covered.some((node) => reached.has(node)) && covered.length > 0) {
      diagnostics.push(
        violation(unreachableLabel, name.span, `Control never reaches \`${name.text}\`.`, 'Remove it, or let a check use a setting in which it is reached.'),
      );
    } else if (!inStep && !covered.some((node) => steps.has(node))) {
      diagnostics.push(violation(emptyLabel, name.span, `\`${name.text}\` covers no step.`, 'Write `skip` after it, or remove it.'));
    }
  }
  return diagnostics;
}

/**
 * What was followed under earlier settings. Control looks at a setting only through the values of expressions (numbers in types decide nothing),
 * so where those that one walk has asked for are the same again, another walk takes the same paths.
 */
class Walked {
  readonly #answers = new Map<ActorDeclaration | ActionDeclaration, ReadonlyMap<Expression, Answer>[]>();

  has(text: ActorDeclaration | ActionDeclaration): boolean {
    return this.#answers.has(text);
  }

  /** Calls `walk` with a world that notes what it is asked for, unless a walk of the text had the same answers before. */
  anew(text: ActorDeclaration | ActionDeclaration, world: World, walk: (noted: World) => void): void {
    const before = this.#answers.get(text) ?? [];
    this.#answers.set(text, before);
    if (before.some((answers) => [...answers].every(([expression, answer]) => world.constant(expression) === answer))) return;
    const answers = new Map<Expression, Answer>();
    before.push(answers);
    walk({
      ...world,
      constant: (expression) => {
        const answer = world.constant(expression);
        answers.set(expression, answer);
        return answer;
      },
    });
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
  /** Where properties ask for actors at the label, which names an assertion. */
  readonly asked: readonly Span[];
  /** The actor and the label: the same for labels of one name. */
  readonly key: string;
}

/** The labels in the texts of actors that exist in some setting. Operations are not judged: other specs call them too. */
function labelsOf({ model, settings, tables }: Facts): LabelFacts[] {
  const found: LabelFacts[] = [];
  const asked = placesAsked(model, tables);
  const visit = (statements: readonly Statement[], inStep: boolean, actor: ActorDeclaration, guards: readonly Guard[]): void => {
    statements.forEach((statement, index) => {
      if (statement.kind === 'label') {
        const end = statements.findIndex(({ kind }, at) => at > index && kind === 'label');
        const top = statements.slice(index + 1, end === -1 ? undefined : end);
        const covered: Node[] = [];
        for (const each of top) walk(each, (node) => void covered.push(node));
        // A label may also be there to name an assertion, which need not be a step.
        const names = inStep || covered.some((node) => node.kind === 'assert');
        const key = `${actor.name.text}.${statement.name.text}`;
        found.push({ actor, label: statement, guards, top, covered, inStep: names, asked: inStep || !names ? [] : (asked.get(key) ?? []), key });
      }
      if (statement.kind === 'if') visitIf(statement, inStep, actor, guards);
      else for (const block of blocksOf(statement)) visit(block.statements, inStep || statement.kind === 'atomic', actor, guards);
    });
  };
  const visitIf = ({ condition, consequent, alternative }: IfStatement, inStep: boolean, actor: ActorDeclaration, outer: readonly Guard[]): void => {
    visit(consequent.statements, inStep, actor, [...outer, { condition, holds: true }]);
    if (alternative !== null) visit(alternative.kind === 'if' ? [alternative] : alternative.statements, inStep, actor, [...outer, { condition, holds: false }]);
  };
  for (const actor of model.actors) {
    const { count } = actor;
    if (count === null || settings.some(({ constants }) => (constants.number(count) ?? 0) > 0)) visit(actor.body.statements, false, actor, []);
  }
  return found;
}

/** Where properties say `at` of a label, by actor and label; of one that another label of the same name may be meant by, too. */
function placesAsked(model: Facts['model'], tables: Facts['tables']): ReadonlyMap<string, readonly Span[]> {
  const found = new Map<string, Span[]>();
  for (const root of [...model.properties.map(({ declaration }) => declaration.body), ...model.defines.map(({ body }) => body)]) {
    walk(root, (node) => {
      if (node.kind !== 'at') return;
      const type = tables.types.get(node.actor);
      if (type?.kind !== 'actor' || type.declaration === null) return;
      for (const { low, high, span } of node.places) {
        if (high !== null) continue;
        const key = `${type.declaration.name.text}.${low.parts.at(-1)?.text ?? ''}`;
        found.set(key, [...(found.get(key) ?? []), span]);
      }
    });
  }
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
function differentViews(facts: Facts): Setting[] {
  const { model } = facts;
  const deciding = new Map<string, Node>();
  const add = (node: Node | null): void => {
    if (node !== null) deciding.set(`${node.span.file}:${node.span.start}:${node.span.end}`, node);
  };
  const { outsideChecks: texts } = facts.nodes;
  for (const { condition } of texts.of('if', 'while')) add(condition);
  for (const { when } of texts.of('atomic')) add(when);
  for (const { count } of texts.of('repeat', 'actor')) add(count);
  for (const { value } of texts.of('argument')) add(value);
  const expressions = [...deciding.values()].filter((node) => isStatic(node as never, model)) as Parameters<Setting['constants']['scalar']>[0][];
  const views = new Map<string, Setting>();
  for (const setting of facts.settings) {
    const key = expressions.map((expression) => {
      const value = setting.constants.scalar(expression);
      return isScalar(value) ? String(value) : '?';
    });
    const text = key.join(' ');
    if (!views.has(text)) views.set(text, setting);
  }
  return [...views.values()];
}
