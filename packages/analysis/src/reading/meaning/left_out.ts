import type { Model } from '@mmspec/semantics';
import { mayBeStep, walk } from '@mmspec/syntax';
import type { Block, Node, Statement } from '@mmspec/syntax';
import type { DeedKind, Settings } from '@mmspec/system';
import type { StepFacts } from './facts.ts';
import { bodiesOf, factsAlone, factsOfStep, formOfActor, isOfLibrary, scopeOf } from './static_facts.ts';
import type { TextScope } from '../../drawing/expression_text.ts';

/*
 * What a design does with other settings only: a drawing of the bug shows it, and the fixed variant leaves it out.
 */

/** By the name of an actor: the steps in those branches that an `if` over the settings does not take. */
export function factsLeftOut(model: Model, settings: Settings): ReadonlyMap<string, readonly StepFacts[]> {
  const scope = scopeOf(model, settings);
  return new Map(
    model.actors.map((actor): [string, readonly StepFacts[]] => {
      const own = [...bodiesOf(actor.body, model, formOfActor(actor, model))].filter((body) => !isOfLibrary(model, body.span.file));
      return [actor.name.text, own.flatMap((body) => branchesLeftOut(body, scope)).flatMap((branch) => stepsIn(branch, model, scope))];
    }),
  );
}

function branchesLeftOut(root: Node, scope: TextScope): Node[] {
  const found: Node[] = [];
  walk(root, (node) => {
    const known = node.kind === 'if' ? scope.constants.scalar(node.condition) : undefined;
    if (node.kind !== 'if' || typeof known !== 'boolean') return true;
    const [taken, other] = known ? [node.consequent, node.alternative] : [node.alternative, node.consequent];
    if (other !== null) found.push(other);
    if (taken !== null) found.push(...branchesLeftOut(taken, scope));
    return false;
  });
  return found;
}

/** Statements that nobody would mean by a word such as `return`. */
const telling: ReadonlySet<DeedKind> = new Set(['assign', 'call', 'await', 'choose', 'assert', 'condition']);

function stepsIn(branch: Node, model: Model, scope: TextScope): StepFacts[] {
  const found: StepFacts[] = [];
  walk(branch, (node) => {
    if (node.kind === 'block') for (const [statement, label] of labelled(node)) found.push(stepOf(statement, label, model, scope));
    return node.kind !== 'atomic';
  });
  return found;
}

/** The statements of a block that may be steps, with the label in front. */
function labelled({ statements }: Block): [Statement, string | null][] {
  return statements.flatMap((statement, at): [Statement, string | null][] => {
    const before = statements[at - 1];
    return mayBeStep(statement) ? [[statement, before?.kind === 'label' ? before.name.text : null]] : [];
  });
}

function stepOf(statement: Statement, label: string | null, model: Model, scope: TextScope): StepFacts {
  const facts = factsOfStep(statement, model, scope).filter(({ kind }) => telling.has(kind));
  return factsAlone(facts, label === null ? [] : [label]);
}
