import { jsonVersion, type RefsJson } from '@mmspec/api';
import { completeSettings, describeLedger, isOfLedger, plan, settingsOf, withOneNumber } from '@mmspec/semantics';
import type { Paint } from '@mmspec/report';
import { hasErrors } from '@mmspec/source';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { oneSpec } from '../one_spec.ts';
import { resolveSettings, type GivenSetting } from '../options/setting.ts';
import { printLine } from '../output.ts';
import { Remarks } from '../remarks.ts';
import { checkNamed } from '../unknown_names.ts';
import type { Command } from 'commander';
import { errorPaintOf } from '../colours.ts';
import { collect, type Ended } from '../command_line.ts';
import { parseSetting } from '../options/setting.ts';

/** `mmspec refs`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('refs')
    .description('the reference ledger: who holds which reference where, and the expected count')
    .argument('<file>', 'the spec')
    .option('--check <name>', 'with the settings of this check')
    .option('--set <name=value>', 'override a constant or variant', collect(parseSetting))
    .option('--json', 'the result as JSON')
    .addHelpText('after', '\nExample:\n  mmspec refs specs/safe_refcount.mmspec --check row2')
    .action(async (path: string, options: { readonly check?: string; readonly set?: GivenSetting[]; readonly json?: boolean }, command: Command) => {
      const { refs } = await import('./refs.ts');
      ended(
        await refs({
          path,
          check: options.check ?? null,
          set: options.set ?? [],
          json: options.json === true,
          paint: errorPaintOf(command),
        }),
      );
    });
}

export interface RefsCall {
  readonly path: string;
  /** Take the settings of this check; null: the declared ones. */
  readonly check: string | null;
  readonly set: readonly GivenSetting[];
  readonly json: boolean;
  readonly paint: Paint;
}

/** The reference ledger: who holds which reference where, and the expected count. */
export async function refs(call: RefsCall): Promise<ExitCode> {
  const remarks = new Remarks(call.paint, call.json);
  const spec = await oneSpec(call.path, remarks);
  if (spec === null) return remarks.refused();
  const planned = call.check === null ? null : withOneNumber(spec.model, checkNamed(plan(spec.model).checks, call.check), call.check);
  const given = resolveSettings(call.set, settingsOf(spec.model));
  const settings = completeSettings(spec.model, { ...planned?.settings, ...given });
  const { ledger, lines, diagnostics } = describeLedger(spec.model, settings);
  // The problems of the ledger stand in its lines already.
  remarks.show(
    spec.model.files,
    diagnostics.filter((diagnostic) => !isOfLedger(diagnostic)),
  );
  const json: RefsJson = { version: jsonVersion, path: call.path, settings, ledger, lines };
  printLine(call.json ? JSON.stringify(json, null, 2) : lines.join('\n'));
  return hasErrors(diagnostics) ? exitCodes.badInput : exitCodes.met;
}
