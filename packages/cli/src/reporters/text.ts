import { isAsExpected, notesText, renderFile, weakIsNoModel } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { checkText, scenarioText, summaryText, type TextStyle } from '../check_output.ts';
import { printError, printLine } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import type { Reporter } from './reporter.ts';

/** A spec that is one line as long as all of it is as expected. */
interface BriefSpec {
  readonly name: string;
  /** What is printed where something is not. */
  readonly texts: string[];
  readonly results: CheckResult[];
  readonly scenarios: ScenarioResult[];
}

/** For people: results on standard output as they come, what is said about texts on standard error. */
export function textReporter(style: TextStyle): Reporter {
  const head = (path: string): string => style.paint('strong', oneLine(path));
  let brief: BriefSpec | null = null;
  const unfold = (): void => {
    for (const text of brief === null ? [] : [head(brief.name), ...brief.texts]) printLine(text);
    brief = null;
  };
  const tell = (text: string, isExpected: boolean): void => {
    if (!isExpected) unfold();
    if (brief === null) printLine(text);
    else brief.texts.push(text);
  };
  return {
    drawsRaces: true,
    begin: (path, isBrief) => {
      if (isBrief) brief = { name: path, texts: [], results: [], scenarios: [] };
      else printLine(head(path));
    },
    diagnostics: (files, diagnostics) => showDiagnostics(files, diagnostics, style.errorPaint),
    unread: (path, why) => printError(`${oneLine(path)}: ${why}`),
    checks: (ran, races) => {
      brief?.results.push(...ran.map(({ result }) => result));
      tell(
        checkText(ran, races, style),
        ran.every(({ result }) => isAsExpected(result)),
      );
    },
    scenario: (result, command, isAlwaysDrawn) => {
      brief?.scenarios.push(result);
      tell(scenarioText(result, command, style, isAlwaysDrawn), result.met && result.expected !== null);
    },
    close: (hasFaults) => {
      if (hasFaults) unfold();
      if (brief !== null) printLine(renderFile(oneLine(brief.name), brief.results, brief.scenarios.length, style.paint));
      brief = null;
    },
    end: ({ files, notes, seconds, notBegun }) => {
      for (const line of notesText(notes)) printError(line);
      const [results, scenarios] = [files.flatMap((file) => file.results), files.flatMap((file) => file.scenarios)];
      const notRun = files.reduce((sum, file) => sum + (file.notRun ?? 0), 0);
      const faults = files.flatMap((file) => file.faults ?? []).length;
      if (results.length + scenarios.length > 0) printLine(summaryText(results, scenarios, seconds, { faults, notRun, notBegun }));
      if ([...results, ...scenarios].some(({ memory }) => memory === 'weak')) printLine(style.paint('dim', weakIsNoModel));
    },
  };
}
