import { walk } from '@mmspec/syntax';
import type { Statement } from '@mmspec/syntax';

/*
 * Whether control may run past statements; judged on the text alone, so it may say yes where no setting lets it.
 */

/** True if control may run past the end of the statements. */
export function completes(statements: readonly Statement[]): boolean {
  let reached = true;
  for (const statement of statements) {
    if (statement.kind === 'label') reached = true;
    else if (reached) reached = passes(statement);
  }
  return reached;
}

/** True if control may run past the statement. */
export function passes(statement: Statement): boolean {
  switch (statement.kind) {
    case 'return':
    case 'goto':
    case 'break':
    case 'continue':
      return false;
    case 'if': {
      const { alternative } = statement;
      if (completes(statement.consequent.statements) || alternative === null) return true;
      return alternative.kind === 'if' ? passes(alternative) : completes(alternative.statements);
    }
    case 'either':
      return statement.branches.some((branch) => completes(branch.statements));
    case 'atomic':
      return completes(statement.body.statements);
    case 'repeat':
      return statement.count !== null || breaks(statement);
    case 'assert':
    case 'assign':
    case 'await':
    case 'call_statement':
    case 'choose':
    case 'error_statement':
    case 'for':
    case 'label':
    case 'local':
    case 'skip':
    case 'while':
      return true;
  }
}

/** True if a `break` leaves this loop, or one inside it: judged widely. */
function breaks(loop: Statement): boolean {
  let found = false;
  walk(loop, (node) => {
    if (node.kind === 'break') found = true;
  });
  return found;
}
