import { outcomeOf, type CheckExpectation, type CheckResult } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { memoryLines } from './memory_text.ts';
import { numberText, openLines, openVerdict } from './open_text.ts';
import { untakenText } from './untaken_text.ts';
import { counted, unbroken, wrap } from './wrap.ts';

/** `holds`, `holds, apart from no_new_refs` (declared `expect violated`), `violates no_new_refs within 6, lost_reference`, or `a question`. */
function expectationText(expectation: CheckExpectation | null): string {
  if (expectation === null) return 'a question';
  const items = expectation.items
    .map(({ property, within, fairness }) =>
      unbroken(`${property}${within === null ? '' : ` within ${within}`}${fairness === null ? '' : ` under ${fairness}`}`),
    )
    .join(', ');
  const { undecided = [] } = expectation;
  const open = undecided.length === 0 ? '' : `undecided ${undecided.join(', ')}`;
  if (expectation.kind === 'holds')
    return (items === '' ? [open === '' ? 'holds' : open] : [`holds, apart from ${items}`, open]).filter((part) => part !== '').join('; ');
  return [`violates ${items}`, open].filter((part) => part !== '').join('; ');
}

/** What was found: the violated properties with the lengths of their shortest races, and what is never reached. */
function verdictText(check: CheckResult): string {
  const found = violatedTexts(check).join(', ');
  if (check.results.some((result) => result.verdict === 'unfinished')) return found === '' ? 'unfinished' : `${found}; unfinished`;
  if (check.open !== undefined) return `${found === '' ? openVerdict(check) : `${found}${undecidedText(check)}`}${modelText(check)}`;
  return `${found === '' ? `holds${withinText(check.bounded)}` : found}${modelText(check)}`;
}

/** What is not decided beside a violation. */
function undecidedText({ results }: CheckResult): string {
  const open = results.filter(({ anyNumber }) => anyNumber === 'undecided').map(({ property }) => property);
  return open.length === 0 ? '' : `; undecided ${open.join(', ')}`;
}

/** ` under weak`: what a verdict that is not about sc is about. */
export function modelText({ memory = 'sc' }: Pick<CheckResult, 'memory'>): string {
  return memory === 'sc' ? '' : ` under ${memory}`;
}

/** ` within the bound` where a check has one: beyond it nothing was looked at; ` (window 4)` where a window was full. */
export function withinText(bounded: CheckResult['bounded']): string {
  if (bounded === undefined) return '';
  return bounded === true ? ' within the bound' : ` (window ${bounded.window})`;
}

function violatedTexts({ results, bounded }: CheckResult): string[] {
  const violated = results.filter(({ verdict }) => verdict === 'violated');
  const races = violated.filter(({ depth }) => depth !== null).map((each) => unbroken(`${each.property} in ${each.depth}${numberText(each)}`));
  const never = violated
    .filter(({ depth }) => depth === null)
    .map((each) => unbroken(`${each.property} is never reached${withinText(bounded)}${numberText(each)}`));
  return [...races.map((text, index) => (index === 0 ? unbroken(`violates ${text}`) : text)), ...never];
}

/** How a check came out, for the margin of its line; of several the one with the highest rank says most. */
export function checkMark(check: CheckResult): { readonly mark: string; readonly role: 'good' | 'information' | 'warning' | 'bad'; readonly rank: number } {
  if (outcomeOf(check) === 'unfinished') {
    const isCut = check.verdict === 'unfinished' || check.results.some(({ verdict }) => verdict === 'unfinished');
    return { mark: isCut ? 'UNFINISHED' : 'UNDECIDED', role: 'warning', rank: 2 };
  }
  if (check.expectation === null) return { mark: 'answer', role: 'information', rank: 1 };
  return check.met ? { mark: 'ok', role: 'good', rank: 0 } : { mark: 'FAILED', role: 'bad', rank: 3 };
}

