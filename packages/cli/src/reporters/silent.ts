import type { Paint } from '@mmspec/report';
import { hasErrors, oneLine } from '@mmspec/source';
import { printError } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import type { Reporter } from './reporter.ts';

const nothing = (): void => undefined;

/** For commands that say themselves what was found: only errors in texts are told. */
export function silentReporter(paint: Paint): Reporter {
  return {
    drawsRaces: false,
    begin: nothing,
    diagnostics: (files, diagnostics) => {
      if (hasErrors(diagnostics)) showDiagnostics(files, diagnostics, paint);
    },
    unread: (path, why) => printError(`${oneLine(path)}: ${why}`),
    checks: nothing,
    scenario: nothing,
    close: nothing,
    end: nothing,
  };
}
