import type { Diagnostic } from '@mmspec/source';
import { blocksOf, walk } from '@mmspec/syntax';
import type { Expression, Node, Statement } from '@mmspec/syntax';
import { effectIn } from '../effects.ts';
import { ofEachBody, type Facts, type Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';
import type { Tables } from '../typing/context.ts';
import { isGhost } from './several_locations.ts';

/** Real code does not depend on ghosts. */
const ghostRead: Rule = rule({
  code: 'MM0313',
  title: 'ghost read by real code',
  why: 'Erasing all ghosts must not change what the system does, so only properties and assignments to ghosts may read them.',
  text: 'A ghost remembers what a property needs to know. What the system itself needs is a `shared` variable or a local.',
  example: 'module m\nghost seen: bool = false\nshared n: 0..3 = 0\nactor a { set: n = 1  seen = true  if seen { again: n = 2 } }\n',
  fix: 'module m\nghost seen: bool = false\nshared n: 0..3 = 0\nactor a { set: n = 1  seen = true  again: n = 2 }\ninvariant p: n == 2 implies seen\n',
});

/** Ghost code takes no step and never waits. */
const ghostBlocks: Rule = rule({
  code: 'MM0314',
  title: 'ghost code that takes a step',
  why: 'Ghost code joins the step before it: it neither calls operations nor chooses.',
  text: 'An assignment to a ghost may read all state. It may not call an operation, take a reference, or be the target of `choose`.',
  example: 'module m\nghost g: 0..3 = 0\nshared n: 0..3 = 0\nactor a { set: n = 1  pick: choose g in 0..3 }\ninvariant p: g <= 3\n',
  fix: 'module m\nghost g: 0..3 = 0\nshared n: 0..3 = 0\nactor a { set: n = 1  g = n }\ninvariant p: g <= 3\n',
});

export const lint: Lint = { rules: [ghostRead, ghostBlocks], check: checkGhosts };

function checkGhosts(facts: Facts): Diagnostic[] {
  const inTexts = ofEachBody(facts, 'ghosts', (body, found) => {
    const { real, visit } = judge(found);
    if (body.action !== null) real(facts.tables, body.action.guard);
    for (const statement of body.block.statements) visit(facts, statement);
  });
  // With the types of the calls: a field of a parameter may be a ghost of the object that is passed.
  const inCalls: Diagnostic[] = [];
  const { visit } = judge(inCalls);
  for (const { operation, tables } of facts.instances) {
    const here: Facts = { ...facts, tables, model: { ...facts.model, meanings: tables.meanings } };
    for (const statement of operation.body.statements) visit(here, statement);
  }
  return [...inTexts, ...inCalls];
}

interface Judge {
  readonly real: (tables: Tables, node: Node | null) => void;
  readonly visit: (here: Facts, statement: Statement) => void;
}

function judge(diagnostics: Diagnostic[]): Judge {
  const seen = new Set<number>();
  const real = (tables: Tables, node: Node | null): void => {
    if (node === null) return;
    const found = ghostIn(tables, node);
    if (found === null || seen.has(found.span.start)) return;
    seen.add(found.span.start);
    diagnostics.push(violation(ghostRead, found.span, 'Real code reads a ghost.', 'Make it `shared`, or move the test into a property.'));
  };
  const visit = (here: Facts, statement: Statement): void => {
    const { tables } = here;
    switch (statement.kind) {
      case 'local':
        if (statement.storage !== 'ghost') real(tables, statement.initial);
        else if (effectIn(here.model, statement.initial) !== null) blocks(statement.initial);
        return;
      case 'assign':
        if (!isGhost(here, statement.target)) {
          real(tables, statement.target);
          real(tables, statement.value);
        } else if (effectIn(here.model, statement.value) !== null) blocks(statement.value);
        return;
      case 'choose':
        if (isGhost(here, statement.target)) blocks(statement.target);
        else real(tables, statement.target);
        real(tables, statement.domain);
        real(tables, statement.condition);
        return;
      case 'if':
        if (!isGhostOnly(here, statement)) real(tables, statement.condition);
        if (statement.alternative?.kind === 'if') visit(here, statement.alternative);
        break;
      case 'while':
      case 'await':
      case 'assert':
        real(tables, statement.condition);
        break;
      case 'call_statement':
        real(tables, statement.call);
        return;
      case 'return':
        real(tables, statement.value);
        return;
      case 'repeat':
        real(tables, statement.count);
        break;
      case 'for':
        if (!isGhostOnly(here, statement)) {
          real(tables, statement.binder.domain);
          real(tables, statement.condition);
        }
        break;
      case 'atomic':
      case 'break':
      case 'continue':
      case 'either':
      case 'error_statement':
      case 'goto':
      case 'label':
      case 'skip':
        break;
    }
    for (const block of statement.kind === 'if' && statement.alternative?.kind === 'if' ? [statement.consequent] : blocksOf(statement)) {
      for (const inside of block.statements) visit(here, inside);
    }
  };
  const blocks = (expression: Expression): void => {
    diagnostics.push(violation(ghostBlocks, expression.span, 'Ghost code cannot take a step.', 'Do it in a real step, and let the ghost copy the result.'));
  };
  return { real, visit };
}

/** The first ghost that an expression reads, through defines too. */
function ghostIn(tables: Tables, node: Node): Node | null {
  let found: Node | null = null;
  walk(node, (inside) => {
    if (found !== null) return false;
    if (inside.kind === 'name_expression') {
      const meaning = tables.meanings.get(inside.name);
      if ((meaning?.kind === 'variable' || meaning?.kind === 'own_field') && meaning.declaration.storage === 'ghost') found = inside;
      if (meaning?.kind === 'local' && meaning.declaration.kind === 'local' && meaning.declaration.storage === 'ghost') found = inside;
      if (meaning?.kind === 'define' && ghostIn(tables, meaning.declaration.body) !== null) found = inside;
    }
    if (inside.kind === 'call') {
      const meaning = tables.meanings.get(inside.callee);
      if (meaning?.kind === 'define' && ghostIn(tables, meaning.declaration.body) !== null) found = inside;
    }
    if (inside.kind === 'field') {
      const field = tables.fields.get(inside);
      if (field?.kind === 'field' && field.declaration.storage === 'ghost') found = inside;
    }
    return found === null;
  });
  return found;
}

/** True for a compound statement under which only ghosts change: it is ghost code itself. */
function isGhostOnly(facts: Facts, statement: Statement): boolean {
  return blocksOf(statement).every((block) =>
    block.statements.every((inside) => {
      if (inside.kind === 'assign') return isGhost(facts, inside.target);
      return (inside.kind === 'if' || inside.kind === 'for') && isGhostOnly(facts, inside);
    }),
  );
}
