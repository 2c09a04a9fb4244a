import { jsonVersion, type SplitJson } from '@mmspec/api';
import { split as splitOf, splitLines } from '@mmspec/analysis';
import { splitRaces, splitText } from '@mmspec/report';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { printLine } from '../output.ts';
import { refuseLines } from '../unknown_names.ts';
import { answered, auditCommand, limitsOf, type AuditCall } from './audit_call.ts';

/** What it matters that something is one step. */
export function splitted(call: AuditCall): Promise<ExitCode> {
  const { path, options, style } = call;
  return answered(call, {
    ask: ({ model, resolve }, show) => {
      if (options.part !== undefined) refuseLines(options.part, splitLines(model), 'step that could be several');
      return splitOf(model.files[0]!, resolve, {
        ...limitsOf(call),
        model,
        lines: options.part,
        placesMax: options.partsMax,
        onPlace: (done, count, text) => show(`${done + 1} of ${count}: ${text}`),
      });
    },
    answer: (found, { model }) => {
      const command = (line: number, check: string): string => auditCommand(call, ['--split'], [line], check);
      const races = options.races ? splitRaces(found, { form: style.form, numbered: style.numbered }, command) : [];
      const json: SplitJson = { version: jsonVersion, ...found, path };
      printLine(options.json === true ? JSON.stringify(json, null, 2) : [splitText(found, model.files[0]!.path, style.paint), ...races].join('\n\n'));
      return found.complete && found.places.every(({ verdict }) => verdict !== 'not decided') ? exitCodes.met : exitCodes.unfinished;
    },
  });
}
