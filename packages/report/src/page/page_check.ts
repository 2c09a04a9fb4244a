import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { checkMark, modelText, withinText } from '../check_table.ts';
import { numberText, openLines, openVerdict } from '../open_text.ts';
import { counted, plainBlanks } from '../wrap.ts';
import type { PageRace } from './trace_page.ts';

/** A check or scenario in the table that a page begins with. */
export interface PageCheck {
  /** The spec. */
  readonly file: string;
  readonly name: string;
  /** `ok`, `answer`, `FAILED`, `UNFINISHED`, `UNDECIDED` */
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

function foundIn(check: CheckResult, raceOf: (property: string) => number | null): PageCheck['found'] {
  const { results, bounded, memory = 'sc', open } = check;
  const parts: { text: string; race: number | null }[] = results
    .filter(({ verdict }) => verdict === 'violated')
    .map((each) => ({
      text: plainBlanks(
        `${each.depth === null ? `${each.property} is never reached${withinText(bounded)}` : `${each.property} in ${each.depth}`}${numberText(each)}`,
      ),
      race: each.depth === null ? null : raceOf(each.property),
    }));
  if (open !== undefined) parts.push(...openParts(check, parts.length === 0));
  if (results.some(({ verdict }) => verdict === 'unfinished')) return [...parts, { text: 'unfinished', race: null }];
  if (open !== undefined && memory === 'sc') return parts;
  if (parts.length === 0) return [{ text: `holds${withinText(bounded)}${modelText({ memory })}`, race: null }];
  return memory === 'sc' ? parts : [...parts, { text: modelText({ memory }).trim(), race: null }];
}

/** What a check says of every number, part by part. */
function openParts(check: CheckResult, isFirst: boolean): { text: string; race: null }[] {
  const verdict = isFirst && check.results.every((each) => each.verdict !== 'unfinished') ? [openVerdict(check)] : [];
  const texts = [...verdict, ...openLines(check).map(([label, text]) => `${label.trim()} ${text.trim()}`)];
  return texts.map((text) => ({ text: plainBlanks(text), race: null }));
}