/** One check: a line where it is as expected; else also expectation and verdict, and why it is not. */
export function renderCheck(check: CheckResult, paint: Paint = plainPaint): string {
  const { mark, role } = checkMark(check);
  const states = `${counted(check.states, 'state')}${keptText(check)}${check.reduction.partialOrder ? ' in some orders of steps' : ''}${check.search === 'depth' ? ' depth-first' : ''}`;
  const seconds = `${check.seconds.toFixed(2)} s`;
  const name = `${paint(role, marginText(mark))}${paint('strong', check.name)}`;
  const isPlain = role === 'good';
  const lines = isPlain
    ? [`${name}  ${shortVerdict(check, widthMax - margin - check.name.length - states.length - 15)}  ${paint('dim', `(${states}, ${seconds})`)}`]
    : [
        `${name}  ${paint('dim', `(${states}, ${counted(check.transitions, 'transition')}, depth ${check.depth}, ${seconds})`)}`,
        ...(check.expectation === null ? [] : hanging('expected: ', expectationText(check.expectation))),
        ...hanging('found:    ', verdictText(check)),
      ];
  for (const [label, text] of [...openLines(check), ...memoryLines(check)]) lines.push(...hanging(label, text));
  const symmetry = symmetryText(check);
  if (symmetry !== '') lines.push(...hanging('symmetry: ', symmetry));
  const order = orderText(check);
  if (order !== '') lines.push(...hanging('partial order: ', order));
  if (check.search === 'depth' && hasRace(check)) lines.push(...hanging('depth-first: ', mayBeLonger));
  for (const { property, untaken = [] } of check.results) {
    if (untaken.length > 0) lines.push(...hanging('fairness: ', `${property}: ${untakenText(untaken)}`));
  }
  if (check.reason !== '') lines.push(...hanging('', check.reason).map((line) => line.replace(/\S.*/u, (text) => paint(role, text))));
  return lines.join('\n');
}

/** True where there is nothing to say about a check but that it came out as expected. */
export function isAsExpected(check: CheckResult): boolean {
  return checkMark(check).role === 'good' && check.reason === '' && check.results.every(({ untaken = [] }) => untaken.length === 0);
}

/** What was run: `3 checks`, `1 scenario`. */
export function ranText(checks: number, scenarios: number): string[] {
  return [...(checks > 0 ? [counted(checks, 'check')] : []), ...(scenarios > 0 ? [counted(scenarios, 'scenario')] : [])];
}

/** A spec of which everything came out as expected, in one line. */
export function renderFile(name: string, checks: readonly CheckResult[], scenarios: number, paint: Paint = plainPaint): string {
  const states = checks.reduce((sum, check) => sum + check.states, 0);
  const seconds = checks.reduce((sum, check) => sum + check.seconds, 0);
  const size = checks.length === 0 ? '' : `  ${paint('dim', `(${counted(states, 'state')}, ${seconds.toFixed(2)} s)`)}`;
  return `${paint('good', marginText('ok'))}${paint('strong', name)}  ${ranText(checks.length, scenarios).join(' and ')}, as expected${size}`;
}

/** The verdict on one line: of several violations as many as fit. */
function shortVerdict(check: CheckResult, width: number): string {
  const whole = verdictText(check).replaceAll('\u00A0', ' ');
  const texts = violatedTexts(check).map((text) => text.replaceAll('\u00A0', ' '));
  if (whole.length <= width || texts.length < 2) return whole;
  for (let count = texts.length - 1; count > 1; count--) {
    const text = `${texts.slice(0, count).join(', ')} and ${texts.length - count} more`;
    if (text.length <= width) return text;
  }
  return `${texts[0] ?? ''} and ${texts.length - 1} more`;
}

function hasRace({ results }: CheckResult): boolean {
  return results.some(({ verdict, depth }) => verdict === 'violated' && depth !== null);
}

/** ` up to renaming vcpu, folio and dead values` where one state was kept for all that differ by these. */
function keptText({ reduction: { interchangeable = [], deadValues = 0 } }: CheckResult): string {
  const differences = [...(interchangeable.length === 0 ? [] : [`renaming ${interchangeable.join(', ')}`]), ...(deadValues === 0 ? [] : ['dead values'])];
  return differences.length === 0 ? '' : ` up to ${differences.join(' and ')}`;
}

/** Why symmetry that was asked for was not used, or not all of it; empty where there is nothing to say. */
function symmetryText({ reduction: { interchangeable = [], toldApart = [], approximate = 0 } }: CheckResult): string {
  const unused = toldApart.length === 0 ? [] : [`not used${interchangeable.length > 0 ? ' elsewhere' : ''}: ${toldApart.join('; ')}`];
  const several = approximate === 0 ? [] : [`too many orders to try for ${counted(approximate, 'step')}, which may have kept more states than needed`];
  return [...unused, ...several].join('; ');
}

const mayBeLonger = 'there may be shorter races';

/** What partial order means for the races, or why it was asked for and not used; empty where it was not asked for. */
function orderText(check: CheckResult): string {
  const { partialOrder, orderUnused = '' } = check.reduction;
  if (orderUnused !== '') return `not used: ${orderUnused}`;
  return partialOrder && hasRace(check) ? mayBeLonger : '';
}

/** Columns of the lines about checks. */
export const widthMax = 110;
const margin = 11;

/** A mark in the margin. */
export function marginText(mark: string): string {
  return mark.padEnd(margin);
}

/** A line of details below the name of a check; what does not fit goes on below its own beginning. */
function hanging(label: string, text: string): string[] {
  const indent = margin + label.length;
  return wrap(text, widthMax - indent).map((line, index) => (index === 0 ? `${' '.repeat(margin)}${label}` : ' '.repeat(indent)) + line);
}
