import type { ScenarioResult } from '@mmspec/system';

/** What was found out about a scenario, as a sentence. */
export function scenarioVerdict(result: ScenarioResult): string {
  if (result.found === 'possible') return 'This interleaving is possible.';
  if (result.found === 'impossible') return `This interleaving is impossible: ${result.reason}.`;
  return `The search did not finish: ${result.reason}.`;
}
