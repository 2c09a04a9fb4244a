import { occurrenceAt } from './occurrences.ts';
import { pathOf, type Place, type Snapshot } from './snapshot.ts';
import { namesOf } from './target.ts';
import { links } from './links.ts';

/** Where the name under the cursor is declared; for an import, the file. A tag may have several places. */
export function definition(snapshot: Snapshot, offset: number): Place[] {
  const link = links(snapshot).find(({ span }) => span.start <= offset && offset <= span.end);
  if (link !== undefined) return [{ path: link.path, span: { file: -1, start: 0, end: 0 } }];
  const occurrence = occurrenceAt(snapshot, offset);
  if (occurrence === null) return [];
  if (occurrence.target.kind === 'tag') return tagPlaces(snapshot, occurrence.target.text);
  return namesOf(occurrence.target).map(({ span }) => ({ path: pathOf(snapshot, span), span }));
}

function tagPlaces(snapshot: Snapshot, text: string): Place[] {
  const { model } = snapshot.analysed;
  const enums = model.enums.flatMap(({ members }) => members);
  const variants = model.constants.flatMap(({ type }) => (type.kind === 'tags_type' ? type.tags : []));
  return [...enums, ...variants].filter((name) => name.text === text).map(({ span }) => ({ path: pathOf(snapshot, span), span }));
}
