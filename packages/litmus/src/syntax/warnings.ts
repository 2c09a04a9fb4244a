import type { Diagnostic, Span } from '@mmspec/source';
import type { Expression, LitmusTest, Statement } from './tree.ts';

/** Of loops that were not followed to their end. */
export function loopWarnings(loops: readonly Span[]): Diagnostic[] {
  return loops.map((span) => ({
    code: 'MM0907',
    severity: 'warning',
    span,
    message: 'This loop is followed for two rounds; outcomes may be missing.',
    why: 'A loop is written out, as in herd7; executions that go on are left out.',
    help: 'Write it out by hand, or ask for its end with `filter`.',
    related: [],
    fixes: [],
  }));
}

/** Of an access of an address that is no variable. */
export function wildAccess(span: Span, address: number): Diagnostic {
  return {
    code: 'MM0908',
    severity: 'error',
    span,
    message: `This accesses address ${address}, which is no variable.`,
    why: 'A name that is no parameter of its thread is a register, which is 0 at first; so is a pointer without a first value.',
    help: 'Name the variable among the parameters of the thread, or give the pointer a first value: `{ p=x; }`.',
    related: [],
    fixes: [],
  };
}

/** What the window machine does not know: sections of SRCU that another thread leaves. */
export function unfitFor(test: LitmusTest): Diagnostic[] {
  return test.threads.flatMap(({ body }) => {
    const opens = [...statements(body)].some((statement) =>
      expressions(statement).some((expression) => expression.kind === 'load' && expression.order === 'srcu_lock'),
    );
    return [...statements(body)].flatMap((statement): Diagnostic[] => {
      if (statement.kind !== 'store' || statement.order !== 'srcu_unlock' || opens) return [];
      return [
        {
          code: 'MM0906',
          severity: 'error',
          span: statement.span,
          message: 'This section was entered by another thread.',
          why: 'The window machine knows sections that one thread enters and leaves.',
          help: 'Ask the axioms: `--memory lkmm`.',
          related: [],
          fixes: [],
        },
      ];
    });
  });
}

function* statements(body: readonly Statement[]): Generator<Statement> {
  for (const statement of body) {
    yield statement;
    if (statement.kind === 'if') yield* statements([...statement.yes, ...statement.no]);
    else if (statement.kind === 'while') yield* statements(statement.body);
  }
}

function expressions(statement: Statement): Expression[] {
  return statement.kind === 'assign' ? [statement.value] : [];
}
