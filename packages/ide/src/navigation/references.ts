import { tagPlaces } from './definition.ts';
import { occurrenceAt, occurrences, type Occurrence } from '../names/occurrences.ts';
import { pathOf, type FileSpan, type Snapshot } from '../names/snapshot.ts';

/**
 * Every place that means what is under the cursor, in the files of the spec and of the others that are given;
 * steps of scenarios and of properties are among the places of a label.
 */
export function references(snapshot: Snapshot, offset: number, others: readonly Snapshot[] = [], withDeclaration: boolean = true): FileSpan[] {
  const at = occurrenceAt(snapshot, offset);
  return at === null ? [] : placesOf(at.key, [snapshot, ...reached(snapshot, at, others)], withDeclaration);
}

/** The others whose names can mean the same. A tag is the same in specs that share a file which declares it; elsewhere it is another one of that name. */
export function reached(snapshot: Snapshot, { target }: Occurrence, others: readonly Snapshot[]): readonly Snapshot[] {
  if (target.kind !== 'tag') return others;
  const homes = new Set(tagPlaces(snapshot, target.text).map(({ path }) => path));
  return others.filter(({ analysed }) => analysed.model.files.some(({ path }) => homes.has(path)));
}

/** The places of a target in several specs, each once. */
export function placesOf(key: string, snapshots: readonly Snapshot[], withDeclaration: boolean): FileSpan[] {
  const found = new Map<string, FileSpan>();
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
