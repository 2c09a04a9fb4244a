import { buildWorld, completeSettings, settingsOf } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Node } from '@mmspec/syntax';
import type { CheckResult, PlannedCheck, ReviewedPlace, Settings, Uncovered } from '@mmspec/system';
import { sourcePosition } from '../source_position.ts';

/*
 * What the checks of a spec say nothing about.
 */

/** All but warnings about what never happens, which come from the run. */
export function uncoveredBy(model: Model, planned: readonly PlannedCheck[], results: readonly CheckResult[]): Omit<Uncovered, 'never'> {
  const judged = new Set(results.flatMap((result) => result.results.map(({ property }) => property)));
  return {
    atomics: atomicsOf(model),
    values: valuesLeft(
      model,
      planned.map(({ settings }) => settings),
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

function valuesLeft(model: Model, settings: readonly Settings[]): Uncovered['values'] {
  const complete = settings.map((each) => completeSettings(model, each));
  return settingsOf(model).flatMap(({ name, values }) => {
    const checked = values.filter((value) => complete.some((each) => each[name] === value));
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
