import type { Snapshot } from '@mmspec/ide';
import type { Trace } from '@mmspec/system';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { Paths } from './paths.ts';
import { rangeOf } from './positions.ts';
import { shownIn, type Server } from './state.ts';
import { messageOfFound, stepText } from './verdicts/messages.ts';
import type { Shown } from './verdicts/shown.ts';

/**
 * What the checks and scenarios of a spec were found to be, where that is something to look at: a warning where one is not met,
 * with the steps of its race as related places, and information where a question finds something, or where the texts have changed since.
 */
export function verdictDiagnostics(server: Server, snapshot: Snapshot): Diagnostic[] {
  return shownIn(server, snapshot).flatMap((shown) => diagnosticsOfShown(server.workspace.paths, snapshot, shown));
}

function diagnosticsOfShown(paths: Paths, { main }: Snapshot, { state, span, found, unsaved }: Shown): Diagnostic[] {
  const isOutdated = state === 'outdated';
  const more = unsaved.length === 0 ? '' : ` (with unsaved ${unsaved.join(', ')})`;
  return found.flatMap((each) => {
    const message = messageOfFound(each);
    if (message === null) return [];
    return [
      {
        range: rangeOf(main, span),
        severity: message.level === 'problem' && !isOutdated ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information,
        source: 'mmspec check',
        message: `${isOutdated ? 'outdated: ' : ''}${message.text}${more}`,
        ...(isOutdated ? {} : { relatedInformation: stepsOf(paths, message.trace) }),
      },
    ];
  });
}

function stepsOf({ uriOf }: Paths, trace: Trace | null): NonNullable<Diagnostic['relatedInformation']> {
  return (trace?.steps ?? []).slice(0, 100).map((step, index) => {
    const position = { line: Math.max(0, step.line - 1), character: Math.max(0, step.column - 1) };
    return { location: { uri: uriOf(step.path), range: { start: position, end: position } }, message: stepText(step, index) };
  });
}
