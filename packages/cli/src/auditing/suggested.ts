import { jsonVersion, type SuggestionsJson } from '@mmspec/api';
import { suggest } from '@mmspec/analysis';
import { formatSpec } from '@mmspec/format';
import { suggestionsText } from '@mmspec/report';
import type { SuggestionsOfCheck } from '@mmspec/system';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { printLine } from '../output.ts';
import { answered, limitsOf, type AuditCall } from './audit_call.ts';

/** What is missing in a design. */
export function suggested(call: AuditCall): Promise<ExitCode> {
  const { path, options, style, interruption } = call;
  return answered(call, {
    ask: ({ model, resolve }, show) =>
      suggest(model.files[0]!, resolve, {
        ...limitsOf(call),
        model,
        properties: options.property,
        suggestionsMax: options.suggestionsMax,
        triesMax: options.triesMax,
        format: formatSpec,
        onTry: (done, text) => show(`${done + 1}: ${text}`),
      }),
    answer: (found, { model }) => {
      const json: SuggestionsJson = { version: jsonVersion, ...found, path };
      printLine(options.json === true ? JSON.stringify(json, null, 2) : suggestionsText(found, model.files[0]!.path, style.paint));
      return !interruption.signal.aborted && found.checks.every(isAnswered) ? exitCodes.met : exitCodes.unfinished;
    },
  });
}

/** Either there are suggestions, or every change was judged. */
function isAnswered({ suggestions, complete, undecided }: SuggestionsOfCheck): boolean {
  return suggestions.length > 0 || (complete && undecided === 0);
}
