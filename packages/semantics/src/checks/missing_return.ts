import type { Diagnostic } from '@mmspec/source';
import { completes } from '../completes.ts';
import { ofEachBody, type Facts, type Lint } from '../facts.ts';
import { violation } from '../rule.ts';
import { returnValue } from '../typing/statements.ts';

export const lint: Lint = { rules: [], check: checkMissingReturns };

/** An operation with a result never runs to its end without `return`. */
function checkMissingReturns(facts: Facts): Diagnostic[] {
  return ofEachBody(facts, 'returns', ({ operation, block }, found) => {
    if (operation === null || operation.result === null || !completes(block.statements)) return;
    const { name } = operation;
    found.push(
      violation(returnValue, name.span, `\`${name.text}\` can run to its end without returning a value.`, 'End every path with `return` and a value.'),
    );
  });
}
