import { jsonVersion, type SuggestionsJson } from '@mmspec/api';
import { suggest } from '@mmspec/analysis';
import { formatSpec } from '@mmspec/format';
import { suggestionsText } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import type { SuggestionsOfCheck } from '@mmspec/system';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { turn } from '../interruption.ts';
import { printLine } from '../output.ts';
import { statusLine } from '../progress.ts';
import { limitsOf, specOf, type AuditCall } from './audit_call.ts';

/** What is missing in a design. */
export async function suggested(call: AuditCall): Promise<ExitCode> {
  const { path, options, style, interruption } = call;
  const spec = await specOf(call);
  if (spec === null) return interruption.signal.aborted ? exitCodes.unfinished : exitCodes.badInput;
  const progress = statusLine(process.stderr);
  const found = await suggest(spec.model.files[0]!, spec.resolve, {
    ...limitsOf(call),
    properties: options.property,
    suggestionsMax: options.suggestionsMax,
    triesMax: options.triesMax,
    format: formatSpec,
    onTry: (done, text) => progress.show(() => `${done + 1}: ${oneLine(text)}`),
  });
  progress.clear();
  await turn();
  interruption.letGo();
  const json: SuggestionsJson = { version: jsonVersion, ...found, path };
  printLine(options.json === true ? JSON.stringify(json, null, 2) : suggestionsText(found, style.paint));
  return !interruption.signal.aborted && found.checks.every(isAnswered) ? exitCodes.met : exitCodes.unfinished;
}

/** Either there are suggestions, or every change was judged. */
function isAnswered({ suggestions, complete, undecided }: SuggestionsOfCheck): boolean {
  return suggestions.length > 0 || (complete && undecided === 0);
}
