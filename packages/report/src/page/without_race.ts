import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { counted } from '../wrap.ts';

/** What a page says of the checks and scenarios that it has no run of, and of checks that are not met, a line each: "holds" and "unfinished" are different answers. */
export function withoutRace(checks: readonly CheckResult[], scenarios: readonly ScenarioResult[]): string[] {
  return [
    ...checks.filter(({ results, met }) => !met || results.every(({ trace }) => trace === null)).map(({ name, results, met, reason, states }) => {
      const open = results.filter(({ verdict }) => verdict === 'unfinished').length;
      if (!met && open === 0) return `${name} is not met: ${reason}; ${counted(states, 'state')}`;
      return `${name}: ${open === 0 ? 'holds' : `unfinished${reason === '' ? '' : `, ${reason}`}`}; ${counted(states, 'state')}`;
    }),
    ...scenarios.filter(({ trace }) => trace === null).map(({ name, found, reason, states }) => `${name}: ${found}, ${reason}; ${counted(states, 'state')}`),
  ];
}
