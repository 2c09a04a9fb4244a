import { checkJson, withNotes } from '../check_output.ts';
import { printLine } from '../output.ts';
import type { Reporter } from './reporter.ts';

const nothing = (): void => undefined;

/** For programs: all of it as one value in the end. */
export function jsonReporter(): Reporter {
  return {
    drawsRaces: false,
    begin: nothing,
    diagnostics: nothing,
    unread: nothing,
    checks: nothing,
    scenario: nothing,
    close: nothing,
    end: ({ files, readings }) => printLine(checkJson(withNotes(files, readings))),
  };
}
