import { jsonVersion, type SplitJson } from '@mmspec/api';
import { split as splitOf } from '@mmspec/analysis';
import { splitRaces, splitText } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { turn } from '../interruption.ts';
import { printLine } from '../output.ts';
import { statusLine } from '../progress.ts';
import { auditCommand, limitsOf, specOf, type AuditCall } from './audit_call.ts';

/** What it matters that something is one step. */
export async function splitted(call: AuditCall): Promise<ExitCode> {
  const { path, options, style, interruption } = call;
  const spec = await specOf(call);
  if (spec === null) return interruption.signal.aborted ? exitCodes.unfinished : exitCodes.badInput;
  const progress = statusLine(process.stderr);
  const found = await splitOf(spec.model.files[0]!, spec.resolve, {
    ...limitsOf(call),
    lines: options.part,
    placesMax: options.partsMax,
    onPlace: (done, count, text) => progress.show(() => `${done + 1} of ${count}: ${oneLine(text)}`),
  });
  progress.clear();
  await turn();
  interruption.letGo();
  const command = (line: number, check: string): string => auditCommand(call, ['--split'], [line], check);
  const races = options.races ? splitRaces(found, { form: style.form, numbered: style.numbered }, command) : [];
  const json: SplitJson = { version: jsonVersion, ...found, path };
  printLine(options.json === true ? JSON.stringify(json, null, 2) : [splitText(found, style.paint), ...races].join('\n\n'));
  return found.complete && found.places.every(({ verdict }) => verdict !== 'not decided') ? exitCodes.met : exitCodes.unfinished;
}
