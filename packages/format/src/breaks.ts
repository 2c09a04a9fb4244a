/*
 * Where a long line may go on below: the writer's own line ends are kept there, and new ones are made there.
 */

/** A line may begin with these. The smaller the number, the better. */
const before: ReadonlyMap<string, number> = new Map([
  ['Expect', 0],
  ['Under', 0],
  ['When', 3],
  ['Where', 1],
  ['Implies', 1],
  ['Iff', 1],
  ['ConditionalElse', 2],
  ['ConditionalIf', 2],
  ['Or', 3],
  ['And', 4],
  ['For', 0],
  ['Of', 0],
  ['Equal', 6],
  ['Plus', 7],
  ['Minus', 7],
]);

/** A line may end with these. */
const after: ReadonlyMap<string, number> = new Map([
  ['Comma', 2],
  ['Then', 2],
  ['DoubleSemicolon', 2],
  ['Colon', 5],
  ['Assign', 5],
]);

/** A line may end with these where the writer ended it there; none is made there. */
const kept: ReadonlySet<string> = new Set([
  'ParenthesisOpen',
  'SetOpen',
  'And',
  'Or',
  'Implies',
  'Iff',
  'Plus',
  'Minus',
  'Bar',
  'Is',
  'Not',
  'Equal',
  'NotEqual',
  'Less',
  'Greater',
  'AtMost',
  'AtLeast',
]);

/** How bad it is to break between two tokens; null where no line may end. */
export function breakRank(left: string, right: string): number | null {
  const ending = after.get(left);
  const beginning = before.get(right);
  if (ending === undefined) return beginning ?? null;
  return beginning === undefined ? ending : Math.min(ending, beginning);
}

/** May the writer's line end between two tokens stay? */
export function keepsBreak(left: string, right: string): boolean {
  return breakRank(left, right) !== null || kept.has(left) || right === 'Bar' || right === 'DoubleSemicolon' || right === 'Then';
}
