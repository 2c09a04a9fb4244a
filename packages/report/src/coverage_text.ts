import { grouped, oneLine } from '@mmspec/source';
import type { Coverage, CoveredStep } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { counted, listed, shorten, wrap } from './wrap.ts';

/*
 * What the checks of a spec exercise, as text: each step with how often it was taken, and what no check exercises.
 */

const width = 100;
const textWidth = 64;

/** The steps beside their counts, what was not exercised, and a sum. */
export function coverageText(coverage: Coverage, paint: Paint = plainPaint): string {
  const { steps, checks, complete } = coverage;
  const table = steps.map((step) => stepLine(step, paint)).join('\n');
  const left = complete ? leftOut(coverage, paint) : ['Not all was searched, so what no check exercises is not known.'];
  return [
    `${checks.length === 1 ? '1 check takes' : `${counted(checks.length, 'check')} together take`} these steps so often:`,
    ...(table === '' ? [] : [table]),
    ...left,
    sumText(coverage),
  ].join('\n\n');
}

function stepLine({ line, owner, text, count }: CoveredStep, paint: Paint): string {
  const row = `${grouped(count).padStart(12)}  ${String(line).padStart(4)}  ${shorten(`${oneLine(owner)}: ${oneLine(text)}`, textWidth)}`;
  return count === 0 ? paint('warning', row) : row;
}

/** What no check exercises, by what it is: texts with the line of each. */
export function leftOutOf({
  steps,
  branches,
  implications,
  values,
}: Coverage): Readonly<Record<'steps' | 'blocks' | 'implications' | 'values', readonly string[]>> {
  return {
    steps: steps.filter(({ count }) => count === 0).map(placeText),
    blocks: branches.filter(({ count }) => count === 0).map(({ owner, text, line }) => `${oneLine(owner)}: ${shorten(oneLine(text), 40)} (line ${line})`),
    implications: implications.filter(({ held }) => !held).map(({ property, line }) => `${oneLine(property)} (line ${line})`),
    values: values.filter(({ checks }) => checks === 0).map(({ name, value }) => `${name} = ${String(value)}`),
  };
}

function leftOut(coverage: Coverage, paint: Paint): string[] {
  const { steps, blocks, implications, values } = leftOutOf(coverage);
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ['Never taken', steps],
    ['Nobody comes here', blocks],
    ['The left side never holds', implications],
    ['No check has it', values],
  ];
  const told = groups.filter(([, names]) => names.length > 0);
  if (told.length === 0) return ['No step, block, left side or value is left out.'];
  return told.map(([title, names]) => [paint('warning', `${title}:`), ...wrap(`  ${listed(names)}.`, width, '  ')].join('\n'));
}

function placeText({ owner, name, line }: CoveredStep): string {
  return `${oneLine(owner)}${name === '' ? '' : `.${oneLine(name)}`} (line ${line})`;
}

function sumText({ steps, branches, implications, values, states, seconds }: Coverage): string {
  const ofAll = (part: number, all: number, what: string): string[] => (all === 0 ? [] : [`${part} of ${counted(all, what)}`]);
  const parts = [
    ...ofAll(steps.filter(({ count }) => count > 0).length, steps.length, 'step'),
    ...ofAll(branches.filter(({ count }) => count > 0).length, branches.length, 'block'),
    ...ofAll(implications.filter(({ held }) => held).length, implications.length, 'left side'),
    ...ofAll(values.filter(({ checks }) => checks > 0).length, values.length, 'value'),
  ];
  return `${parts.length === 0 ? 'There is nothing to exercise' : parts.join(', ')} (${counted(states, 'state')}, ${seconds.toFixed(2)} s).`;
}
