import type { LitmusResult, LitmusTest, Stuck } from '@mmspec/litmus';
import { counted, type Paint } from '@mmspec/report';
import { grouped } from '@mmspec/source';

/*
 * Answers to litmus tests as text.
 */

/** Final states that are listed at most. */
const statesShown = 40;

/** Why there is no execution at all. */
export const whyStuck: Readonly<Record<Stuck, string>> = {
  'taken twice': 'every execution deadlocks: a thread takes a lock that it has',
  'kept by two': 'every execution deadlocks: two sections of a lock are never left',
  'seen unlocked inside': 'no execution is consistent: a lock is seen free by the thread that has it',
  filter: 'the filter leaves no execution',
};

/** What a `Result:` comment says; null: there is none. */
export function expectation({ expected }: LitmusTest): string | null {
  if (expected === null) return null;
  if (expected.race) return `${expected.verdict} DATARACE`;
  return expected.flag === null ? expected.verdict : `Flag ${expected.flag}`;
}

/** One line: whether it is as expected, the verdict, the name, the numbers and the flags. */
export function litmusLine(test: LitmusTest, result: LitmusResult, paint: Paint): string {
  const { met, flags, finished } = result;
  const mark = met === null ? '      ' : met ? paint('good', 'ok    ') : paint('bad', 'NOT OK');
  const notes = [...flags, ...(finished ? [] : ['unfinished']), ...(met === false ? [`expected ${expectation(test)}`] : [])];
  return `${mark}  ${verdictOf(result).padEnd(9)}  ${test.name}  (${numbers(result)})${notes.length === 0 ? '' : `  ${notes.join(', ')}`}`;
}

const verdictOf = ({ verdict }: LitmusResult): string => verdict ?? 'unknown';

function numbers({ memory, positive, negative, finalStates }: LitmusResult): string {
  const states = counted(finalStates.length, 'final state');
  if (memory !== 'lkmm') return `${states}, of ${finalStates.length === 1 ? 'it' : 'them'} ${grouped(positive)} with the condition`;
  return `${states}, ${counted(positive + negative, 'execution')}, of them ${grouped(positive)} with the condition`;
}

/** All that is known of a test: the answer, its final states, and a witness or what forbids it. */
export function litmusText(test: LitmusTest, result: LitmusResult, paint: Paint): string {
  return [
    `${paint('strong', `${test.name}: ${verdictOf(result)}`)}  (${result.memory}; ${numbers(result)})`,
    ...(test.question === '' ? [] : [`  ${test.question}`]),
    ...remarks(test, result, paint),
    ...statesText(result),
    ...witnessText(test, result),
    ...forbiddenText(result),
  ].join('\n');
}

function remarks(test: LitmusTest, { met, finished, flags, stuck, bounded, memory }: LitmusResult, paint: Paint): string[] {
  const expected = expectation(test);
  return [
    ...(met === null ? [] : met ? [paint('good', `As expected: ${expected}.`)] : [paint('bad', `Not as expected: ${expected}.`)]),
    ...(finished ? [] : [paint('warning', 'Unfinished: more executions may be there (--executions-max, --time-max).')]),
    ...flags.map((flag) => paint('warning', `Flag ${flag}: ${meanings[flag] ?? 'see docs/litmus.md'}.`)),
    ...(stuck === null ? [] : [sentence(whyStuck[stuck])]),
    ...(bounded === null ? [] : [paint('warning', `Bounded: a window of ${bounded.window} was full; left out was ${bounded.where}.`)]),
    ...(memory === 'weak' ? ['`weak` is an order of processors, not LKMM: what is Never here may be Sometimes there.'] : []),
  ];
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

const meanings: Readonly<Record<string, string>> = {
  'data-race': 'plain accesses race, so the values that were found are not all that may happen',
  'mixed-accesses': 'a plain write and a marked access of one location, and nothing between them that the compiler keeps',
  'unmatched-rcu-lock': 'a read-side section is not left',
  'unmatched-rcu-unlock': 'a read-side section is left that was not entered',
  'unmatched-srcu-lock': 'an SRCU section is not left',
  'unmatched-srcu-unlock': 'an SRCU section is left that was not entered',
  'multiple-srcu-matches': 'an SRCU section is left twice',
  'bad-srcu-value-match': 'srcu_read_unlock() is not given what srcu_read_lock() gave',
  'invalid-sleep': 'synchronize_srcu() in a read-side section of RCU, which may not sleep',
  'mixed-lock-accesses': 'a lock is read or written other than by its operations',
  'lock-final': 'the last value of a lock is asked for, and a lock has none',
  'unmatched-unlock': 'a lock is unlocked that the thread does not have',
};

function statesText({ finalStates }: LitmusResult): string[] {
  const shown = finalStates.slice(0, statesShown).filter((state) => state !== '');
  if (shown.length === 0) return [];
  const more = finalStates.length - shown.length;
  return ['', ...shown.map((state) => `  ${state}`), ...(more > 0 ? [`  … and ${grouped(more)} more (--json)`] : [])];
}

function witnessText({ quantifier, asks }: LitmusTest, { witness, memory, verdict }: LitmusResult): string[] {
  if (witness === null || verdict === 'Never' || !asks) return [];
  const what = quantifier === 'forall' ? 'without the condition' : 'with the condition';
  const state = witness.state === '' ? '' : `: ${witness.state}`;
  return ['', `${memory === 'lkmm' ? 'An execution' : 'A way'} ${what}${state}`, '', indented(witness.drawing)];
}

function forbiddenText({ forbidden }: LitmusResult): string[] {
  if (forbidden === null) return [];
  return ['', `Forbidden by ${forbidden.axiom}; an execution with the condition would have this cycle:`, '', indented(forbidden.drawing)];
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
