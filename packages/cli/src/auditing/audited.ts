import { jsonVersion, type AuditJson } from '@mmspec/api';
import { audit as auditOf, partLines } from '@mmspec/analysis';
import { auditRaces, auditText } from '@mmspec/report';
import type { Audit } from '@mmspec/system';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { printLine } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { refuseLines } from '../unknown_names.ts';
import { auditThreads } from './audit_threads.ts';
import { answered, auditCommand, limitsOf, type AuditCall } from './audit_call.ts';

/** What each part of a design is good for. */
export function audited(call: AuditCall): Promise<ExitCode> {
  const { path, options, style, interruption } = call;
  return answered(call, {
    ask: (spec, show) => {
      if (options.part !== undefined) refuseLines(options.part, partLines(spec.model), 'part');
      return auditOf(spec.model.files[0]!, spec.resolve, {
        ...limitsOf(call),
        model: spec.model,
        lines: options.part,
        partsMax: options.partsMax,
        pairsMax: options.pairsMax,
        races: options.races || options.json === true,
        helpers: (task, from) => auditThreads(spec, interruption.signal, task, from),
        onPart: (done, count, text) => show(`${done + 1} of ${count}: ${text}`),
      });
    },
    answer: ({ audit, diagnostics }, { model }) => {
      showDiagnostics(model.files, diagnostics, style.errorPaint);
      const json: AuditJson = { version: jsonVersion, ...audit, path };
      printLine(options.json === true ? JSON.stringify(json, null, 2) : textOf(audit, model.files[0]!.path, call));
      return isDecided(audit) ? exitCodes.met : exitCodes.unfinished;
    },
  });
}

function textOf(audit: Audit, path: string, call: AuditCall): string {
  const { form, numbered, paint } = call.style;
  const command = (lines: readonly number[], check: string): string => auditCommand(call, [], lines, check);
  return [auditText(audit, path, paint), ...(call.options.races ? auditRaces(audit, { form, numbered }, command) : [])].join('\n\n');
}

/** All of it was tried, and is decided. */
export function isDecided({ rows, pairs, complete }: Audit): boolean {
  return complete && [...rows, ...pairs].every(({ verdict }) => verdict !== 'not decided');
}
