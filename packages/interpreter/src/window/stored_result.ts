import type { AssignStatement, Statement } from '@mmspec/syntax';
import { current } from '../control.ts';
import { operationCall } from '../operation_call.ts';
import { touchesShared } from '../reads.ts';
import { passedIn } from '../run.ts';
import type { Scene } from '../scene.ts';
import type { Entry } from '../state.ts';

/** The result of an operation of several steps goes to shared memory with the last of them, which may be an access of its own. */
export class ResultIsShared extends Error {
  readonly statement: AssignStatement;

  constructor(statement: AssignStatement) {
    super('the result of an operation of several steps is stored in shared memory');
    this.statement = statement;
  }
}

/** Throws `ResultIsShared` where the statement, or one that waits for an operation to return, would be two accesses in one step. */
export function refuseStoredResult(scene: Scene, stack: readonly Entry[], statement: Statement | null): void {
  if (statement?.kind !== 'assign') return;
  const called = operationCall(scene, statement.value);
  if (called === null || called.operation.atomic) return;
  if (touchesShared(scene, statement.target, (node) => passedIn(stack, node))) throw new ResultIsShared(statement);
}

/** The same of all statements that wait for an operation to return. */
export function refuseStoredResults(scene: Scene, stack: readonly Entry[]): void {
  stack.forEach(({ kind }, at) => {
    if (kind === 'call') refuseStoredResult(scene, stack, current(stack.slice(0, at)));
  });
}
