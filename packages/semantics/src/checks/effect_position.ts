import type { Diagnostic } from '@mmspec/source';
import { calledExpression } from '@mmspec/syntax';
import type { Expression, Node, Statement } from '@mmspec/syntax';
import { effectIn, effectOf } from '../effects.ts';
import { itemsOf, kindSet, nodesIn, ofEach, type Facts, type Lint, type NodeLists } from '../facts.ts';
import type { Model } from '../model.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** A call that changes something or takes steps stands alone. */
export const effectPosition: Rule = rule({
  code: 'MM0301',
  title: 'call inside an expression',
  why: 'A call with steps or effects is a whole statement, a whole right-hand side, a whole `return` value, or a whole condition of `if` or `while` with an optional `not`.',
  text: 'Inside a larger expression it would be unclear when the call happens. Take its result into a `let` first. `await` and `assert` cannot call: they look, and change nothing. Properties and defines never call operations.',
  example: 'module m\nshared r: ref = 1\nshared ok: bool = true\nactor a { take: if try_get(r) and ok { put: put(r) } }\n',
  fix: 'module m\nshared r: ref = 1\nshared ok: bool = true\nactor a { take: if try_get(r) { look: if ok { skip }  put: put(r) } }\n',
});

/** The whole expression of a statement in which a call may stand. */
function wholePlace(statement: Statement): Expression | null {
  if (statement.kind === 'local' && statement.storage === 'ghost') return null;
  return statement.kind === 'assign' && statement.operator !== '=' ? null : calledExpression(statement);
}

export const lint: Lint = { rules: [effectPosition], check: checkEffectPositions };

function checkEffectPositions(facts: Facts): Diagnostic[] {
  return ofEach(facts, 'effect positions', itemsOf(facts.model), (item, found) => checkIn(facts.model, nodesIn(item), found));
}

const calls = kindSet('call', 'call_statement');

function checkIn(model: Model, nodes: NodeLists, diagnostics: Diagnostic[]): void {
  if (nodes.ofAll(calls).length === 0) return;
  const allowed = new Set<Node>();
  const behindAnd = new Set<Node>();
  for (const node of nodes.statements) {
    if (node.kind === 'if' && node.condition.kind === 'binary' && node.condition.operator === 'and') {
      const last = effectIn(model, node.condition.right);
      if (last !== null) behindAnd.add(last);
    }
    const place = wholePlace(node);
    const whole = place === null ? null : effectIn(model, place);
    if (whole !== null && (node.kind === 'if' || node.kind === 'while' || whole === place)) allowed.add(whole);
  }
  for (const node of nodes.of('call_statement')) {
    if (effectOf(model, node.call) !== null || !model.meanings.has(node.call.callee)) continue;
    diagnostics.push(
      violation(effectPosition, node.span, `\`${node.call.callee.text}(…)\` has no effect.`, 'Use its value, or remove it.', {
        why: 'A statement must do something.',
      }),
    );
  }
  for (const node of nodes.of('call')) {
    if (effectOf(model, node) === null || allowed.has(node)) continue;
    const message = `\`${node.callee.text}\` is called inside a larger expression.`;
    const nested = `Nest the conditions: \`if a { if ${node.callee.text}(…) { … } }\`. What is called on its own, \`let x = …\`, is called in any case.`;
    diagnostics.push(violation(effectPosition, node.span, message, behindAnd.has(node) ? nested : 'Call it on its own and keep its result: `let x = …`.'));
  }
}
