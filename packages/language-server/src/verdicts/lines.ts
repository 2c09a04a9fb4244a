import { counted, modelText, numberText, openVerdict, plainBlanks, withinText } from '@mmspec/report';
import { outcomeOf, outcomeOfScenario, type CheckResult, type PropertyResult, type ScenarioResult } from '@mmspec/system';
import type { Found, OneResult } from './known.ts';

/*
 * What was found, in one line each.
 */

/**
 * What came of a check or scenario. Where nothing is expected nothing can be met: a question that finds something has an `answer`,
 * and one that finds nothing `holds`. `unfinished`: nothing is known yet.
 */
export type ShownOutcome = 'met' | 'not met' | 'unfinished' | 'answer' | 'holds';

export function outcomeOfFound(found: OneResult): ShownOutcome {
  if (found.kind === 'scenario') {
    const outcome = outcomeOfScenario(found.result);
    return outcome === 'unfinished' || found.result.expected !== null ? outcome : 'answer';
  }
  const outcome = outcomeOf(found.result);
  if (outcome === 'unfinished' || found.result.expectation !== null) return outcome;
  return found.result.verdict === 'violated' ? 'answer' : 'holds';
}

const marks: Readonly<Record<ShownOutcome, string>> = { met: '✓ ', 'not met': '✗ ', unfinished: '', answer: '', holds: '' };

/** `✓ holds · 9 states`, `✗ violates p in 6 · 31 states`, `not finished in 2 s · run it`. */
export function lineOf(found: Found): string {
  const outcome = outcomeOfFound(found);
  const text = found.kind === 'check' ? checkText(found.result) : scenarioText(found.result);
  // What is not decided stays so, however long it is run.
  const isUndecided = found.kind === 'check' && found.result.verdict === 'undecided';
  const more = outcome === 'unfinished' && !isUndecided ? unfinishedText(found) : '';
  return `${marks[outcome]}${[text, more].filter((part) => part !== '').join('; ')} · ${
    outcome === 'unfinished' && !isUndecided && found.run.isOfSave ? 'run it' : counted(found.result.states, 'state')
  }`;
}

/** `violates p in 6, q in 7`, `seen is never reached`, `holds`; empty where nothing is known. */
function checkText(check: CheckResult): string {
  const { results, bounded, open } = check;
  const violated = results.filter(({ verdict }) => verdict === 'violated');
  const races = violated.filter(({ depth }) => depth !== null).map((each) => `${each.property} in ${each.depth}${plainNumber(each)}`);
  const never = violated.filter(({ depth }) => depth === null).map((each) => `${each.property} is never reached${plainNumber(each)}`);
  const found = [...(races.length === 0 ? [] : [`violates ${races.join(', ')}`]), ...never].join(', ');
  const isOpen = results.some(({ verdict }) => verdict === 'unfinished');
  const undecided = results.filter(({ anyNumber }) => anyNumber === 'undecided').map(({ property }) => property);
  if (open !== undefined && !isOpen) {
    if (found === '') return plainBlanks(`${openVerdict(check)}${modelText(check)}`);
    return `${found}${undecided.length === 0 ? '' : `; undecided ${undecided.join(', ')}`}${modelText(check)}`;
  }
  if (found !== '') return `${isOpen && outcomeOf(check) !== 'unfinished' ? `${found}; unfinished` : found}${modelText(check)}`;
  return isOpen ? '' : `holds${withinText(bounded)}${modelText(check)}`;
}

/** ` with VCPUS = 2` */
function plainNumber(result: PropertyResult): string {
  return plainBlanks(numberText(result));
}

function scenarioText({ found, reason }: ScenarioResult): string {
  return found === 'unfinished' ? '' : `${found}${reason === '' ? '' : `: ${reason}`}`;
}

function unfinishedText({ result: { reason }, run: { timeMax } }: Found): string {
  if (timeMax !== null && /^the limit of [^;]* s was reached(?:;|$)/u.test(reason)) return `not finished in ${timeMax} s`;
  return reason === '' ? 'not finished' : `not finished: ${reason}`;
}
