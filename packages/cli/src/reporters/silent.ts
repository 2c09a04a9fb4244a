import { hasErrors, oneLine } from '@mmspec/source';
import { printError } from '../output.ts';
import type { Remarks } from '../remarks.ts';
import type { Reporter } from './reporter.ts';

const nothing = (): void => undefined;

/** For commands that say themselves what was found: only errors in texts are told. */
export function silentReporter(remarks: Remarks): Reporter {
  return {
    drawsRaces: false,
    begin: nothing,
    diagnostics: (files, diagnostics) => {
      if (hasErrors(diagnostics)) remarks.show(files, diagnostics);
    },
    unread: (path, why) => printError(`${oneLine(path)}: ${why}`),
    checks: nothing,
    scenario: nothing,
    close: nothing,
    end: nothing,
  };
}
