import { counted, modelText, withinText } from '@mmspec/report';
import { outcomeOf, outcomeOfScenario, type CheckResult, type ScenarioResult } from '@mmspec/system';
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
  const more = outcome === 'unfinished' ? unfinishedText(found) : '';
  return `${marks[outcome]}${[text, more].filter((part) => part !== '').join('; ')} · ${
    outcome === 'unfinished' && found.run.isOfSave ? 'run it' : counted(found.result.states, 'state')
  }`;
}

/** `violates p in 6, q in 7`, `seen is never reached`, `holds`; empty where nothing is known. */
function checkText(check: CheckResult): string {
  const { results, bounded } = check;
  const violated = results.filter(({ verdict }) => verdict === 'violated');
  const races = violated.filter(({ depth }) => depth !== null).map(({ property, depth }) => `${property} in ${depth}`);
  const never = violated.filter(({ depth }) => depth === null).map(({ property }) => `${property} is never reached`);
  const found = [...(races.length === 0 ? [] : [`violates ${races.join(', ')}`]), ...never].join(', ');
  const isOpen = results.some(({ verdict }) => verdict === 'unfinished');
  if (found !== '') return `${isOpen && outcomeOf(check) !== 'unfinished' ? `${found}; unfinished` : found}${modelText(check)}`;
  return isOpen ? '' : `holds${withinText(bounded)}${modelText(check)}`;
}

function scenarioText({ found, reason }: ScenarioResult): string {
  return found === 'unfinished' ? '' : `${found}${reason === '' ? '' : `: ${reason}`}`;
}

function unfinishedText({ result: { reason }, run: { timeMax } }: Found): string {
  if (timeMax !== null && /^the limit of .* s was reached$/u.test(reason)) return `not finished in ${timeMax} s`;
  return reason === '' ? 'not finished' : `not finished: ${reason}`;
}
