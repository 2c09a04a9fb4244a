import type { Diagnostic, Span } from '@mmspec/source';
import { blocksOf, isBarrier, walk } from '@mmspec/syntax';
import type { Expression, OperationDeclaration, Statement } from '@mmspec/syntax';
import { effectIn, effectOf } from '../effects.ts';
import { ofEachBody, type Facts, type Lint } from '../facts.ts';
import { sharedLoads } from '../locations.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { isStatic } from '../world/static_value.ts';
import { isGhost } from './several_locations.ts';

/** Every branch of `either` begins with a step. */
const eitherHead: Rule = rule({
  code: 'MM0310',
  title: 'branch of `either` without a step at its head',
  why: 'The branch is chosen by the first step taken in it; local work before that step would choose it too early.',
  text: 'Write `skip` where a branch does nothing, or move local work behind the first step. Inside `atomic` this does not matter, since no step lies in the branches.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { loop { either { break } or { set: n = 1 } } }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { loop { either { skip  break } or { set: n = 1 } } }\n',
});

/** What comes first in some statements: a step, local work, or nothing at all. */
type Head = { readonly kind: 'step' | 'empty' } | { readonly kind: 'local'; readonly span: Span };
const step: Head = { kind: 'step' };
const empty: Head = { kind: 'empty' };

export const lint: Lint = { rules: [eitherHead], check: checkEitherHeads };

function checkEitherHeads(facts: Facts): Diagnostic[] {
  const visit = (statements: readonly Statement[], diagnostics: Diagnostic[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'either') {
        for (const branch of statement.branches) {
          const head = headOf(facts, branch.statements, new Set());
          if (head.kind === 'empty') diagnostics.push(violation(eitherHead, branch.span, 'This branch has no step.', 'Write `skip`.'));
          if (head.kind === 'local')
            diagnostics.push(
              violation(eitherHead, head.span, 'This is local work at the head of a branch.', 'Write `skip` before it, or move it behind the first step.'),
            );
        }
      }
      if (statement.kind === 'atomic' && statement.when === null) continue;
      for (const block of blocksOf(statement)) visit(block.statements, diagnostics);
    }
  };
  return ofEachBody(facts, 'either', (body, found) => {
    if (!body.atomic) visit(body.block.statements, found);
  });
}

function headOf(facts: Facts, statements: readonly Statement[], seen: ReadonlySet<OperationDeclaration>): Head {
  for (const statement of statements) {
    const head = headOfStatement(facts, statement, seen);
    if (head.kind !== 'empty') return head;
  }
  return empty;
}

function headOfStatement(facts: Facts, statement: Statement, seen: ReadonlySet<OperationDeclaration>): Head {
  const local: Head = { kind: 'local', span: statement.span };
  const byReads = (...expressions: readonly (Expression | null)[]): Head => {
    for (const expression of expressions) {
      if (expression === null) continue;
      const call = effectIn(facts.model, expression);
      if (call !== null) return headOfCall(facts, call, seen, local);
      if (sharedLoads(facts.tables, expression).length > 0) return step;
    }
    return local;
  };
  switch (statement.kind) {
    case 'label':
    case 'error_statement':
      return empty;
    case 'skip':
    case 'await':
    case 'choose':
      return step;
    case 'atomic': {
      if (statement.when === null && !isBarrier(statement)) return step;
      return headOf(facts, statement.body.statements, seen);
    }
    case 'local':
      return statement.storage === 'ghost' ? local : byReads(statement.initial);
    case 'assign':
      return isGhost(facts, statement.target) ? local : byReads(statement.target, statement.value);
    case 'call_statement':
      return headOfCall(facts, statement.call, seen, local);
    case 'assert':
      return byReads(statement.condition);
    case 'return':
      return byReads(statement.value);
    case 'while':
      return byReads(statement.condition);
    case 'if': {
      const head = byReads(statement.condition);
      if (head.kind === 'step' || !isDecided(facts, statement.condition)) return head;
      const { alternative } = statement;
      const first = headOf(facts, statement.consequent.statements, seen);
      const second =
        alternative === null ? empty : alternative.kind === 'if' ? headOfStatement(facts, alternative, seen) : headOf(facts, alternative.statements, seen);
      if (first.kind === 'local') return first;
      if (second.kind === 'local') return second;
      return first.kind === 'step' && second.kind === 'step' ? step : empty;
    }
    case 'repeat': {
      const inside = headOf(facts, statement.body.statements, seen);
      return inside.kind === 'step' && statement.count !== null ? local : inside;
    }
    case 'either':
      return step;
    case 'for':
    case 'break':
    case 'continue':
    case 'goto':
      return local;
  }
}

/** Constants decide it, or parameters, which are constants at most calls. */
function isDecided(facts: Facts, condition: Expression): boolean {
  if (isStatic(condition, facts.model)) return true;
  let onlyParameters = true;
  walk(condition, (node) => {
    if (node.kind === 'name_expression') {
      const meaning = facts.model.meanings.get(node.name);
      if (meaning?.kind === 'local' && meaning.declaration.kind !== 'parameter') onlyParameters = false;
    }
    if (node.kind === 'self' || node.kind === 'field' || node.kind === 'index') onlyParameters = false;
  });
  return onlyParameters;
}

function headOfCall(facts: Facts, call: Parameters<typeof effectOf>[1], seen: ReadonlySet<OperationDeclaration>, local: Head): Head {
  const meaning = effectOf(facts.model, call);
  if (meaning?.kind !== 'operation') return meaning === null ? local : step;
  const { declaration } = meaning;
  if (declaration.atomic || seen.has(declaration)) return step;
  const head = headOf(facts, declaration.body.statements, new Set(seen).add(declaration));
  return head.kind === 'step' ? step : local;
}
