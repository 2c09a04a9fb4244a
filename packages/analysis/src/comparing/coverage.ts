import type { CheckResult, CoverageChange, PlannedCheck, TransitionSystem } from '@mmspec/system';
import { labelsOf } from './labelled_graph.ts';

/*
 * What a check of one of two specs looks at, and that of the other does not.
 */

/** Labels that a system has, and those of steps that were taken. */
export interface Labels {
  readonly all: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
}

/** `taken` has a 1 for each action that a search took. */
export function takenLabels(system: TransitionSystem, taken: Uint8Array): Labels {
  const labels = labelsOf(system);
  const named = (isMeant: (index: number) => boolean): ReadonlySet<string> =>
    new Set(labels.flatMap((label, index) => (label !== null && isMeant(index) ? [label] : [])));
  return { all: named(() => true), taken: named((index) => taken[index] === 1) };
}

interface Side {
  readonly planned: ReadonlyMap<string, PlannedCheck>;
  readonly results: ReadonlyMap<string, CheckResult>;
  readonly labels: ReadonlyMap<string, Labels>;
}

const noLabels: Labels = { all: new Set(), taken: new Set() };

/** Of a check that both have. */
export function coverageChanges(check: string, before: Side, after: Side): CoverageChange[] {
  const [a, b] = [before.labels.get(check) ?? noLabels, after.labels.get(check) ?? noLabels];
  const taken = ({ taken: own }: Labels): string[] => [...own].filter((label) => a.all.has(label) && b.all.has(label));
  const both = (of: (side: Side) => readonly string[]): readonly [readonly string[], readonly string[]] => [of(before), of(after)];
  return [
    change(
      check,
      'judges',
      both(({ results }) => judgedIn(results.get(check)!)),
    ),
    change(check, 'takes', [taken(a), taken(b)]),
    change(
      check,
      'ignores',
      both(({ planned }) => planned.get(check)!.ignored),
    ),
    change(
      check,
      'bound',
      both(({ planned }) => [planned.get(check)!.bound ?? []].flat()),
    ),
    change(
      check,
      'memory',
      both(({ results }) => [memoryOf(results.get(check)!)]),
    ),
  ].filter(({ added, removed }) => added.length + removed.length > 0);
}

/** Without assertions and ranges, which come and go with the statements that they stand in. */
function judgedIn({ results }: CheckResult): string[] {
  return results.map(({ property }) => property).filter((name) => !/[.]|^range of /u.test(name));
}

const memoryOf = ({ memory = 'sc', window }: CheckResult): string => (window === undefined ? memory : `${memory}, window ${window}`);

function change(check: string, what: CoverageChange['what'], [before, after]: readonly [readonly string[], readonly string[]]): CoverageChange {
  return { check, what, added: after.filter((each) => !before.includes(each)), removed: before.filter((each) => !after.includes(each)) };
}
