import { notesText } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import { checkText, scenarioText, summaryText, type TextStyle } from '../check_output.ts';
import { printError, printLine } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import type { Reporter } from './reporter.ts';

/** For people: results on standard output as they come, what is said about texts on standard error. */
export function textReporter(style: TextStyle): Reporter {
  return {
    drawsRaces: true,
    begin: (path) => printLine(style.paint('strong', oneLine(path))),
    diagnostics: (files, diagnostics) => showDiagnostics(files, diagnostics, style.errorPaint),
    unread: (path, why) => printError(`${oneLine(path)}: ${why}`),
    checks: (ran, races) => printLine(checkText(ran, races, style)),
    scenario: (result, command, isAlwaysDrawn) => printLine(scenarioText(result, command, style, isAlwaysDrawn)),
    end: ({ files, notes, seconds }) => {
      for (const line of notesText(notes)) printError(line);
      const [results, scenarios] = [files.flatMap((file) => file.results), files.flatMap((file) => file.scenarios)];
      if (results.length + scenarios.length > 0) printLine(summaryText(results, scenarios, seconds, files.flatMap(({ faults = [] }) => faults).length));
    },
  };
}
