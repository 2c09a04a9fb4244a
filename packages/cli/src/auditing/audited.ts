import { jsonVersion, type AuditJson } from '@mmspec/api';
import { audit as auditOf, type AuditOptions } from '@mmspec/analysis';
import { auditRaces, auditText } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import type { Audit } from '@mmspec/system';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { turn } from '../interruption.ts';
import { printLine } from '../output.ts';
import { statusLine } from '../progress.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { auditCommand, limitsOf, specOf, type AuditCall } from './audit_call.ts';

/** What each part of a design is good for. */
export async function audited(call: AuditCall): Promise<ExitCode> {
  const { path, options, style, interruption } = call;
  const { signal, letGo } = interruption;
  const spec = await specOf(call);
  if (spec === null) return signal.aborted ? exitCodes.unfinished : exitCodes.badInput;
  const progress = statusLine(process.stderr);
  const given: AuditOptions = {
    ...limitsOf(call),
    lines: options.part,
    partsMax: options.partsMax,
    pairsMax: options.pairsMax,
    onPart: (done, count, text) => progress.show(() => `${done + 1} of ${count}: ${oneLine(text)}`),
  };
  const found = await auditOf(spec.model.files[0]!, spec.resolve, given);
  progress.clear();
  await turn();
  letGo();
  showDiagnostics(spec.model.files, found.diagnostics, style.errorPaint);
  const json: AuditJson = { version: jsonVersion, ...found.audit, path };
  printLine(options.json === true ? JSON.stringify(json, null, 2) : textOf(found.audit, call));
  return isDecided(found.audit) ? exitCodes.met : exitCodes.unfinished;
}

function textOf(audit: Audit, call: AuditCall): string {
  const { form, numbered, paint } = call.style;
  const command = (lines: readonly number[], check: string): string => auditCommand(call, [], lines, check);
  return [auditText(audit, paint), ...(call.options.races ? auditRaces(audit, { form, numbered }, command) : [])].join('\n\n');
}

/** All of it was tried, and is decided. */
export function isDecided({ rows, pairs, complete }: Audit): boolean {
  return complete && [...rows, ...pairs].every(({ verdict }) => verdict !== 'not decided');
}
