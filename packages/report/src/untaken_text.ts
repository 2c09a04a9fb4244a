import type { UntakenAction } from '@mmspec/system';
import { counted, listed, unbroken } from './wrap.ts';

/** Instances that are named; of more only the number is said. */
const namesMax = 4;

/** Why fairness of everybody did not help: `fair` alone is about actors, and these actions stay enabled, or are enabled again and again, and never taken. */
export function untakenText(untaken: readonly UntakenAction[]): string {
  const always = untaken.filter((each) => each.always);
  const sometimes = untaken.filter((each) => !each.always);
  const parts = [
    ...(always.length === 0
      ? []
      : [`${namesText(always)} ${isOne(always) ? 'is' : 'are'} continuously enabled and never taken (${missingFairness(always, 'fair')} would demand it)`]),
    ...(sometimes.length === 0
      ? []
      : [
          `${namesText(sometimes)} ${isOne(sometimes) ? 'is' : 'are'} enabled again and again and never taken (${missingFairness(sometimes, 'strongly fair')} would demand it)`,
        ]),
  ];
  return `fairness without a name covers actors only: ${parts.join('; ')}`;
}

/** The same as a sentence. */
export function untakenSentence(untaken: readonly UntakenAction[]): string {
  const text = untakenText(untaken);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

const isOne = (untaken: readonly UntakenAction[]): boolean => untaken.length === 1;

function namesText(untaken: readonly UntakenAction[]): string {
  const names = untaken.slice(0, namesMax).map(({ name }) => unbroken(name));
  const more = untaken.length - names.length;
  return `the ${isOne(untaken) ? 'action' : 'actions'} ${listed(more > 0 ? [...names, counted(more, 'other')] : names)}`;
}

function missingFairness(untaken: readonly UntakenAction[], fairness: string): string {
  return [...new Set(untaken.map(({ action }) => action))].map((action) => unbroken(`${fairness} ${action}`)).join(', ');
}
