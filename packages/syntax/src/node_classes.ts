import type {
  AtomicStatement,
  Block,
  Expression,
  FieldExpression,
  ForStatement,
  IfStatement,
  IndexExpression,
  NameExpression,
  Node,
  RepeatStatement,
  Statement,
  TypeNode,
  WhileStatement,
} from './tree.ts';

/*
 * What kind of thing each kind of node is. Who needs one fact about many kinds of nodes asks here,
 * so that a new kind of node is decided about once.
 */

/** Where a node may stand. */
type NodeClass = 'declaration' | 'type' | 'statement' | 'expression' | 'part';

const classes: Readonly<Record<Node['kind'], NodeClass>> = {
  name: 'part',
  anchor: 'part',
  module: 'part',
  import: 'part',
  record_field: 'part',
  live: 'part',
  list_beginning: 'part',
  keyed_beginning: 'part',
  choice_beginning: 'part',
  key_binder: 'part',
  parameter: 'part',
  binder: 'part',
  key_type: 'part',
  key_count: 'part',
  block: 'part',
  argument: 'part',
  step_path: 'part',
  place_range: 'part',
  fairness: 'part',
  fairness_item: 'part',
  matrix_axis: 'part',
  value_setting: 'part',
  memory_setting: 'part',
  window_setting: 'part',
  ignore_setting: 'part',
  bound_setting: 'part',
  expectation: 'part',
  expectation_clause: 'part',
  expectation_item: 'part',
  property_path: 'part',
  scenario_step: 'part',
  scenario_wait: 'part',
  scenario_end: 'part',
  const: 'declaration',
  variant: 'declaration',
  define: 'declaration',
  enum: 'declaration',
  record: 'declaration',
  object: 'declaration',
  variable: 'declaration',
  operation: 'declaration',
  actor: 'declaration',
  action: 'declaration',
  invariant: 'declaration',
  temporal: 'declaration',
  possible: 'declaration',
  reachable: 'declaration',
  check: 'declaration',
  scenario: 'declaration',
  bool_type: 'type',
  range_type: 'type',
  named_type: 'type',
  tags_type: 'type',
  option_type: 'type',
  array_type: 'type',
  set_type: 'type',
  seq_type: 'type',
  ref_type: 'type',
  error_type: 'type',
  label: 'statement',
  local: 'statement',
  assign: 'statement',
  call_statement: 'statement',
  if: 'statement',
  while: 'statement',
  repeat: 'statement',
  either: 'statement',
  choose: 'statement',
  await: 'statement',
  atomic: 'statement',
  for: 'statement',
  assert: 'statement',
  break: 'statement',
  continue: 'statement',
  goto: 'statement',
  return: 'statement',
  skip: 'statement',
  error_statement: 'statement',
  number: 'expression',
  boolean: 'expression',
  none: 'expression',
  forever: 'expression',
  self: 'expression',
  name_expression: 'expression',
  field: 'expression',
  index: 'expression',
  prime: 'expression',
  call: 'expression',
  unary: 'expression',
  binary: 'expression',
  conditional: 'expression',
  range: 'expression',
  set: 'expression',
  comprehension: 'expression',
  quantifier: 'expression',
  count: 'expression',
  size: 'expression',
  sum: 'expression',
  at: 'expression',
  step_is: 'expression',
  new_refs: 'expression',
  holds: 'expression',
  refs: 'expression',
  holders: 'expression',
  mover: 'expression',
  enabled: 'expression',
  quiescent: 'expression',
  temporal_expression: 'expression',
  error_expression: 'expression',
};

/** A type as it is written. */
export function isTypeNode(node: Node): node is TypeNode {
  return classes[node.kind] === 'type';
}

/** A statement. */
export function isStatement(node: Node): node is Statement {
  return classes[node.kind] === 'statement';
}

/** An expression. */
export function isExpression(node: Node): node is Expression {
  return classes[node.kind] === 'expression';
}

/** Something that is named, and may be stored to: a name, a field, an element. */
export type PathExpression = NameExpression | FieldExpression | IndexExpression;

const paths: Readonly<Record<Expression['kind'], boolean>> = {
  name_expression: true,
  field: true,
  index: true,
  number: false,
  boolean: false,
  none: false,
  forever: false,
  self: false,
  prime: false,
  call: false,
  unary: false,
  binary: false,
  conditional: false,
  range: false,
  set: false,
  comprehension: false,
  quantifier: false,
  count: false,
  size: false,
  sum: false,
  at: false,
  step_is: false,
  new_refs: false,
  holds: false,
  refs: false,
  holders: false,
  mover: false,
  enabled: false,
  quiescent: false,
  temporal_expression: false,
  error_expression: false,
};

/** A name, a field or an element: what has a place in the state, unless it stands for a value. */
export function isPath(expression: Expression): expression is PathExpression {
  return paths[expression.kind];
}

