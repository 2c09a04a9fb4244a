import { raceDiagram, renderCheck, type JsonDiagnostic, type Paint, type TraceForm } from '@mmspec/report';
import type { CheckResult, TransitionSystem } from '@mmspec/system';
import type { GivenSetting } from './options/setting.ts';

/** How text results look. */
export interface TextStyle {
  readonly paint: Paint;
  readonly form: TraceForm;
  readonly numbered: boolean;
}

/** A check as text: expectation and verdict, and the shortest race where it is violated. */
export function checkText(result: CheckResult, system: TransitionSystem, command: string, style: TextStyle): string {
  const head = renderCheck(result, style.paint);
  const violated = result.results.find((candidate) => candidate.property === result.property && candidate.trace !== null);
  const property = system.properties.find((candidate) => candidate.name === violated?.property);
  if (violated === undefined || property === undefined) return head;
  const text = { name: property.name, text: property.text, doc: property.doc ?? '' };
  return `${head}\n\n${raceDiagram(result, violated, text, { form: style.form, numbered: style.numbered, command })}\n`;
}

/** The closing line of a run. */
export function summaryText(results: readonly CheckResult[], seconds: number): string {
  const unmet = results.filter((result) => !result.met).length;
  const questions = results.filter((result) => result.expectation === null).length;
  const checks = results.length === 1 ? '1 check' : `${results.length} checks`;
  const asked = questions === 0 ? '' : `, ${questions} of them without expectation`;
  const outcome = unmet === 0 ? 'every expectation is met' : `${unmet} ${unmet === 1 ? 'expectation is' : 'expectations are'} not met`;
  return `${checks}${asked}: ${outcome} (${seconds.toFixed(2)} s)`;
}

/** What was found in one file. */
export interface FileResult {
  readonly path: string;
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly results: readonly CheckResult[];
}

/** The JSON of `mmspec check`. */
export function checkJson(files: readonly FileResult[]): string {
  const value = {
    version: 1,
    files: files.map(({ path, diagnostics, results }) => ({ path, diagnostics, checks: results, scenarios: [] })),
  };
  return JSON.stringify(value, null, 2);
}

/** The command that repeats one check. */
export function commandOf(command: string, result: CheckResult, set: readonly GivenSetting[]): string {
  const name = /[^\w.-]/u.test(result.name) ? `'${result.name}'` : result.name;
  return `${command} --check ${name}${set.map((setting) => ` --set ${setting.name}=${setting.value}`).join('')}`;
}
