import type { ShownEntry } from './told.ts';

/** What is known about all checks of a spec, in a line for the status of an editor and a line for each check that asks for something. */
export interface Summary {
  /** What is worst: `failing`, `unfinished` and `outdated` checks, some that were never run (`open`), or none of these. */
  readonly level: 'failing' | 'unfinished' | 'outdated' | 'open' | 'fine';
  /** `5 checks: 1 failing, 2 not finished`; empty where there are no checks. */
  readonly text: string;
  readonly lines: readonly string[];
}

const words: Readonly<Record<Summary['level'], string>> = {
  failing: 'failing',
  unfinished: 'not finished',
  outdated: 'outdated',
  open: 'not run',
  fine: 'as expected or answered',
};

/** What is said where it is so with all of several checks. */
const ofAll: Readonly<Record<Summary['level'], string>> = {
  failing: 'all failing',
  unfinished: 'none finished',
  outdated: 'all outdated',
  open: 'none run',
  fine: 'all as expected or answered',
};

export function summaryOf(entries: readonly ShownEntry[]): Summary {
  const levels = entries.map(levelOf);
  const counts = (Object.keys(words) as Summary['level'][]).map((level) => ({ level, count: levels.filter((each) => each === level).length }));
  const there = counts.filter(({ count }) => count > 0);
  const level = there[0]?.level ?? 'fine';
  const parts = there.map((each) => (each.count === entries.length ? ofAll[each.level] : `${each.count} ${words[each.level]}`));
  const head = `${entries.length} ${entries.length === 1 ? 'check' : 'checks'}`;
  return {
    level,
    text: entries.length === 0 ? '' : `${head}: ${entries.length === 1 ? words[level] : parts.join(', ')}`,
    lines: entries.filter((_, index) => levels[index] !== 'fine').map(({ name, title }) => `${name}: ${title === '' ? words.open : title}`),
  };
}

function levelOf({ state, outcome }: ShownEntry): Summary['level'] {
  if (state === 'none') return 'open';
  if (state === 'outdated') return 'outdated';
  return outcome === 'not met' ? 'failing' : outcome === 'unfinished' ? 'unfinished' : 'fine';
}
