import type { AssignStatement, LocalDeclaration, Statement } from '@mmspec/syntax';
import { awaitedIn } from '../awaited.ts';
import { Awaited } from '../choices.ts';
import { evaluate } from '../evaluate.ts';
import { writeLocal } from '../place.ts';
import { isGhost } from '../reads.ts';
import { contextOf, localIn, type Run } from '../run.ts';
import { assign, declare } from '../stores.ts';
import type { Value } from '../value.ts';
import { localNamed } from './pass_over.ts';

/*
 * Ghost work after a step: it is done once, when the step is performed and what it asks for is known.
 */

export type GhostStatement = AssignStatement | LocalDeclaration;

export function isGhostWork(run: Run, statement: Statement): statement is GhostStatement {
  if (statement.kind === 'local') return statement.storage === 'ghost';
  return statement.kind === 'assign' && isGhost(run.scene, statement.target, contextOf(run).passed);
}

/** The ghost work after one step; `done`: what that gave which was done before. */
export class GhostWork {
  #done: readonly Value[];
  #met = 0;
  /** Something of it waits, and what follows with it. */
  isWaiting = false;

  constructor(done: readonly Value[]) {
    this.#done = done;
  }

  /** Comes to the next statement of it. Null: nothing was done; else what all of it has given so far. */
  meet(run: Run, shared: Map<string, Value>, statement: GhostStatement, isPerformed: boolean): readonly Value[] | null {
    const before = this.#done[this.#met++];
    if (before !== undefined || !isPerformed || this.isWaiting) {
      give(run, statement, before);
      return null;
    }
    try {
      this.#done = [...this.#done, perform(run, shared, statement)];
      return this.#done;
    } catch (error) {
      if (!(error instanceof Awaited)) throw error;
      this.isWaiting = true;
      give(run, statement, undefined);
      return null;
    }
  }
}

function perform(walking: Run, shared: Map<string, Value>, statement: GhostStatement): Value {
  const run: Run = { ...walking, shared };
  const context = { ...contextOf(run), exempt: true };
  if (statement.kind === 'local') declare(run, statement, evaluate(statement.initial, context), context);
  else assign(run, statement, evaluate(statement.value, context), context);
  walking.stack = run.stack;
  const local = statement.kind === 'local' ? statement : localNamed(run, statement.target);
  return local === null ? null : (localIn(run.stack, run.top, local) ?? null);
}

/** A ghost local has what it was given, or will be given. */
function give(run: Run, statement: GhostStatement, value: Value | undefined): void {
  const given = value === undefined ? awaitedIn(run, statement) : value;
  if (statement.kind === 'local') declare(run, statement, given, contextOf(run));
  else {
    const local = localNamed(run, statement.target);
    if (local !== null) writeLocal(run, local, given);
  }
}