const ownSteps: Readonly<Record<Statement['kind'], boolean>> = {
  local: true,
  assign: true,
  call_statement: true,
  if: true,
  while: true,
  either: true,
  choose: true,
  await: true,
  atomic: true,
  assert: true,
  return: true,
  skip: true,
  label: false,
  repeat: false,
  for: false,
  break: false,
  continue: false,
  goto: false,
  error_statement: false,
};

/** A statement that may be a step, or the beginning of one: not only what leads to others. */
export function mayBeStep(node: Node): node is Statement {
  return isStatement(node) && ownSteps[node.kind];
}

/** Where the statements of a label end: at the next label of its block. */
export function endOfLabel(statements: readonly Statement[], label: number): number {
  let end = label + 1;
  while (end < statements.length && statements[end]!.kind !== 'label') end++;
  return end;
}

/** The blocks under a statement, those of each `else if` included. */
export function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'if': {
      const { consequent, alternative } = statement;
      return [consequent, ...(alternative === null ? [] : alternative.kind === 'if' ? blocksOf(alternative) : [alternative])];
    }
    case 'either':
      return statement.branches;
    case 'while':
    case 'repeat':
    case 'for':
    case 'atomic':
      return [statement.body];
    case 'label':
    case 'local':
    case 'assign':
    case 'call_statement':
    case 'choose':
    case 'await':
    case 'assert':
    case 'break':
    case 'continue':
    case 'goto':
    case 'return':
    case 'skip':
    case 'error_statement':
      return [];
  }
}

/** The statement with other blocks in place of its own; an `else if` goes through `whole`, where it is given. */
export function withBlocks(statement: Statement, change: (block: Block) => Block, whole?: (statement: Statement) => Statement): Statement {
  switch (statement.kind) {
    case 'if':
      return { ...statement, consequent: change(statement.consequent), alternative: changedAlternative(statement.alternative, change, whole) };
    case 'either':
      return { ...statement, branches: statement.branches.map(change) };
    case 'while':
    case 'repeat':
    case 'for':
    case 'atomic':
      return { ...statement, body: change(statement.body) };
    case 'label':
    case 'local':
    case 'assign':
    case 'call_statement':
    case 'choose':
    case 'await':
    case 'assert':
    case 'break':
    case 'continue':
    case 'goto':
    case 'return':
    case 'skip':
    case 'error_statement':
      return statement;
  }
}

function changedAlternative(
  alternative: IfStatement['alternative'],
  change: (block: Block) => Block,
  whole: (statement: Statement) => Statement = (each) => withBlocks(each, change),
): IfStatement['alternative'] {
  if (alternative === null) return null;
  if (alternative.kind === 'block') return change(alternative);
  const changed = whole(alternative);
  return changed.kind === 'if' ? changed : { kind: 'block', statements: [changed], span: alternative.span };
}

/** The lists of statements right under a statement; an `if` after `else` is a list of its own. */
export function statementsUnder(statement: Statement): readonly (readonly Statement[])[] {
  if (statement.kind !== 'if' || statement.alternative?.kind !== 'if') return blocksOf(statement).map(({ statements }) => statements);
  return [statement.consequent.statements, [statement.alternative]];
}

/** `atomic full { }`: an order and nothing in it, which is no step. */
export function isBarrier(statement: AtomicStatement): boolean {
  return statement.order !== null && statement.body.statements.length === 0;
}

const loops: Readonly<Record<Statement['kind'], boolean>> = {
  while: true,
  repeat: true,
  for: true,
  label: false,
  local: false,
  assign: false,
  call_statement: false,
  if: false,
  either: false,
  choose: false,
  await: false,
  atomic: false,
  assert: false,
  break: false,
  continue: false,
  goto: false,
  return: false,
  skip: false,
  error_statement: false,
};

/** A statement that `break` leaves, and `continue` goes on in. */
export function isLoop(node: Node): node is WhileStatement | RepeatStatement | ForStatement {
  return isStatement(node) && loops[node.kind];
}

const waits: Readonly<Record<Statement['kind'], boolean>> = {
  await: true,
  choose: true,
  atomic: true,
  call_statement: true,
  label: false,
  local: false,
  assign: false,
  if: false,
  while: false,
  repeat: false,
  either: false,
  for: false,
  assert: false,
  break: false,
  continue: false,
  goto: false,
  return: false,
  skip: false,
  error_statement: false,
};

/** A statement that an actor may stand at and be unable to take, whatever its own branches do. */
export function mayWait(node: Node): node is Statement {
  return isStatement(node) && waits[node.kind];
}

/** What a statement passes on: the expression in which it may call an operation of several steps as a whole; null: none. */
export function calledExpression(statement: Statement): Expression | null {
  switch (statement.kind) {
    case 'call_statement':
      return statement.call;
    case 'local':
      return statement.initial;
    case 'assign':
    case 'return':
      return statement.value;
    case 'if':
    case 'while':
      return statement.condition;
    case 'label':
    case 'repeat':
    case 'either':
    case 'choose':
    case 'await':
    case 'atomic':
    case 'for':
    case 'assert':
    case 'break':
    case 'continue':
    case 'goto':
    case 'skip':
    case 'error_statement':
      return null;
  }
}
