import { calledExpression, isBarrier, statementsUnder } from '@mmspec/syntax';
import type { ActionDeclaration, ActorDeclaration, Expression, Name, OperationDeclaration, Statement } from '@mmspec/syntax';
import { effectIn, effectOf } from './effects.ts';
import type { Facts } from './facts.ts';

/** What is looked for under a path: any statement, one that is not inside a step, or an assertion. */
export type PathGoal = 'step' | 'location' | 'assertion';

/** The texts of the parts of a path. */
export function pathTexts(path: { readonly parts: readonly Name[] }): string[] {
  return path.parts.map((part) => part.text);
}

/**
 * The actors and actions in which the path exists: its parts are labels and operations from the outside in, perhaps
 * with others between them. A leading name of an actor or action restricts the search to it.
 */
export function findPath(facts: Facts, parts: readonly string[], goal: PathGoal): (ActorDeclaration | ActionDeclaration)[] {
  const { model } = facts;
  const [first = '', ...rest] = parts;
  const texts = [...model.actors, ...model.actions];
  const named = texts.filter(({ name }) => name.text === first);
  if (named.length > 0 && goal === 'assertion') return named.filter((text) => reaches(facts, text, rest, goal));
  const restricted = named.filter((text) => (rest.length === 0 ? goal === 'step' : reaches(facts, text, rest, goal)));
  return restricted.length > 0 ? restricted : texts.filter((text) => reaches(facts, text, parts, goal));
}

/** What a text reaches follows from it and from the operations that it calls. */
function reaches(facts: Facts, text: ActorDeclaration | ActionDeclaration, parts: readonly string[], goal: PathGoal): boolean {
  return facts.memory.value(text, `reaches ${goal} ${parts.join('.')}`, () => follows(facts, text, parts, goal));
}

function follows(facts: Facts, text: ActorDeclaration | ActionDeclaration, parts: readonly string[], goal: PathGoal): boolean {
  const seen = new Map<OperationDeclaration, Set<string>>();
  let found = false;

  /** `matched` parts are behind us; looks for the others in the statements and below. */
  const visitAll = (statements: readonly Statement[], outer: number, atomic: boolean): void => {
    let matched = outer;
    for (const statement of statements) {
      if (found) return;
      if (statement.kind === 'label') matched = parts[outer] === statement.name.text ? outer + 1 : outer;
      else visit(statement, matched, atomic);
    }
  };
  const visit = (statement: Statement, matched: number, atomic: boolean): void => {
    const isGoal = goal === 'assertion' ? statement.kind === 'assert' : goal === 'step' || !atomic;
    if (matched === parts.length && isGoal) {
      found = true;
      return;
    }
    const called = calledExpression(statement);
    if (called !== null) visitCall(called, matched, atomic);
    const inside = atomic || (statement.kind === 'atomic' && statement.when === null && !isBarrier(statement));
    for (const below of statementsUnder(statement)) visitAll(below, matched, inside);
  };
  const visitCall = (expression: Expression, matched: number, atomic: boolean): void => {
    const call = effectIn(facts.model, expression);
    const meaning = call === null ? null : effectOf(facts.model, call);
    if (meaning?.kind !== 'operation') return;
    enter(meaning.declaration, matched, atomic);
    const placed = text.kind === 'actor' && text.cpu !== null && !atomic ? facts.model.placedForms.get(meaning.declaration) : undefined;
    if (placed !== undefined) enter(placed, matched, atomic);
  };
  const enter = (declaration: OperationDeclaration, matched: number, atomic: boolean): void => {
    const inside = parts[matched] === declaration.name.text ? matched + 1 : matched;
    if (inside === parts.length && goal !== 'assertion' && (goal === 'step' || !atomic)) {
      found = true;
      return;
    }
    const state = `${inside} ${atomic || declaration.atomic}`;
    const states = seen.get(declaration) ?? new Set();
    if (states.has(state)) return;
    seen.set(declaration, states.add(state));
    visitAll(declaration.body.statements, inside, atomic || declaration.atomic);
  };

  const atomic = text.kind === 'action';
  visitAll(text.body.statements, 0, atomic);
  return found;
}

/** The labels and operations that paths may name, for suggestions. */
export function pathNames(facts: Facts): string[] {
  const names = new Set<string>();
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'label') names.add(statement.name.text);
      if (statement.kind === 'if') {
        visit(statement.consequent.statements);
        if (statement.alternative !== null) visit(statement.alternative.kind === 'if' ? [statement.alternative] : statement.alternative.statements);
      } else if (statement.kind === 'either') for (const branch of statement.branches) visit(branch.statements);
      else if ('body' in statement) visit(statement.body.statements);
    }
  };
  for (const actor of facts.model.actors) {
    names.add(actor.name.text);
    visit(actor.body.statements);
    for (const operation of actor.operations) names.add(operation.name.text);
  }
  for (const operation of facts.model.operations) names.add(operation.name.text);
  return [...names];
}
