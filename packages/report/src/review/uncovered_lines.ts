import { oneLine } from '@mmspec/source';
import type { Plain, Review, Uncovered } from '@mmspec/system';
import { saysMoreInWindows } from '../memory_text.ts';
import { widthMax } from '../race/race_diagram.ts';
import { exercisedItems } from './exercised_lines.ts';
import { counted, listed, wrap } from '../wrap.ts';

/*
 * What the answers say nothing about: nobody should read more into them.
 */

/** What was not looked at, one item each. */
export function uncoveredLines(review: Review): string[] {
  const { uncovered, memory, checks } = review;
  const items = [
    'That the code does what the model says; the model is what was checked.',
    ...(memory.every((each) => each === 'sc') ? ['Weaker memory: every step is seen by all CPUs at once.'] : []),
    ...weakly(checks, memory),
    ...sizes(review),
    ...atomics(uncovered),
    ...(uncovered.noContexts ? ['Interrupts and preemption: every actor has a CPU of its own.'] : []),
    ...uncovered.bounds.map(({ check, bound }) => `What lies beyond the bound of ${oneLine(check)}: ${oneLine(bound)}.`),
    ...ignored(uncovered),
    ...(uncovered.unjudged.length === 0 ? [] : [`${listed(uncovered.unjudged)}: no check judges ${uncovered.unjudged.length === 1 ? 'it' : 'them'}.`]),
    ...uncovered.fairness.map(({ property, fairness }) => `${oneLine(property)} holds under an assumption: ${oneLine(fairness)}.`),
    ...open(checks),
    ...exercisedItems(review),
    ...never(uncovered),
  ];
  return ['Not covered:', '', ...items.flatMap((item) => wrap(`  - ${item}`, widthMax, '    '))];
}

/** What is assumed under tso and weak. */
function weakly(checks: Review['checks'], memory: Review['memory']): string[] {
  const windows = checks.flatMap(({ name, bounded, results }) =>
    typeof bounded === 'object' && saysMoreInWindows(results)
      ? [
          `${bounded.wider ? `More than ${bounded.window} accesses under way at a time` : 'Some accesses out of order'} in ${oneLine(name)}: ${oneLine(bounded.where)}.`,
        ]
      : [],
  );
  const steps = new Set(checks.flatMap(({ indivisible = [] }) => indivisible.map(({ line }) => line)));
  return [
    ...(memory.includes('weak') ? ["The kernel's memory model as a whole: memory weak is one machine within it."] : []),
    ...windows,
    ...(steps.size === 0 ? [] : [`Steps over several locations, taken for one access: line${steps.size === 1 ? '' : 's'} ${[...steps].join(', ')}.`]),
  ];
}

/** Numbers beyond the checked ones, and values of variants that no check has. */
function sizes({ uncovered: { values }, checks }: Review): string[] {
  const texts = values.map(({ name, checked, left }) => `${oneLine(name)} = ${rangeText(left)} (checked: ${rangeText(checked)})`);
  const isProved = checks.some(({ results }) => results.some(({ anyNumber }) => anyNumber === 'proved'));
  const larger = `Larger sizes than the constants of the model allow${isProved ? ', but for what is proved for any number' : ''}.`;
  return texts.length === 0 ? [larger] : [`Other sizes and variants: ${texts.join('; ')}.`];
}

/** `1, 2`, `3 to 8` */
function rangeText(values: readonly Plain[]): string {
  const numbers = values.filter((value) => typeof value === 'number');
  const [first] = numbers;
  const last = numbers.at(-1);
  if (first !== undefined && last !== undefined && numbers.length === values.length && numbers.length > 2 && last - first === numbers.length - 1)
    return `${first} to ${last}`;
  return values.length === 0 ? 'none' : values.map((value) => oneLine(String(value))).join(', ');
}

function atomics({ atomics: found }: Uncovered): string[] {
  if (found.length === 0) return [];
  const places = [...new Set(found.map(({ owner }) => owner))].map((owner) => {
    const lines = found.filter((each) => each.owner === owner).map(({ line }) => line);
    return `${oneLine(owner)} (line${lines.length === 1 ? '' : 's'} ${lines.join(', ')})`;
  });
  return [`${counted(found.length, 'atomic block')} taken for one step: ${places.join(', ')}.`];
}

function ignored({ ignored: found }: Uncovered): string[] {
  const names = [...new Set(found.flatMap(({ properties }) => properties))];
  return names.map(
    (name) =>
      `${oneLine(name)}: ignored by ${listed([...new Set(found.filter(({ properties }) => properties.includes(name)).map(({ check }) => oneLine(check)))].slice(0, 4))}.`,
  );
}

function open(checks: Review['checks']): string[] {
  const found = checks.filter(({ results }) => results.some(({ verdict }) => verdict === 'unfinished'));
  return found.length === 0 ? [] : [`What ${listed(found.map(({ name }) => oneLine(name)))} had not reached when the search stopped.`];
}

/** So many notes about what never happens are told one by one. */
const neverMax = 5;

function never({ never: found }: Uncovered): string[] {
  const told = found.slice(0, neverMax).map(({ line, message }) => `Line ${line}: ${oneLine(message)}`);
  return found.length > neverMax ? [...told, `${found.length - neverMax} more like these; mmspec check --notes shows them.`] : told;
}
