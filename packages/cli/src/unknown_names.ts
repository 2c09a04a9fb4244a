import type { Model } from '@mmspec/semantics';
import { suggest } from '@mmspec/source';
import { implicitNames, numbersNamed, type Planned } from '@mmspec/system';
import { UsageError } from './usage_error.ts';

/* Names on the command line that no spec has are mistakes of the call. */

/** Refuses a name that is not there, with one that is meant perhaps. */
function refuseUnknownName(option: string, what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const [near] = suggest(name, known);
  throw new UsageError(`${option} ${name}: there is no ${what} ${name}${near === undefined ? othersText(known) : `; did you mean ${near}?`}`);
}

/** So many names are told of those that there are. */
const toldMost = 6;

/** The names that there are; cells of a matrix go by its name. */
function othersText(known: readonly string[]): string {
  const names = [...new Set(known)].filter((name) => !name.includes('['));
  if (names.length === 0) return '';
  const more = names.length > toldMost ? ` and ${names.length - toldMost} more` : '';
  return `; ${names.length === 1 ? 'there is' : 'there are'} ${names.slice(0, toldMost).join(', ')}${more}`;
}

/** The names by which a check can be asked for: its own, and that of its matrix. */
export function checkNames({ name, matrix }: Pick<Planned, 'name' | 'matrix'>): string[] {
  return matrix === null ? [name] : [matrix, name];
}

/** Whether a name asks for a check: one of those, or that of one number of an open one. */
export function isNamed(check: Planned, name: string): boolean {
  return checkNames(check).includes(name) || numbersNamed(check.name, name) !== null;
}

/** Refuses a name that no check and no scenario has. */
export function refuseChecks(names: readonly string[], known: readonly string[]): void {
  for (const name of names) if (known.every((each) => numbersNamed(each, name) === null)) refuseUnknownName('--check', 'check', name, known);
}

/** The check of a name, or the first cell of a matrix. Refuses a name that no check has. */
export function checkNamed(checks: readonly Planned[], name: string): Planned {
  refuseChecks([name], checks.flatMap(checkNames));
  return checks.find((check) => isNamed(check, name))!;
}

/** The same of properties; of those that follow from the text, only where they are one name. */
export function refuseProperties(names: readonly string[], models: readonly Model[]): void {
  const known = [...models.flatMap(({ properties }) => properties.map(({ name }) => name)), ...implicitNames];
  for (const name of names) if (!/[.]|^range of /u.test(name)) refuseUnknownName('--property', 'property', name, known);
}

/** Refuses a line in which nothing begins that could be asked about, with the nearest in which something does. Where there is nothing at all, the answer says so. */
export function refuseLines(lines: readonly number[], known: readonly number[], what: string): void {
  const wrong = lines.find((line) => !known.includes(line));
  if (wrong === undefined || known.length === 0) return;
  const nearest = known
    .toSorted((a, b) => Math.abs(a - wrong) - Math.abs(b - wrong))
    .slice(0, 2)
    .toSorted((a, b) => a - b);
  throw new UsageError(
    `--part ${wrong}: no ${what} begins in this line; the nearest begin${nearest.length === 1 ? 's in line' : ' in lines'} ${nearest.join(' and ')}`,
  );
}
