import type { Answer } from '@mmspec/system';
import type { Question } from './question.ts';
import { canWait } from './reading_plan.ts';
import type { PlannedLine } from './reading_plan.ts';

/** What a drawing says and the run that was found for it does not have, or was not asked about; left out or empty where there is nothing. */
export function reservations(question: Question, found: Answer, plan: readonly PlannedLine[]): Pick<Answer, 'reason' | 'lacks'> {
  const lacks = [missing(question, found), unconfirmed(question, found), notWaiting(question, found), notOver(question, found, plan)].filter(
    (said) => said !== '',
  );
  // A run has an end: what a drawing says of its loop is no line of it.
  const endless = question.drawing.endless ? 'whether it can go on so for ever is not asked about' : '';
  const { another } = question.drawing;
  const rest = another === null ? '' : `the diagram whose heading stands in line ${another} was not asked about`;
  const reason = [...lacks, endless, rest].filter((said) => said !== '').join(', and ');
  return { reason, ...(lacks.length === 0 ? {} : { lacks: true }) };
}

/** That something goes wrong, as a line says without naming a property, in a run that violates none. */
function unconfirmed({ isFaulty }: Question, { violations, waiting }: Answer): string {
  const isConfirmed = violations.length > 0 || waiting !== null;
  return isFaulty && !isConfirmed ? 'no run of these lines was found that violates a property, as it says that something goes wrong' : '';
}

/** The last line of a column that says that it waits, and does not in the run that was found. */
function notWaiting({ drawing: { events }, senses }: Question, { lines }: Answer): string {
  const isLast = (event: number): boolean => !lines.some(({ as }, other) => other > event && as === 'step' && events[other]!.column === events[event]!.column);
  const line = lines.find(({ as }, event) => as === 'step' && senses[event]!.waits && canWait(senses[event]!.whole) && isLast(event));
  return line === undefined ? '' : `line ${line.line} does not wait in any run of these lines that was found`;
}

/** A call of several steps that is the last line of its column and has only begun, as it is over in no run. */
function notOver({ senses, lasts, drawing }: Question, { lines, violations, waiting }: Answer, plan: readonly PlannedLine[]): string {
  if (waiting !== null) return '';
  const found = plan.find(({ event, isLast, isWhole }) => {
    const { part, waits } = senses[event]!;
    const isBegun = lines[event]?.as === 'step' && !violations.some(({ step }) => step === lines[event]!.at);
    return isBegun && isLast && !isWhole && lasts[event] === true && part === null && !waits && drawing.deadlock === null;
  });
  return found === undefined ? '' : `the call in line ${drawing.events[found.event]!.line} is over in no run of these lines that was found`;
}

/** What lines say is violated, and is not in the run that was found. */
function missing({ bugs, system }: Question, { violations, lines }: Answer): string {
  const found = new Set(violations.map(({ property }) => property));
  const said = [...new Set(bugs.flatMap((own, event) => (['step', 'waits'].includes(lines[event]?.as ?? '') ? own : [])))].map(
    (property) => system.properties[property]!.name,
  );
  const others = said.filter((name) => !found.has(name));
  return others.length === 0 ? '' : `no run of these lines was found that violates ${others.join(' or ')} there`;
}
