import type { CheckResult, Trace, TraceStep } from '@mmspec/system';
import type { Found } from './known.ts';
import { lineOf, outcomeOfFound } from './lines.ts';

/** What is to be read about a check or scenario besides its line. */
export interface FoundMessage {
  readonly level: 'problem' | 'answer';
  readonly text: string;
  readonly trace: Trace | null;
}

/** Of what is not met, and of a question that finds something; null of everything else. */
export function messageOfFound(found: Found): FoundMessage | null {
  const { name } = found.result;
  switch (outcomeOfFound(found)) {
    case 'not met':
      return { level: 'problem', text: `${name} is not met: ${whyNot(found)}`, trace: traceOf(found) };
    case 'answer':
      return found.kind === 'scenario' ? null : { level: 'answer', text: `${name} is a question, and finds: ${lineOf(found)}`, trace: traceOf(found) };
    case 'unfinished':
      return undecidedMessage(found);
    case 'met':
    case 'holds':
      return null;
  }
}

/** What was expected of every number and is not decided stays so, however long it is run: it is told as what is not met. */
function undecidedMessage(found: Found): FoundMessage | null {
  if (found.kind !== 'check' || found.result.verdict !== 'undecided' || found.result.expectation === null) return null;
  const { name, reason, results } = found.result;
  const why = results.flatMap(({ property, anyNumber, why: text }) => (anyNumber === 'undecided' && text !== undefined ? [`${property}: ${text}`] : []));
  return { level: 'problem', text: [`${name} is undecided: ${reason}`, ...why].join('; '), trace: null };
}

function whyNot(found: Found): string {
  if (found.kind === 'check') return found.result.reason === '' ? lineOf(found) : found.result.reason;
  const { found: what, reason } = found.result;
  return `${what}${reason === '' ? '' : `: ${reason}`}`;
}

function traceOf(found: Found): Trace | null {
  return found.kind === 'scenario' ? found.result.trace : raceOf(found.result);
}

/** The race of the property that the verdict is about. */
function raceOf({ results, property }: CheckResult): Trace | null {
  return results.find((result) => result.property === property)?.trace ?? null;
}

/** `3. cpu[0]: users = old + 1` */
export function stepText(step: TraceStep, index: number): string {
  return `${index + 1}. ${step.actor ?? step.action ?? ''}: ${step.text}`;
}
