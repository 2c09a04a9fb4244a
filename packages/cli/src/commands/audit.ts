import { jsonVersion, type AuditJson } from '@mmspec/api';
import { audit as auditOf, type AuditOptions } from '@mmspec/analysis';
import { auditRaces, auditText, pathWord, shellCommand, shellWord, type TraceForm } from '@mmspec/report';
import { plan } from '@mmspec/semantics';
import { oneLine } from '@mmspec/source';
import type { Audit } from '@mmspec/system';
import { Option, type Command } from 'commander';
import { paintsOf } from '../colours.ts';
import { checked, collect, type Ended } from '../command_line.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { turn, interruptible, type Interruption } from '../interruption.ts';
import { oneSpec } from '../one_spec.ts';
import { defaultMemory } from '../options/default_memory.ts';
import { parseCount } from '../options/count.ts';
import { parseDuration } from '../options/duration.ts';
import { parseSize } from '../options/size.ts';
import { printLine } from '../output.ts';
import { statusLine } from '../progress.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { UsageError } from '../usage_error.ts';
import type { TextStyle } from '../check_output.ts';

interface AuditCommandOptions {
  readonly check?: string[];
  readonly part?: number[];
  readonly partsMax?: number;
  readonly pairsMax?: number;
  readonly races: boolean;
  readonly trace: TraceForm;
  readonly json?: boolean;
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
}

/** `mmspec audit`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('audit')
    .description('which lock, recheck, wait, retry or order is needed, with the race that appears without it, and which is superfluous')
    .argument('<file>', 'the spec')
    .option('--check <name>', 'only what holds in this check, or in all cells of this matrix', collect(String))
    .option('--part <line>', 'only the parts that begin in this line', collect(parseCount))
    .option('--parts-max <count>', 'try at most so many parts', checked(parseCount))
    .option('--pairs-max <count>', 'try at most so many pairs of those that are superfluous alone (default: 100)', checked(parseCount))
    .option('--no-races', 'the table alone')
    .addOption(new Option('--trace <form>', 'form of the races').choices(['changelog', 'comment', 'markdown', 'full', 'brief']).default('changelog'))
    .option('--json', 'the result as JSON')
    .option('--states-max <count>', 'stop each search after so many states: what it was for is not decided', checked(parseCount))
    .option('--memory-max <size>', 'stop each search at so much memory for states (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each search after so long (30s)', checked(parseDuration))
    .addHelpText(
      'after',
      '\nExit codes: 0 all was tried and decided, 2 errors in the spec or the call, 3 not all was tried or decided.\n\nExample:\n  mmspec audit specs/secure_page.mmspec',
    )
    .action(async (path: string, options: AuditCommandOptions, command: Command) => {
      const style = { ...paintsOf(command), form: options.trace, numbered: false };
      ended(await interruptible((interruption) => audit({ path, options, style, interruption })));
    });
}

interface AuditCall {
  readonly path: string;
  readonly options: AuditCommandOptions;
  readonly style: TextStyle;
  readonly interruption: Interruption;
}

async function audit({ path, options, style, interruption }: AuditCall): Promise<ExitCode> {
  const { signal, listen, letGo } = interruption;
  const spec = await oneSpec(path, style.errorPaint, { signal });
  if (spec === null) return signal.aborted ? exitCodes.unfinished : exitCodes.badInput;
  const names = plan(spec.model).checks.flatMap(({ name, matrix }) => [name, ...(matrix === null ? [] : [matrix])]);
  const unknown = options.check?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`--check ${unknown}: there is no check ${unknown} in ${path}.`);
  const progress = statusLine(process.stderr);
  const given: AuditOptions = {
    checks: options.check,
    lines: options.part,
    partsMax: options.partsMax,
    pairsMax: options.pairsMax,
    statesMax: options.statesMax,
    memoryMax: options.memoryMax ?? defaultMemory(),
    timeMax: options.timeMax,
    signal,
    onPause: listen,
    onCompile: letGo,
    onPart: (done, count, text) => progress.show(() => `${done + 1} of ${count}: ${oneLine(text)}`),
  };
  const found = await auditOf(spec.model.files[0]!, spec.resolve, given);
  progress.clear();
  await turn();
  letGo();
  showDiagnostics(spec.model.files, found.diagnostics, style.errorPaint);
  const json: AuditJson = { version: jsonVersion, ...found.audit, path };
  printLine(options.json === true ? JSON.stringify(json, null, 2) : textOf(found.audit, path, options, style));
  return isDecided(found.audit) ? exitCodes.met : exitCodes.unfinished;
}

function textOf(audit: Audit, path: string, { races }: AuditCommandOptions, { form, numbered, paint }: TextStyle): string {
  const command = (lines: readonly number[], check: string): string =>
    shellCommand(['mmspec', 'audit', pathWord(path), ...lines.flatMap((line) => ['--part', String(line)]), '--check', shellWord(check)]);
  return [auditText(audit, paint), ...(races ? auditRaces(audit, { form, numbered }, command) : [])].join('\n\n');
}

function isDecided({ rows, pairs, complete }: Audit): boolean {
  return complete && [...rows, ...pairs].every(({ verdict }) => verdict !== 'not decided');
}
