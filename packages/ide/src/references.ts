import { occurrenceAt, occurrences } from './occurrences.ts';
import { pathOf, type Place, type Snapshot } from './snapshot.ts';

/**
 * Every place that means what is under the cursor, in the files of the spec and of the others that are given;
 * steps of scenarios and of properties are among the places of a label.
 */
export function references(snapshot: Snapshot, offset: number, others: readonly Snapshot[] = [], withDeclaration: boolean = true): Place[] {
  const key = occurrenceAt(snapshot, offset)?.key;
  return key === undefined ? [] : placesOf(key, [snapshot, ...others], withDeclaration);
}

/** The places of a target in several specs, each once. */
export function placesOf(key: string, snapshots: readonly Snapshot[], withDeclaration: boolean): Place[] {
  const found = new Map<string, Place>();
  for (const snapshot of snapshots) {
    for (const occurrence of occurrences(snapshot)) {
      if (occurrence.key !== key || (occurrence.declares && !withDeclaration)) continue;
      const { span } = occurrence.name;
      const path = pathOf(snapshot, span);
      found.set(`${path}:${span.start}`, { path, span });
    }
  }
  return [...found.values()];
}
