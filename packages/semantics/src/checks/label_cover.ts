import type { Diagnostic } from '@mmspec/source';
import { blocksOf, walk } from '@mmspec/syntax';
import type { ActorDeclaration, Expression, LabelStatement, Node, Statement, StepPath } from '@mmspec/syntax';
import { formulasOf, type Facts, type Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { pathTexts } from '../step_paths.ts';

/** A label that properties name covers one place, or says that it covers more. */
const coversMore: Rule = rule({
  code: 'MM0341',
  severity: 'warning',
  title: 'a label that covers later labelled steps',
  why: 'A label names all steps up to the next label of its block, those in inner blocks too, whatever labels these have.',
  text: 'What a property or scenario says of the label is said of all of them. Where one step is meant, give the statement after it a label of its own. Where all are meant, put the label on the block, or name the others too.',
  example:
    'module m\nvariant more: bool = true\nshared n: 0..3 = 0\nactor a { read: let x = n  if more { store: n = 1 }  last: n = x }\ninvariant p: step is a.read implies n == 0\ncheck c { }\ncheck d { more = false }\n',
  fix: 'module m\nvariant more: bool = true\nshared n: 0..3 = 0\nactor a { read: let x = n  then: if more { store: n = 1 }  last: n = x }\ninvariant p: step is a.read implies n == 0\ncheck c { }\ncheck d { more = false }\n',
});

export const lint: Lint = { rules: [coversMore], check: checkCover, needsNoErrors: true };

function checkCover(facts: Facts): Diagnostic[] {
  const { model, memory } = facts;
  const covers = model.actors.flatMap((actor) => memory.text(actor, 'covers', () => coversIn(actor)));
  if (covers.length === 0) return [];
  const named = namesOf(facts);
  return covers.flatMap(({ label, inner }) => (named.has(label.name.text) ? [coversBoth(label, inner)] : []));
}

interface Cover {
  readonly label: LabelStatement;
  readonly inner: LabelStatement;
}

/** The labels that cover another step. */
function coversIn({ body }: ActorDeclaration): readonly Cover[] {
  const found: Cover[] = [];
  // At the end of an inner block what follows a label is seldom meant to be apart from it.
  const visit = (statements: readonly Statement[], isTop: boolean): void => {
    statements.forEach((statement, place) => {
      if (statement.kind === 'label') {
        const goesOn = isTop || statements.slice(place + 1).some(({ kind }) => kind === 'label');
        const inner = goesOn ? laterLabel(statements, place + 1) : null;
        if (inner !== null) found.push({ label: statement, inner });
      }
      if (statement.kind !== 'atomic') for (const block of blocksOf(statement)) visit(block.statements, false);
    });
  };
  visit(body.statements, true);
  return found;
}

function coversBoth({ name }: LabelStatement, inner: LabelStatement): Diagnostic {
  return violation(
    coversMore,
    name.span,
    `\`${name.text}\` covers the step \`${inner.name.text}\` too, which stands in a later block.`,
    `Give the statement in front of \`${inner.name.text}\` a label of its own, or name \`${name.text}\` where all of its steps are meant.`,
    { related: [{ span: inner.name.span, message: `this step is \`${name.text}.${inner.name.text}\`` }] },
  );
}

/** A label in a block behind the first statement that a label covers, where that one is simple. */
function laterLabel(statements: readonly Statement[], first: number): LabelStatement | null {
  const own = statements[first];
  if (own === undefined || own.kind === 'label' || blocksOf(own).length > 0) return null;
  for (let place = first + 1; place < statements.length; place++) {
    const statement = statements[place];
    if (statement === undefined || statement.kind === 'label') return null;
    const found = statement.kind === 'atomic' ? null : labelIn(statement);
    if (found !== null) return found;
  }
  return null;
}

function labelIn(statement: Statement): LabelStatement | null {
  let found: LabelStatement | null = null;
  for (const block of blocksOf(statement)) {
    walk(block, (node: Node) => {
      if (node.kind === 'label') found ??= node;
      return found === null && node.kind !== 'atomic';
    });
  }
  return found;
}

/** Labels by which properties, fairness and scenarios mean single steps: the last parts of their paths. */
function namesOf({ model, memory }: Facts): ReadonlySet<string> {
  const { scenarios } = model;
  const found = new Set<string>();
  const add = (path: StepPath | null): void => {
    const last = path === null ? undefined : pathTexts(path).at(-1);
    if (last !== undefined) found.add(last);
  };
  for (const [item, name, root] of formulasOf(model)) for (const path of memory.text(item, `steps of ${name}`, () => stepsIn(root))) add(path);
  for (const { path, waits } of scenarios.flatMap(({ steps }) => steps)) if (waits === null) add(path);
  return found;
}

function stepsIn(root: Expression): readonly StepPath[] {
  const found: StepPath[] = [];
  walk(root, (node) => {
    if (node.kind === 'step_is') found.push(node.path);
  });
  return found;
}
