import type { ClaimedSpec, ClaimJson } from '@mmspec/api';
import { oneLine } from '@mmspec/source';

/*
 * In what two claims differ, but for the version that made them.
 */

/** A line for each difference, in the order of the claim; empty where there is none. */
export function differencesOf(claimed: ClaimJson, found: ClaimJson): string[] {
  const counted = claimed.specs.length === found.specs.length ? [] : [`${claimed.specs.length} specs were claimed, and ${found.specs.length} are there`];
  return [
    ...counted,
    ...claimed.specs.flatMap((spec, index) => {
      const now = found.specs[index];
      return now === undefined ? [] : specDifferences(spec, now).map((line) => oneLine(`${spec.path}: ${line}`));
    }),
  ];
}

function specDifferences(claimed: ClaimedSpec, found: ClaimedSpec): string[] {
  return [
    ...textDifferences(claimed.texts, found.texts),
    ...listed('check', claimed.checks, found.checks),
    ...listed('scenario', claimed.scenarios, found.scenarios),
  ];
}

/** In what texts by path differ from those that a spec has now. */
export function textDifferences(claimed: ClaimedSpec['texts'], found: ClaimedSpec['texts']): readonly string[] {
  const texts = Object.entries(claimed).flatMap(([path, digest]) => {
    const now = found[path];
    if (now === undefined) return [`${path} is no part of it any more`];
    return now === digest ? [] : [`the text of ${path} is another one`];
  });
  return [...texts, ...Object.keys(found).flatMap((path) => (Object.hasOwn(claimed, path) ? [] : [`${path} was no part of it`]))];
}

interface Named {
  readonly name: string;
}

/** Checks and scenarios are found by their names. */
function listed(what: string, claimed: readonly Named[], found: readonly Named[]): string[] {
  const now = new Map(found.map((each) => [each.name, each]));
  const known = new Set(claimed.map(({ name }) => name));
  return [
    ...claimed.flatMap((each) => {
      const other = now.get(each.name);
      return other === undefined ? [`there is no ${what} ${each.name} any more`] : fields(`${what} ${each.name}`, each, other);
    }),
    ...found.filter(({ name }) => !known.has(name)).map(({ name }) => `${what} ${name} was not claimed`),
  ];
}

/** `check row3: states 96 were claimed, 97 found` */
function fields(where: string, claimed: object, found: object): string[] {
  const names = [...new Set([...Object.keys(claimed), ...Object.keys(found)])];
  return names.flatMap((name) => {
    const lists = [resultsIn(claimed, name), resultsIn(found, name)] as const;
    if (lists[0] !== null && lists[1] !== null) return resultDifferences(where, lists[0], lists[1]);
    const [before, now] = [valueOf(claimed, name), valueOf(found, name)];
    return before === now ? [] : [`${where}: ${name} ${before}, and now ${now}`];
  });
}

/** Results of a check by their properties. */
type Results = ReadonlyMap<string, object>;

/** A line for each result that is another one, in place of all of them. */
function resultDifferences(where: string, claimed: Results, found: Results): string[] {
  return [
    ...[...claimed].flatMap(([property, each]) => {
      const now = found.get(property);
      return now === undefined ? [`${where}: ${property} is not judged any more`] : fields(`${where}: ${property}`, each, now);
    }),
    ...[...found.keys()].filter((property) => !claimed.has(property)).map((property) => `${where}: ${property} was not claimed`),
  ];
}

/** The results among the fields of a check; null: it is another field, or one property has several. */
function resultsIn(record: object, name: string): Results | null {
  const { results } = record as { readonly results?: unknown };
  if (name !== 'results' || !Array.isArray(results)) return null;
  const pairs = results.flatMap((each: unknown): (readonly [string, object])[] =>
    typeof each === 'object' && each !== null && 'property' in each && typeof each.property === 'string' ? [[each.property, each]] : [],
  );
  const found = new Map(pairs);
  return found.size === results.length ? found : null;
}

function valueOf(record: object, name: string): string {
  const value: unknown = (record as Readonly<Record<string, unknown>>)[name];
  return value === undefined ? 'nothing' : JSON.stringify(inOrder(value));
}

/** Objects with their fields in one order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, inOrder(part)]),
  );
}
