import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAll } from '@mmspec/analysis';
import { plan } from '@mmspec/semantics';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * Small specs whose verdicts under tso and weak are known: their checks say them.
 */

/** Tests run in the root of the repository; this module may be part of a bundle elsewhere. */
export const folder: string = join(process.cwd(), 'test/memory/cases');

export const cases: readonly string[] = readdirSync(folder);

/** What is otherwise than the checks of a case say. */
export async function wrongIn(name: string): Promise<string[]> {
  const { model, diagnostics } = analysed(readFileSync(join(folder, name), 'utf8'), undefined, name);
  const errors = [...errorsOf(model, diagnostics), ...errorsOf(model, plan(model).diagnostics)];
  if (errors.length > 0) return errors;
  const { results } = await runAll(model);
  return results.filter(({ met }) => !met).map(({ name: check, verdict, property, reason }) => `${name} ${check}: ${verdict} ${property ?? ''} ${reason}`);
}

export async function wrongCases(): Promise<string[]> {
  const wrong: string[] = [];
  for (const name of cases) wrong.push(...(await wrongIn(name)));
  return wrong;
}
