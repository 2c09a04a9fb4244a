import type { ChooseRaces } from '@mmspec/analysis';
import type { CheckResult, PropertyResult } from '@mmspec/system';

/*
 * Which races a run draws. What nobody expected is always drawn.
 */

/** `first`: one in all, of the first violated check; `unexpected`: and of questions each; `all`: one of each violated property. */
export type RacesMode = 'first' | 'unexpected' | 'all';

export interface RacesShown {
  readonly choose: ChooseRaces;
  /** Those of one check, or of the cells of a matrix, in the order in which they are drawn, and the violated properties that are only counted. */
  readonly of: (cells: readonly CheckResult[]) => { readonly drawn: readonly DrawnRace[]; readonly left: readonly PropertyResult[] };
}

export interface DrawnRace {
  readonly check: CheckResult;
  readonly result: PropertyResult;
}

/** Races that are drawn of one check where nobody asked for all. */
const drawnMax = 5;

/** `isAsked`: the mode was asked for, so that nothing of it is left out. */
export function racesShown(mode: RacesMode, isAsked: boolean): RacesShown {
  /** In the mode `first`: there was one. */
  let isDone = false;
  const wanted = (isQuestion: boolean, violated: readonly Violated[]): readonly Violated[] => {
    const unexpected = isQuestion ? [] : violated.filter(({ expected }) => expected !== true);
    const others = violated.filter((each) => !unexpected.includes(each));
    if (mode === 'all' || (mode === 'unexpected' && isQuestion)) return [...unexpected, ...others];
    return mode === 'first' && !isDone ? [...unexpected, ...others].slice(0, Math.max(1, unexpected.length)) : unexpected;
  };
  const limit = isAsked && mode === 'all' ? Infinity : drawnMax;
  return {
    choose: ({ expectation }, violated) =>
      wanted(expectation === null, violated)
        .slice(0, limit)
        .map(({ property }) => property),
    of: (cells) => {
      const candidates = cells.flatMap((check) => {
        const violated = check.results.filter(({ verdict, depth }) => verdict === 'violated' && depth !== null);
        const all = wanted(check.expectation === null, violated).map((each) => ({
          check,
          result: violated.find(({ property }) => property === each.property)!,
        }));
        isDone ||= all.length > 0;
        return all;
      });
      const drawn = candidates.filter(({ result }) => result.trace !== null).slice(0, limit);
      return { drawn, left: candidates.filter((each) => !drawn.includes(each)).map(({ result }) => result) };
    },
  };
}

interface Violated {
  readonly property: string;
  readonly expected?: boolean;
}
