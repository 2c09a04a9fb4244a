import { jsonVersion, type AnchorsJson } from '@mmspec/api';
import { anchorRows } from '@mmspec/analysis';
import { anchorsText } from '@mmspec/report';
import type { Command } from 'commander';
import { paintsOf } from '../colours.ts';
import { collect, type Ended } from '../command_line.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { kernelTree } from '../files/kernel_tree.ts';
import { oneSpec } from '../one_spec.ts';
import { printLine } from '../output.ts';
import { Remarks } from '../remarks.ts';

interface AnchorsOptions {
  readonly kernel?: string[];
  readonly exitCode?: boolean;
  readonly json?: boolean;
}

/** `mmspec anchors`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('anchors')
    .description('where the source is that a spec says it models: found, moved or gone in each of some trees')
    .argument('<file>', 'the spec')
    .option('--kernel <tree>', 'a checkout or an unpacked source package; several in the order of their versions', collect(String))
    .option('--exit-code', 'end with 1 where an anchor is not found as it is written')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nOnly the files that anchors name are read.\n\nExit codes: 0 there is an answer, 1 with --exit-code where something is moved or gone, 2 errors in the spec or the call.\n\nExample:\n  mmspec anchors specs/gup_fast.mmspec --kernel linux-6.12 --kernel linux-6.18',
    )
    .action(async (path: string, options: AnchorsOptions, command: Command) => {
      const { anchors } = await import('./anchors.ts');
      ended(await anchors(path, options, command));
    });
}

export async function anchors(path: string, { kernel = [], exitCode, json }: AnchorsOptions, command: Command): Promise<ExitCode> {
  const { paint, errorPaint } = paintsOf(command);
  const trees = kernel.map(kernelTree);
  const remarks = new Remarks(errorPaint, json);
  const spec = await oneSpec(path, remarks);
  if (spec === null) return remarks.refused();
  const rows = anchorRows(spec.model, trees);
  const answer: AnchorsJson = { version: jsonVersion, path, trees: kernel, anchors: rows };
  printLine(json === true ? JSON.stringify(answer, null, 2) : anchorsText(rows, kernel, paint));
  return exitCode === true && rows.some(({ found }) => found.some(({ kind }) => kind !== 'found')) ? exitCodes.notMet : exitCodes.met;
}
