import type { CheckExpectation, CheckResult } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { untakenText } from './untaken_text.ts';
import { counted, unbroken, wrap } from './wrap.ts';

/** `holds`, `holds, apart from no_new_refs` (declared `expect violated`), `violates no_new_refs within 6, lost_reference`, or `a question`. */
export function expectationText(expectation: CheckExpectation | null): string {
  if (expectation === null) return 'a question';
  const items = expectation.items.map(({ property, within, fairness }) => unbroken(`${property}${within === null ? '' : ` within ${within}`}${fairness === null ? '' : ` under ${fairness}`}`)).join(', ');
  if (expectation.kind === 'holds') return items === '' ? 'holds' : `holds, apart from ${items}`;
  return `violates ${items}`;
}

/** What was found: the violated properties with the lengths of their shortest races. */
export function verdictText(check: CheckResult): string {
  const violated = check.results.filter((result) => result.verdict === 'violated');
  const found = violated.map(({ property, depth }) => unbroken(`${property} in ${depth ?? 0}`)).join(', ');
  if (check.results.some((result) => result.verdict === 'unfinished')) return found === '' ? 'unfinished' : `violates ${found}; unfinished`;
  return found === '' ? 'holds' : `violates ${found}`;
}

/** One check: a line that says whether it is met, then expectation and verdict, then the reason where it is not. */
export function renderCheck(check: CheckResult, paint: Paint = plainPaint): string {
  const unfinished = check.verdict === 'unfinished' && (check.expectation === null || !check.met);
  const [mark, role] = unfinished ? ['UNFINISHED', 'warning' as const] : check.expectation === null ? ['answer', 'information' as const] : check.met ? ['ok', 'good' as const] : ['FAILED', 'bad' as const];
  const states = `${counted(check.states, 'state')}${keptText(check)}${check.reduction.partialOrder ? ' in some orders of steps' : ''}${check.search === 'depth' ? ' depth-first' : ''}, ${counted(check.transitions, 'transition')}, depth ${check.depth}, ${check.seconds.toFixed(2)} s`;
  const lines = [
    `${paint(role, mark.padEnd(10))} ${paint('strong', check.name)}  ${paint('dim', `(${states})`)}`,
    ...hanging('expected: ', expectationText(check.expectation)),
    ...hanging('found:    ', verdictText(check)),
  ];
  const symmetry = symmetryText(check);
  if (symmetry !== '') lines.push(...hanging('symmetry: ', symmetry));
  const order = orderText(check);
  if (order !== '') lines.push(...hanging('partial order: ', order));
  if (check.search === 'depth' && check.results.some(({ trace }) => trace !== null)) lines.push(...hanging('depth-first: ', mayBeLonger));
  for (const { property, untaken = [] } of check.results) {
    if (untaken.length > 0) lines.push(...hanging('fairness: ', `${property}: ${untakenText(untaken)}`));
  }
  if (check.reason !== '') lines.push(...hanging('', check.reason).map((line) => line.replace(/\S.*/u, (text) => paint(role, text))));
  return lines.join('\n');
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
function orderText({ reduction: { partialOrder, orderUnused = '' }, results }: CheckResult): string {
  if (orderUnused !== '') return `not used: ${orderUnused}`;
  return partialOrder && results.some(({ trace }) => trace !== null) ? mayBeLonger : '';
}

const widthMax = 110;
const margin = 11;

/** A line of details below the name of a check; what does not fit goes on below its own beginning. */
function hanging(label: string, text: string): string[] {
  const indent = margin + label.length;
  return wrap(text, widthMax - indent).map((line, index) => (index === 0 ? `${' '.repeat(margin)}${label}` : ' '.repeat(indent)) + line);
}
