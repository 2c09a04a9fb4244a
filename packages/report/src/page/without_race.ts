import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { counted } from '../wrap.ts';

/** What a page says of the checks and scenarios that it has no run of, a line each: "holds" and "unfinished" are different answers. */
export function withoutRace(checks: readonly CheckResult[], scenarios: readonly ScenarioResult[]): string[] {
  return [
    ...checks.filter(({ results }) => results.every(({ trace }) => trace === null)).map(({ name, results, reason, states }) => {
      const open = results.filter(({ verdict }) => verdict === 'unfinished').length;
      return `${name}: ${open === 0 ? 'holds' : `unfinished${reason === '' ? '' : `, ${reason}`}`}; ${counted(states, 'state')}`;
    }),
    ...scenarios.filter(({ trace }) => trace === null).map(({ name, found, reason, states }) => `${name}: ${found}, ${reason}; ${counted(states, 'state')}`),
  ];
}
