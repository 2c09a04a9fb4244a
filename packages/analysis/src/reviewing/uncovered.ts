import { buildWorld, completeSettings, settingsOf, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Node } from '@mmspec/syntax';
import { isOpenCheck } from '@mmspec/system';
import type { CheckResult, OpenRange, Plain, Planned, ReviewedPlace, Settings, Uncovered } from '@mmspec/system';
import { sourcePosition } from '../source_position.ts';

/*
 * What the checks of a spec say nothing about.
 */

/** All but warnings about what never happens, which come from the run. */
export function uncoveredBy(model: Model, listed: readonly Planned[], results: readonly CheckResult[]): Omit<Uncovered, 'never'> {
  const planned = withStandIns(model, listed);
  const judged = new Set(results.flatMap((result) => result.results.map(({ property }) => property)));
  return {
    atomics: atomicsOf(model),
    values: valuesLeft(
      model,
      planned.map(({ settings }) => settings),
      listed.filter(isOpenCheck).flatMap(({ open }) => open),
    ),
    bounds: planned.flatMap(({ name, bound }) => (bound === undefined ? [] : [{ check: name, bound }])),
    ignored: planned.flatMap(({ name, ignored }) => (ignored.length === 0 ? [] : [{ check: name, properties: ignored }])),
    unjudged: model.properties.map(({ name }) => name).filter((name) => !judged.has(name)),
    noContexts: planned.every(({ settings }) => buildWorld(model, completeSettings(model, settings)).cpus.length === 0),
    fairness: fairnessOf(results),
  };
}

/** Blocks `atomic` of the spec itself; the library's are the kernel's own. */
function atomicsOf(model: Model): ReviewedPlace[] {
  const [main] = model.modules;
  const found: ReviewedPlace[] = [];
  for (const item of main?.items ?? []) {
    if (item.kind !== 'actor' && item.kind !== 'operation') continue;
    walk(item, (node: Node) => {
      if (node.kind === 'atomic') {
        const { path, line } = sourcePosition(model, node.span);
        found.push({ path, line, owner: item.name.text });
      }
    });
  }
  return found;
}

/** `open`: what is looked at whichever number it is. */
function valuesLeft(model: Model, settings: readonly Settings[], open: readonly OpenRange[]): Uncovered['values'] {
  const complete = settings.map((each) => completeSettings(model, each));
  return settingsOf(model).flatMap(({ name, values }) => {
    const isOpen = (value: Plain): boolean => open.some((range) => range.name === name && typeof value === 'number' && value >= range.from);
    const checked = values.filter((value) => isOpen(value) || complete.some((each) => each[name] === value));
    const left = values.filter((value) => !checked.includes(value));
    return left.length === 0 ? [] : [{ name, checked, left }];
  });
}

function fairnessOf(results: readonly CheckResult[]): Uncovered['fairness'] {
  const found = new Map<string, string>();
  for (const { results: properties } of results)
    for (const { property, fairness, verdict } of properties) if (verdict === 'holds' && fairness !== undefined) found.set(`${property} ${fairness}`, property);
  return [...found].map(([key, property]) => ({ property, fairness: key.slice(property.length + 1) }));
}
