import { CompileError, runAll } from '@mmspec/analysis';
import { emit, lower } from '@mmspec/compiler';
import { withStandIns, describeLedger, plan } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { formatSpec, UnformattableError } from '@mmspec/format';
import { allCodes } from '../../packages/cli/src/codes.ts';
import { loadSpec } from '../../packages/cli/src/load_spec.ts';

/*
 * A text on its way through everything: read, analysed, formatted, lowered, emitted, searched for a moment, and every code that
 * it gave explained.
 */

export interface Passed {
  /** How far it came. */
  readonly outcome: 'wrong' | 'not compiled' | 'ran';
  /** Seconds of processor time. */
  readonly seconds: number;
  readonly codes: ReadonlySet<string>;
}

/** More processor time for one text is a hang. */
const secondsMax = 10;

/** Every text passes; what throws, or takes too long, is a fault of mmspec. */
export async function pass(text: string): Promise<Passed> {
  const before = process.cpuUsage();
  const codes = new Set<string>();
  try {
    const outcome = await through(text, codes);
    for (const code of codes) explain(code);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (seconds > secondsMax) throw new Error(`it takes ${seconds.toFixed(1)} s`);
    return { outcome, seconds, codes };
  } catch (error) {
    throw new Error(`mmspec fails on this text: ${JSON.stringify(text)}`, { cause: error });
  }
}

async function through(text: string, codes: Set<string>): Promise<Passed['outcome']> {
  const { model, diagnostics } = loadSpec({ file: { path: 'any.mmspec', text }, root: '.' });
  for (const { code, span } of diagnostics) {
    codes.add(code);
    if (span.file >= model.files.length || span.start > span.end || span.end > (model.files[span.file]?.text.length ?? 0))
      throw new Error(`${code} lies nowhere`);
  }
  format(text);
  if (hasErrors(diagnostics)) return 'wrong';
  const planned = plan(model);
  for (const { code } of planned.diagnostics) codes.add(code);
  const [first] = withStandIns(model, planned.checks);
  if (first === undefined || hasErrors(planned.diagnostics)) return 'wrong';
  const { program, diagnostics: said } = lower(model, first.settings);
  for (const { code } of said) codes.add(code);
  if (program === null) return 'not compiled';
  emit(program, 'typescript');
  describeLedger(model, first.settings);
  return await search(model, planned.checks[0]!.name, codes);
}

function format(text: string): void {
  try {
    const once = formatSpec(text);
    if (formatSpec(once) !== once) throw new Error('formatting it twice changes it again');
  } catch (error) {
    if (!(error instanceof UnformattableError)) throw error;
  }
}

async function search(model: Parameters<typeof runAll>[0], name: string, codes: Set<string>): Promise<Passed['outcome']> {
  const scenario = model.scenarios.at(0)?.name.text;
  try {
    const { diagnostics } = await runAll(model, { checks: [name, ...(scenario === undefined ? [] : [scenario])], statesMax: 300, timeMax: 2 });
    for (const { code } of diagnostics) codes.add(code);
    return hasErrors(diagnostics) ? 'not compiled' : 'ran';
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return 'not compiled';
  }
}

/** `mmspec explain` knows a code. */
function explain(code: string): void {
  const description = allCodes.find((each) => each.code === code);
  if (description === undefined) throw new Error(`${code} is not explained`);
  for (const part of ['title', 'text', 'example', 'fix'] as const) if (description[part] === '') throw new Error(`${code} has no ${part}`);
}
