import { jsonVersion, type CoverageJson } from '@mmspec/api';
import { coverage } from '@mmspec/analysis';
import { coverageText } from '@mmspec/report';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { printLine } from '../output.ts';
import { answered, limitsOf, type AuditCall } from './audit_call.ts';

/** What all checks together exercise. */
export function covered(call: AuditCall): Promise<ExitCode> {
  const { path, options, style } = call;
  return answered(call, {
    ask: ({ model }, show) => coverage(model, { ...limitsOf(call), onCheck: show }),
    answer: (found) => {
      const json: CoverageJson = { version: jsonVersion, ...found, path };
      printLine(options.json === true ? JSON.stringify(json, null, 2) : coverageText(found, style.paint));
      return found.complete ? exitCodes.met : exitCodes.unfinished;
    },
  });
}
