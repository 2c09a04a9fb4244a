import { jsonVersion, type ClaimJson, type VerifyJson } from '@mmspec/api';
import { pathWord, type Paint } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import type { Command } from 'commander';
import { join } from 'node:path';
import { check, type CheckCall } from '../check_specs.ts';
import { isCertificate } from '../any/read_certificate.ts';
import { verifyCertificate } from '../any/verify_certificate.ts';
import { claimOf, folderOf, type Claimable } from '../claims/claim.ts';
import { differencesOf } from '../claims/differences.ts';
import { parsed } from '../claims/parsed.ts';
import { readClaim } from '../claims/read_claim.ts';
import { paintsOf } from '../colours.ts';
import type { Ended } from '../command_line.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { readText } from '../files/read_text.ts';
import { interruptible, type Interruption } from '../interruption.ts';
import { defaultMemory } from '../options/default_memory.ts';
import { parseSetting } from '../options/setting.ts';
import { printLine } from '../output.ts';
import { progressLine } from '../progress.ts';
import { Remarks } from '../remarks.ts';
import { silentReporter } from '../reporters/silent.ts';

/** `mmspec verify`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('verify')
    .description('run again what a claim says was checked, and tell every difference; check the proofs of a certificate')
    .argument('<file>', 'what mmspec check --claim FILE, or --any CONSTANT --certificate FILE, wrote')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nTimes, memory and the version of mmspec may be others.\n\nExit codes: 0 everything is as claimed, 1 something is not, 2 it is no claim and no certificate, or a spec has errors, 3 interrupted.\n\nExample:\n  mmspec verify gup_fast.json',
    )
    .action(async (path: string, { json = false }: { readonly json?: boolean }, command: Command) => {
      const call = { path, json, ...paintsOf(command) };
      const { verify } = await import('./verify.ts');
      ended(await interruptible((interruption) => verify({ ...call, interruption })));
    });
}

interface VerifyCall {
  readonly path: string;
  readonly json: boolean;
  readonly paint: Paint;
  readonly errorPaint: Paint;
  readonly interruption: Interruption;
}

export async function verify({ path, json, paint, errorPaint, interruption }: VerifyCall): Promise<ExitCode> {
  const remarks = new Remarks(errorPaint, json);
  const read = await readText(path, interruption.signal);
  if (interruption.signal.aborted) return remarks.cancelled(path).refused();
  if (read.kind === 'problem') {
    remarks.show([read.problem.file], [read.problem.diagnostic]);
    return remarks.refused();
  }
  const value = parsed(path, read.text);
  if (isCertificate(value)) return verifyCertificate({ path, value, json, paint, remarks, signal: interruption.signal });
  const claim = readClaim(path, value);
  let found: readonly Claimable[] = [];
  const call: CheckCall = { ...callOf(claim, path, remarks, interruption), onFound: (all) => (found = all) };
  const code = await check(call);
  if (interruption.signal.aborted) return remarks.cancelled(path).refused();
  if (code === exitCodes.badInput) return remarks.refused();
  if (code === exitCodes.internal) return code;
  const differences = differencesOf(claim, claimOf({ ...call, series: seriesOf(claim, path) }, found, folderOf(path)));
  const verified = differences.length === 0;
  const answer: VerifyJson = { version: jsonVersion, path, verified, differences };
  printLine(json ? JSON.stringify(answer, null, 2) : textOf(claim, differences, path, paint));
  return verified ? exitCodes.met : exitCodes.notMet;
}

/** The call of `mmspec check` that the claim was made by. Paths start from the folder of the claim. */
function callOf({ options, specs }: ClaimJson, path: string, remarks: Remarks, interruption: Interruption): Omit<CheckCall, 'onFound'> {
  const { reduction, symmetry, deadValues, order, search, statesMax } = options;
  const series = seriesOf({ options }, path);
  return {
    paths: series === undefined ? [...new Set(specs.map((spec) => join(folderOf(path), spec.path)))] : [series],
    isSeries: series !== undefined,
    checks: options.checks,
    properties: options.properties,
    set: options.set.map(parseSetting),
    memory: options.memory,
    window: options.window,
    reporter: silentReporter(remarks),
    limits: { reduction, symmetry, deadValues, order, search, statesMax, memoryMax: defaultMemory() },
    interruption,
    progress: progressLine('auto'),
    races: 'first',
    notes: false,
  };
}

/** The series that a claim of a review is about. */
function seriesOf({ options: { series } }: Pick<ClaimJson, 'options'>, path: string): string | undefined {
  return series === undefined ? undefined : join(folderOf(path), series);
}

function textOf({ specs, mmspec }: ClaimJson, differences: readonly string[], path: string, paint: Paint): string {
  const checks = specs.flatMap((spec) => [...spec.checks, ...spec.scenarios]).length;
  if (differences.length === 0)
    return `${paint('good', 'verified')}  ${pathWord(path)}: ${checks} ${checks === 1 ? 'check' : 'checks'} of ${specs.map((spec) => oneLine(spec.path)).join(', ')} as claimed by mmspec ${oneLine(mmspec)}`;
  return [`${paint('bad', 'not as claimed')}  ${pathWord(path)}:`, ...differences.map((line) => `  ${line}`)].join('\n');
}
