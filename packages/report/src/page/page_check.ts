import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { checkMark, modelText, withinText } from '../check_table.ts';
import { counted } from '../wrap.ts';
import type { PageRace } from './trace_page.ts';

/** A check or scenario in the table that a page begins with. */
export interface PageCheck {
  /** The spec. */
  readonly file: string;
  readonly name: string;
  /** `ok`, `answer`, `FAILED`, `UNFINISHED` */
  readonly mark: string;
  /** What was found, part by part: each with the number of its race, where there is one. */
  readonly found: readonly { readonly text: string; readonly race: number | null }[];
  readonly reason: string;
  readonly size: string;
}

/** The rows of what was run in one file. */
export function pageChecks(file: string, checks: readonly CheckResult[], scenarios: readonly ScenarioResult[], races: readonly PageRace[]): PageCheck[] {
  const raceOf = (check: string, property: string): number | null => {
    const at = races.findIndex((race) => race.file === file && race.check === check && race.property === property);
    return at < 0 ? null : at;
  };
  return [
    ...checks.map((check): PageCheck => ({
      file,
      name: check.name,
      mark: checkMark(check).mark,
      found: foundIn(check, (property) => raceOf(check.name, property)),
      reason: check.reason,
      size: counted(check.states, 'state'),
    })),
    ...scenarios.map((scenario): PageCheck => ({
      file,
      name: `scenario ${scenario.name}`,
      mark: scenario.found === 'unfinished' ? 'UNFINISHED' : scenario.expected === null ? 'answer' : scenario.met ? 'ok' : 'FAILED',
      found: [{ text: scenario.found, race: raceOf('scenario', scenario.name) }],
      reason: scenario.reason,
      size: counted(scenario.states, 'state'),
    })),
  ];
}

function foundIn({ results, bounded, memory = 'sc' }: CheckResult, raceOf: (property: string) => number | null): PageCheck['found'] {
  const parts = results
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ property, depth }) => ({
      text: depth === null ? `${property} is never reached${withinText(bounded)}` : `${property} in ${depth}`,
      race: depth === null ? null : raceOf(property),
    }));
  if (results.some(({ verdict }) => verdict === 'unfinished')) return [...parts, { text: 'unfinished', race: null }];
  if (parts.length === 0) return [{ text: `holds${withinText(bounded)}${modelText({ memory })}`, race: null }];
  return memory === 'sc' ? parts : [...parts, { text: modelText({ memory }).trim(), race: null }];
}
